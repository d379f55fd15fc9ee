"""Nobody came: the session is over as it stands, and its money with it."""

from datetime import datetime, timedelta

from studiobook.bookings.errors import HasArrived, MissStands, StillWaiting
from studiobook.bookings.events import GuestMissed, MissUndone
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.queries import find_open_move
from studiobook.bookings.settle_move import end_move
from studiobook.bookings.states import NotInThatState, Status, require
from studiobook.db.base import db
from studiobook.outbox.record import record

#: How long after the start a guest may still come.
WAITS = timedelta(minutes=15)
#: How long it can be taken back.
UNDONE_WITHIN = timedelta(hours=24)


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


def may_undo_no_show(booking: Booking, *, now: datetime) -> bool:
    """Whether it can still be said that the guest had come."""
    if booking.status is not Status.NO_SHOW or booking.ended_at is None:
        return False
    return now <= booking.ended_at + UNDONE_WITHIN


def undo_no_show(booking_id: int, *, now: datetime, actor_id: int | None = None) -> Booking:
    """The guest had come after all: the booking stands as before. Twice changes nothing.

    The clock completes it if its time is over. Raises NotInThatState, MissStands.
    """
    booking = lock_booking(booking_id)
    if booking.status in (Status.CONFIRMED, Status.COMPLETED):
        return booking
    if booking.status is not Status.NO_SHOW:
        raise NotInThatState
    if not may_undo_no_show(booking, now=now):
        raise MissStands
    booking.status, booking.ended_at = Status.CONFIRMED, None
    db.session.flush()
    record(MissUndone(), actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)
    return booking
