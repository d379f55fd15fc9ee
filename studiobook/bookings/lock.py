"""Locking a booking for a change: first its room, then its row, always in that order."""

from sqlalchemy import select

from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.rooms import occupy


def lock_booking(booking_id: int) -> Booking:
    """The booking as it is now, ours until the transaction ends. Raises NotFound."""
    room_id = db.session.scalar(select(Booking.room_id).where(Booking.id == booking_id))
    if room_id is None:
        raise NotFound
    occupy.lock(room_id)
    return db.session.scalars(
        select(Booking)
        .where(Booking.id == booking_id)
        .with_for_update(of=Booking)
        .execution_options(populate_existing=True)
    ).one()
