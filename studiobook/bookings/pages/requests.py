"""Requests to answer: the soonest deadline first, with what each earns and what is around it."""

from dataclasses import dataclass
from datetime import date, datetime

from studiobook.bookings.models import Booking
from studiobook.bookings.pages.agenda import guest_of, hours_of
from studiobook.bookings.pages.wording import earns, until, when
from studiobook.rooms.add_on import in_words
from studiobook.values.wall_clock import to_local
from studiobook.web.components import Link
from studiobook.web.console import sections
from studiobook.web.templating import money


@dataclass(frozen=True, slots=True)
class Request:
    """One request in the list; `beside` are other requests for that room and day."""

    who: str
    what: str
    deadline: str
    earns: str
    beside: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """All that can still be answered."""

    title: str
    sections: tuple[Link, ...]
    requests: tuple[Request, ...]


def requests_page(requests: list[Booking], *, now: datetime) -> RequestsPage:
    """The list; one tap opens the answer, one more gives it."""
    return RequestsPage(
        title="Requests",
        sections=sections("requests"),
        requests=tuple(_request(booking, requests, now) for booking in requests),
    )


def beside_of(booking: Booking, others: list[Booking]) -> tuple[str, ...]:
    """Who else asks for that room on that day: Hal Second asks for 17:00–19:00 that day.

    Never for the same hours: a request that is paid has its time, or it would not have been paid.
    """
    return tuple(
        f"{guest_of(other)} asks for {hours_of(other.slot, other.zone)} that day"
        for other in others
        if other.id != booking.id
        and other.room_id == booking.room_id
        and _day_of(other) == _day_of(booking)
    )


def _day_of(booking: Booking) -> date:
    return to_local(booking.slot.starts_at, booking.zone).date()


def _request(booking: Booking, others: list[Booking], now: datetime) -> Request:
    assert booking.lapses_at is not None
    people = "1 person" if booking.people == 1 else f"{booking.people} people"
    with_whom = f", with {booking.engineer.user.name}" if booking.engineer is not None else ""
    extras = f", {in_words(booking.add_ons)}" if booking.add_ons_json else ""
    return Request(
        who=guest_of(booking),
        what=(
            f"{booking.room.name}, {booking.studio.name}, {when(booking)},"
            f" {people}{with_whom}{extras}"
        ),
        deadline=f"Answer until {until(booking.lapses_at, booking.zone, now=now)}",
        earns=f"You earn {money(earns(booking))}",
        beside=beside_of(booking, others),
        href=f"/bookings/{booking.code}/answer",
    )
