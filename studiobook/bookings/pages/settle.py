"""A difference before the studio's eyes: ask the guest for it, or leave it out."""

from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.forms.studios import SettleForm
from studiobook.bookings.make_move import Proposal, kept_until
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.wording import until
from studiobook.web.components import Act
from studiobook.web.templating import money

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Leaving:
    """The form that leaves the difference out: hidden `fields`, and the reason."""

    action: str
    fields: Fields
    form: SettleForm
    label: str


@dataclass(frozen=True)
class Settle:
    """What it means in money, and the ways to settle it; `leaving` where something is due."""

    sentence: str
    act: Act
    note: str = ""
    leaving: Leaving | None = None


def settle_of(
    booking: Booking, proposal: Proposal, *, action: str, fields: Fields, word: str, now: datetime
) -> Settle:
    """`word` is what happens, as on a button: Move it, Extend it."""
    difference = proposal.difference
    fields = (*fields, ("expected_difference", str(difference.minor)))
    if booking.free_reason is not None:
        return Settle("Nothing is paid here for this session.", Act(word, action, fields))
    if difference.minor < 0:
        back = f"This is cheaper: {money(-difference)} goes back to the guest."
        return Settle(back, Act(word, action, fields))
    if not difference:
        return Settle("This costs the same.", Act(word, action, fields))
    form = SettleForm(formdata=None)
    form.reason.flags.required = True
    earned = difference - (proposal.price.fee - booking.fee)
    end = until(kept_until(booking, proposal.slot, by="owner", now=now), booking.zone, now=now)
    return Settle(
        sentence=f"This costs {money(difference)} more; {money(earned)} of that is yours.",
        act=Act(f"Ask the guest for {money(difference)}", action, (*fields, ("how", "ask"))),
        note=f"The guest gets a mail with a link to pay. The time is kept until {end}.",
        leaving=Leaving(
            action=action,
            fields=(*fields, ("how", "leave")),
            form=form,
            label=f"{word} and leave the price",
        ),
    )
