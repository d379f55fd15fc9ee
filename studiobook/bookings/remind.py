"""Reminding guests of tomorrow's session."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from studiobook.bookings.events import GuestReminded
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.outbox.record import record

AHEAD = timedelta(hours=24)


def list_to_remind(*, now: datetime, limit: int = 500) -> list[int]:
    """Ids of bookings that begin within a day and were made before that day began."""
    starts_at = func.lower(Booking.during)
    return list(
        db.session.scalars(
            select(Booking.id)
            .where(
                Booking.status == Status.CONFIRMED,
                Booking.reminded_at.is_(None),
                starts_at > now,
                starts_at <= now + AHEAD,
                Booking.confirmed_at < starts_at - AHEAD,
            )
            .limit(limit)
        )
    )


def remind(booking_id: int, *, now: datetime) -> None:
    """Have one reminder sent; doing it twice changes nothing."""
    booking = lock_booking(booking_id)
    if booking.status is not Status.CONFIRMED or booking.reminded_at is not None:
        return
    booking.reminded_at = now
    db.session.flush()
    record(GuestReminded(), actor="platform", booking_id=booking.id, now=now)
