"""What a mailed invitation opens: what is offered, and how this browser can accept it."""

from dataclasses import dataclass
from typing import Literal

from studiobook.teams.forms import JoinForm
from studiobook.teams.models import Invitation
from studiobook.teams.pages.team import role_words
from studiobook.teams.wording import may_of
from studiobook.values.wall_clock import to_local
from studiobook.web.components import Act, Fact, Link
from studiobook.web.templating import day

#: Whose browser it is: the invited person's, another's, nobody's who has an account, or has none.
Way = Literal["accept", "switch", "sign_in", "join"]


@dataclass(frozen=True)
class InvitationPage:
    """`form` is for a new account, `act` the one button otherwise; `ways` are links beside it."""

    title: str
    lede: str
    facts: tuple[Fact, ...]
    way: Way
    note: str
    action: str
    form: JoinForm | None = None
    act: Act | None = None
    ways: tuple[Link, ...] = ()


@dataclass(frozen=True)
class OverPage:
    """An invitation that opens nothing any more, and where to go; the first link is the next."""

    title: str
    lede: str
    links: tuple[Link, ...]


def place_of(offer: Invitation) -> str:
    """The studio, or the company that one would own."""
    return offer.studio.name if offer.studio else offer.company.name


def facts_of(offer: Invitation) -> tuple[Fact, ...]:
    """What is offered."""
    words = role_words(offer.role, offer.rate_per_hour_minor, offer.studio)
    zone = offer.studio.zone if offer.studio else "UTC"
    return (
        Fact("Your role", words, may_of(offer.role)),
        Fact("Open until", day(to_local(offer.expires_at, zone).date())),
    )
