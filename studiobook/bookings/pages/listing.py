"""My bookings: what comes, what was, and each one's next step."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from studiobook.bookings.models import Booking
from studiobook.bookings.pages.truth import is_live_hold
from studiobook.bookings.pages.wording import room_href
from studiobook.bookings.queries import PAGE
from studiobook.bookings.states import Status
from studiobook.values.wall_clock import to_local
from studiobook.web.components import BookingCard, Link, Pagination
from studiobook.web.pagination import pagination
from studiobook.web.templating import clock, day


@dataclass(frozen=True)
class BookingsPage:
    """Both lists; `total` counts the past ones."""

    title: str
    upcoming: tuple[BookingCard, ...]
    past: tuple[BookingCard, ...]
    pagination: Pagination


def bookings_page(
    *, upcoming: list[Booking], past: list[Booking], count: int, number: int, now: datetime
) -> BookingsPage:
    """Cards of the upcoming ones and of one page of the past."""
    return BookingsPage(
        title="Your bookings",
        upcoming=tuple(_card(booking, now) for booking in upcoming),
        past=tuple(_card(booking, now) for booking in past),
        pagination=pagination(_href, page=number, found=count, size=PAGE),
    )


def _card(booking: Booking, now: datetime) -> BookingCard:
    slot, zone = booking.slot, booking.zone
    lapsed = booking.status is Status.HELD and not is_live_hold(booking, now)
    return BookingCard(
        href=url_for("bookings.show_booking", code=booking.code),
        code=booking.code,
        status=Status.EXPIRED if lapsed else booking.status,
        room_name=booking.room.name,
        studio_name=booking.studio.name,
        day_label=day(to_local(slot.starts_at, zone).date()),
        slot_label=f"{clock(slot.starts_at, zone)}–{clock(slot.ends_at, zone)}",
        total=booking.total,
        next_step=_next_step(booking, now),
    )


def _next_step(booking: Booking, now: datetime) -> Link | None:
    if is_live_hold(booking, now):
        return Link("Go on to pay", url_for("bookings.show_checkout", code=booking.code))
    if booking.slot.ends_at > now and booking.status in (Status.CONFIRMED, Status.AWAITING_OWNER):
        return None
    return Link("Book again", room_href(booking.room, add_ons=booking.add_ons))


def _href(page: int) -> str:
    return url_for("bookings.list_bookings", page=page)
