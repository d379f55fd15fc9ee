"""A request before the owner's eyes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.models import Booking
from studiobook.bookings.pages.booking import Price, price_of
from studiobook.bookings.pages.requests import beside_of
from studiobook.bookings.pages.wording import earns, session_facts, until
from studiobook.web.components import Act, Fact, Link
from studiobook.web.templating import money


@dataclass(frozen=True)
class AnswerPage:
    """Who, when, for how much, and the two buttons."""

    title: str
    sentence: str
    #: Who else asks for the room that day.
    beside: tuple[str, ...]
    facts: tuple[Fact, ...]
    price: Price
    acts: tuple[Act, ...]
    back: Link


def answer_page(booking: Booking, *, now: datetime, others: Collection[Booking] = ()) -> AnswerPage:
    """The page for a request that is still open; `others` are the studio's other requests."""
    assert booking.lapses_at is not None
    action = f"/bookings/{booking.code}/answer"
    limit = until(booking.lapses_at, booking.zone, now=now)
    return AnswerPage(
        title=f"{booking.guest_name} asks for {booking.room.name}",
        sentence=(
            f"Paid already: you earn {money(earns(booking))}."
            f" Without an answer until {limit} all of it goes back."
        ),
        beside=beside_of(booking, list(others)),
        facts=(*session_facts(booking), Fact("Note", booking.note or "None")),
        price=price_of(booking),
        acts=(
            Act("Accept", action, (("answer", "accept"),)),
            Act("Decline and refund", action, (("answer", "decline"),), kind="danger"),
        ),
        back=Link("All requests", "/manage/requests"),
    )
