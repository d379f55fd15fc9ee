"""Giving a hold up."""

from datetime import datetime

from studiobook.bookings.events import BookingReleased, HoldWithdrawn
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status, require
from studiobook.db.base import db
from studiobook.outbox.record import record
from studiobook.rooms import occupy
from studiobook.rooms.queries import rules_of
from studiobook.teams import engage


def release(booking_id: int, *, now: datetime, actor_id: int | None = None) -> Booking:
    """The guest lets the slot go. Doing it twice changes nothing. Raises NotInThatState."""
    booking = lock_booking(booking_id)
    if booking.status in (Status.RELEASED, Status.EXPIRED):
        return booking
    require(booking.status, Status.RELEASED)
    let_go(booking, to=Status.RELEASED, now=now)
    record(BookingReleased(), actor="guest", actor_id=actor_id, booking_id=booking.id, now=now)
    return booking


def withdraw(booking_id: int, *, now: datetime, actor_id: int | None = None) -> Booking:
    """The studio takes a hold back, because it closes then; the guest is told.

    Money on its way is late then, and goes back. Raises NotInThatState.
    """
    booking = lock_booking(booking_id)
    require(booking.status, Status.RELEASED)
    booking.cancelled_by = "owner"
    let_go(booking, to=Status.RELEASED, now=now)
    record(HoldWithdrawn(), actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)
    return booking


def let_go(booking: Booking, *, to: Status, now: datetime) -> None:
    """End a locked booking in a status: the room's and the engineer's time are free again."""
    require(booking.status, to)
    booking.status, booking.ended_at, booking.choose_by = to, now, None
    room_id, rules = booking.room_id, rules_of(booking.room)
    db.session.flush()
    occupy.leave(room_id=room_id, rules=rules, booking_id=booking.id, now=now)
    if booking.engineer_id is not None:
        engage.release(booking_id=booking.id)
