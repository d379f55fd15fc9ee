"""Nobody came: the session is over as it stands, and its money with it."""

from datetime import datetime, timedelta

from studiobook.bookings.errors import HasArrived, StillWaiting
from studiobook.bookings.events import GuestMissed
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.queries import find_open_move
from studiobook.bookings.settle_move import end_move
from studiobook.bookings.states import Status, require
from studiobook.db.base import db
from studiobook.outbox.record import record

#: How long after the start a guest may still come.
WAITS = timedelta(minutes=15)


def may_miss(booking: Booking, *, now: datetime) -> bool:
    """Whether it can be said that nobody came."""
    waits = booking.status is Status.CONFIRMED and booking.arrived_at is None
    return waits and now >= booking.slot.starts_at + WAITS


def mark_no_show(booking_id: int, *, now: datetime, actor_id: int | None = None) -> Booking:
    """End a booking to which nobody came; the room stays theirs. Twice changes nothing.

    Raises NotInThatState, HasArrived, StillWaiting (before the start and 15 minutes).
    """
    booking = lock_booking(booking_id)
    if booking.status is Status.NO_SHOW:
        return booking
    require(booking.status, Status.NO_SHOW)
    if booking.arrived_at is not None:
        raise HasArrived
    if now < booking.slot.starts_at + WAITS:
        raise StillWaiting
    move = find_open_move(booking.id)
    if move is not None:
        end_move(booking, move, actor="owner", now=now)
    booking.status, booking.ended_at = Status.NO_SHOW, now
    db.session.flush()
    record(GuestMissed(), actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)
    return booking
