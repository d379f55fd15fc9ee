"""A request before the owner's eyes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.console_queries import Taken
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.agenda import guest_of, hours_of
from studiobook.bookings.pages.booking import Price, price_of
from studiobook.bookings.pages.wording import earns, session_facts, until
from studiobook.bookings.states import Status
from studiobook.rooms.models import OccupancyKind
from studiobook.web.components import Act, Fact, Link
from studiobook.web.console import sections
from studiobook.web.templating import money

NOBODY_LOSES = (
    "These hours are kept for the guest until you answer; whatever you say, nobody else loses any."
)


@dataclass(frozen=True)
class AnswerPage:
    """Who, when, for how much, and the two buttons."""

    title: str
    sentence: str
    #: What else that day's room has, asked for and held, in order.
    around: tuple[str, ...]
    nobody_loses: str
    sections: tuple[Link, ...]
    facts: tuple[Fact, ...]
    price: Price
    acts: tuple[Act, ...]
    back: Link


def answer_page(booking: Booking, *, now: datetime, taken: Collection[Taken] = ()) -> AnswerPage:
    """The page for a request that is still open; `taken` is what its room has that day."""
    assert booking.lapses_at is not None
    action = f"/bookings/{booking.code}/answer"
    limit = until(booking.lapses_at, booking.zone, now=now)
    return AnswerPage(
        title=f"{booking.guest_name} asks for {booking.room.name}",
        sentence=(
            f"Paid already: you earn {money(earns(booking))}."
            f" Without an answer until {limit} all of it goes back."
        ),
        around=tuple(_beside(booking, other) for other in taken if other.booking is not booking),
        nobody_loses=NOBODY_LOSES,
        sections=sections("requests"),
        facts=(*session_facts(booking), Fact("Note", booking.note or "None")),
        price=price_of(booking),
        acts=(
            Act("Accept", action, (("answer", "accept"),)),
            Act("Decline and refund", action, (("answer", "decline"),), kind="danger"),
        ),
        back=Link("All requests", "/manage/requests"),
    )


def _beside(booking: Booking, taken: Taken) -> str:
    """Hal Second asks for 17:00–19:00; Gwen Guest has 19:00–21:00."""
    hours = hours_of(taken.slot, booking.zone)
    if taken.kind is OccupancyKind.HOLD:
        return f"Somebody holds {hours} to pay for it"
    if taken.booking is None:
        return f"Blocked {hours}"
    verb = "asks for" if taken.booking.status is Status.AWAITING_OWNER else "has"
    return f"{guest_of(taken.booking)} {verb} {hours}"
