"""A hold's time is over: tidying up what every reader treats as gone already."""

from datetime import datetime

from sqlalchemy import select

from studiobook.bookings.events import BookingExpired
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.release import let_go
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.outbox.record import record


def list_lapsed(*, now: datetime, limit: int = 200) -> list[int]:
    """Ids of holds whose time is over, oldest first."""
    return list(
        db.session.scalars(
            select(Booking.id)
            .where(Booking.status == Status.HELD, Booking.lapses_at <= now)
            .order_by(Booking.lapses_at)
            .limit(limit)
        )
    )


def expire(booking_id: int, *, now: datetime) -> bool:
    """End a lapsed hold; False when it has been paid, prolonged or ended meanwhile."""
    booking = lock_booking(booking_id)
    if booking.status is not Status.HELD or booking.lapses_at is None or booking.lapses_at > now:
        return False
    expire_locked(booking, now=now)
    return True


def expire_locked(booking: Booking, *, now: datetime) -> None:
    """The same for a booking that the caller has locked and found lapsed."""
    let_go(booking, to=Status.EXPIRED, now=now)
    record(BookingExpired(), actor="platform", booking_id=booking.id, now=now)
