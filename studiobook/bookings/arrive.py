"""The guest has come, or was written down by mistake."""

from datetime import datetime, timedelta

from studiobook.bookings.errors import TooEarly
from studiobook.bookings.events import ArrivalUndone, GuestArrived
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.queries import find_open_move
from studiobook.bookings.settle_move import end_move, is_extension
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.outbox.record import record

#: Nobody comes earlier than that, but a wrong line is pressed easily.
BEFORE_START = timedelta(hours=2)


def may_arrive(booking: Booking, *, now: datetime) -> bool:
    """Whether the guest can be written down as come."""
    waits = booking.status is Status.CONFIRMED and booking.arrived_at is None
    return waits and now >= booking.slot.starts_at - BEFORE_START


def arrive(booking_id: int, *, now: datetime, actor_id: int | None = None) -> Booking:
    """Write down that the guest came at `now`. Doing it twice keeps the first time.

    A dearer time that waits for its money is given up, as who has come uses this one; more time
    at its end is not. Raises NotInThatState, TooEarly.
    """
    booking = lock_booking(booking_id)
    if booking.arrived_at is not None:
        return booking
    if booking.status is not Status.CONFIRMED:
        raise NotInThatState
    if now < booking.slot.starts_at - BEFORE_START:
        raise TooEarly
    move = find_open_move(booking.id)
    if move is not None and not is_extension(booking.slot, slot_of(move.to_during)):
        end_move(booking, move, actor="owner", now=now)
    booking.arrived_at, booking.choose_by = now, None
    db.session.flush()
    record(GuestArrived(), actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)
    return booking


def undo_arrival(booking_id: int, *, now: datetime, actor_id: int | None = None) -> Booking:
    """Take an arrival back. Doing it twice changes nothing. Raises NotInThatState."""
    booking = lock_booking(booking_id)
    if booking.arrived_at is None:
        return booking
    if booking.status is not Status.CONFIRMED:
        raise NotInThatState
    booking.arrived_at = None
    db.session.flush()
    record(ArrivalUndone(), actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)
    return booking
