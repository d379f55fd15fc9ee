"""How a booking, a studio and moments are said on papers."""

from datetime import datetime

from studiobook.bookings.models import Booking
from studiobook.values.money import Money
from studiobook.values.wall_clock import zone_label
from studiobook.web.components import Link
from studiobook.web.paper import PaperRow
from studiobook.web.templating import clock, day, money, span

MINUS = "\N{MINUS SIGN}"


def moment(instant: datetime, zone: str) -> str:
    """Fri 27 Nov 2026, 14:00."""
    return f"{day(instant, zone)}, {clock(instant, zone)}"


def given(amount: Money) -> str:
    """The amount with a minus before it: what goes the other way."""
    return f"{MINUS}{money(amount)}"


def signed(amount: Money) -> str:
    """An amount that may be below zero."""
    return given(-amount) if amount.minor < 0 else money(amount)


def price_rows(booking: Booking) -> tuple[PaperRow, ...]:
    """The frozen lines of the price."""
    return tuple(
        PaperRow(line.label, line.detail, signed(Money(line.amount_minor, booking.currency)))
        for line in booking.lines
    )


def session_of(booking: Booking) -> tuple[tuple[str, str], ...]:
    """Which session it is about."""
    zone = zone_label(booking.slot.starts_at, booking.zone)
    return (
        ("Booking", booking.code),
        ("Session", f"{span(booking.slot, booking.zone)}, {zone}"),
        ("Room", f"{booking.room.name}, {booking.studio.name}"),
    )


def address_of(booking: Booking) -> tuple[str, ...]:
    """Street; postcode and city; country."""
    studio = booking.studio
    lines = (studio.street, f"{studio.postcode} {studio.city.name}", studio.city.country.name)
    return tuple(line.strip() for line in lines if line.strip())


def back_to(booking: Booking) -> Link:
    """The page that papers hang on."""
    return Link("To the booking", f"/bookings/{booking.code}")
