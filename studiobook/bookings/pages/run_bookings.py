"""All bookings of the studios that somebody runs: what comes, what was, and a search."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from studiobook.bookings.console_queries import PAGE
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.agenda import guest_of, hours_of, paid_word, session_href
from studiobook.web.components import Link, Pagination
from studiobook.web.console import sections
from studiobook.web.pagination import pagination
from studiobook.web.templating import day

PATH = "/manage/bookings"


@dataclass(frozen=True, slots=True)
class Row:
    """One booking in the list."""

    href: str
    who: str
    when: str
    what: str
    status: str


@dataclass(frozen=True, slots=True)
class RunBookingsPage:
    """One page of one of the two lists; `words` is what was searched for."""

    title: str
    sections: tuple[Link, ...]
    words: str
    past: bool
    tabs: tuple[Link, ...]
    rows: tuple[Row, ...]
    pagination: Pagination


def run_bookings_page(
    rows: list[Booking],
    *,
    words: str,
    past: bool,
    number: int,
    counts: tuple[int, int],
    now: datetime,
) -> RunBookingsPage:
    """`counts` are those of the coming and of the past ones that the search finds."""
    return RunBookingsPage(
        title="Bookings",
        sections=sections("today"),
        words=words,
        past=past,
        tabs=(
            Link("Coming up", _href(words, past=False), current=not past, count=counts[0]),
            Link("Past", _href(words, past=True), current=past, count=counts[1]),
        ),
        rows=tuple(_row(booking, now) for booking in rows),
        pagination=pagination(
            lambda page: _href(words, past=past, number=page),
            page=number,
            found=counts[past],
            size=PAGE,
        ),
    )


def _row(booking: Booking, now: datetime) -> Row:
    begun = booking.slot.starts_at <= now < booking.slot.ends_at
    when = f"{day(booking.slot.starts_at, booking.zone)}, {hours_of(booking.slot, booking.zone)}"
    return Row(
        href=session_href(booking),
        who=guest_of(booking),
        when=f"{when}, now" if begun else when,
        what=f"{booking.room.name}, {booking.studio.name}: {paid_word(booking)}",
        status=booking.status,
    )


def _href(words: str, *, past: bool, number: int = 1) -> str:
    query = {"q": words, "list": "past" if past else "", "page": number if number > 1 else ""}
    text = urlencode({name: value for name, value in query.items() if value != ""})
    return f"{PATH}?{text}" if text else PATH
