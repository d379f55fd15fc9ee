"""Bringing a guest's bookings into the account that has proved to own their e-mail address."""

from datetime import datetime

from sqlalchemy import select

from studiobook.bookings.events import BookingAttached
from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.outbox.record import record
from studiobook.users.models import User


def attach(user: User, *, now: datetime) -> int:
    """Give the user every booking without an account that has their address; how many they were.

    The address must be verified: anybody can type anybody's.
    """
    if user.email_verified_at is None:
        return 0
    found = db.session.scalars(
        select(Booking)
        .where(Booking.guest_email == user.email, Booking.user_id.is_(None))
        .order_by(Booking.id)
        .with_for_update()
    ).all()
    for booking in found:
        booking.user_id = user.id
        db.session.flush()
        record(BookingAttached(), actor="guest", actor_id=user.id, booking_id=booking.id, now=now)
    return len(found)
