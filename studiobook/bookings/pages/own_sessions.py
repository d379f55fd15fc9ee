"""An engineer's own sessions: who comes, where and when; no prices and no addresses."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from studiobook.bookings.console_queries import Desk
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.agenda import (
    Line,
    guest_of,
    hours_of,
    session_facts_of,
    session_href,
)
from studiobook.bookings.states import Status
from studiobook.values.wall_clock import to_local, zone_label
from studiobook.web.components import Link
from studiobook.web.console import sections
from studiobook.web.templating import day


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One session; `prefix` is Now for the one under way, `note` what the guest wrote."""

    line: Line
    prefix: str
    note: str


@dataclass(frozen=True, slots=True)
class OwnDay:
    """The sessions that begin on one local day."""

    label: str
    zone_label: str
    sessions: tuple[OwnSession, ...]


@dataclass(frozen=True, slots=True)
class OwnSessionsPage:
    """`works` is False for somebody without any studio."""

    title: str
    sections: tuple[Link, ...]
    works: bool
    days: tuple[OwnDay, ...]


def own_sessions_page(desk: Desk, found: list[Booking], *, now: datetime) -> OwnSessionsPage:
    """Today and ahead, day by day."""
    several = len(desk.studios) > 1

    def on_day(booking: Booking) -> tuple[str, str]:
        starts_at = booking.slot.starts_at
        return day(starts_at, booking.zone), zone_label(starts_at, booking.zone)

    return OwnSessionsPage(
        title="Your sessions",
        sections=sections("today"),
        works=bool(desk.studios),
        days=tuple(
            OwnDay(
                _today(label, booked[0], now),
                zone,
                tuple(_session(booking, several=several, now=now) for booking in booked),
            )
            for (label, zone), group in groupby(found, key=on_day)
            if (booked := list(group))
        ),
    )


def _today(label: str, first: Booking, now: datetime) -> str:
    return f"Today, {label}" if label == day(now, first.zone) else label


def _session(booking: Booking, *, several: bool, now: datetime) -> OwnSession:
    room = booking.room.name
    place = f"{room}, {booking.studio.name}" if several else room
    facts = (place, *(fact.lower() for fact in session_facts_of(booking, in_full=False)))
    if booking.status is Status.AWAITING_OWNER:
        facts += ("asked for, not confirmed yet",)
    on_date = to_local(booking.slot.starts_at, booking.zone).date()
    return OwnSession(
        line=Line(
            hours_of(booking.slot, booking.zone, on_date),
            guest_of(booking, in_full=False),
            facts,
            session_href(booking),
        ),
        prefix="Now" if booking.slot.contains(now) else "",
        note=booking.note,
    )
