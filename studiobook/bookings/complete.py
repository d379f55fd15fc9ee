"""A session's time is over."""

from datetime import datetime

from sqlalchemy import func, select

from studiobook.bookings.events import BookingCompleted
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.queries import find_open_move
from studiobook.bookings.settle_move import end_move, is_extension
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.outbox.record import record


def list_over(*, now: datetime, limit: int = 500) -> list[int]:
    """Ids of confirmed bookings that have ended."""
    return list(
        db.session.scalars(
            select(Booking.id)
            .where(
                Booking.status == Status.CONFIRMED,
                # Whoever was asked for another time and gave no answer is called off instead.
                Booking.choose_by.is_(None),
                func.upper(Booking.during) <= now,
            )
            .limit(limit)
        )
    )


def complete(booking_id: int, *, now: datetime) -> bool:
    """Complete a booking that has ended; False when it has been moved or cancelled meanwhile.

    While more time waits for its money, the guest is still there.
    """
    booking = lock_booking(booking_id)
    if booking.status is not Status.CONFIRMED or booking.slot.ends_at > now:
        return False
    move = find_open_move(booking.id)
    if move is not None:
        if move.lapses_at > now and is_extension(booking.slot, slot_of(move.to_during)):
            return False
        end_move(booking, move, actor="platform", now=now)
    booking.status, booking.ended_at = Status.COMPLETED, now
    db.session.flush()
    record(BookingCompleted(), actor="platform", booking_id=booking.id, now=now)
    return True
