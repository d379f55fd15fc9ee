"""What a booking still has to be paid: its price while it is held, or a move's difference."""

from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.hold import LASTS
from studiobook.bookings.models import Booking
from studiobook.bookings.queries import find_open_move
from studiobook.bookings.states import Status
from studiobook.values.money import Money


@dataclass(frozen=True)
class Due:
    """An amount, the marketplace's part of it, and from when until when its slot is kept."""

    amount: Money
    fee: Money
    since: datetime
    lapses_at: datetime
    move_id: int | None = None


def find_due(booking: Booking, *, now: datetime) -> Due | None:
    """What can be paid now, or None."""
    due = _of_hold(booking) if booking.status is Status.HELD else _of_move(booking)
    return due if due is not None and due.lapses_at > now and due.amount.minor > 0 else None


def _of_hold(booking: Booking) -> Due | None:
    if booking.lapses_at is None:
        return None
    # A link that lives for a day is, for its payment pages, a hold that begins where it ends.
    promised = booking.link_ends_at
    since = booking.held_at if promised is None else promised - LASTS
    return Due(booking.total, booking.fee, since, booking.lapses_at)


def _of_move(booking: Booking) -> Due | None:
    move = find_open_move(booking.id)
    if move is None:
        return None
    fee_minor = min(max(move.fee_minor - booking.fee_minor, 0), move.difference_minor)
    return Due(
        amount=Money(move.difference_minor, booking.currency),
        fee=Money(fee_minor, booking.currency),
        since=move.asked_at,
        lapses_at=move.lapses_at,
        move_id=move.id,
    )
