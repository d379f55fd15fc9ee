"""Letting a hold live as long as the page on which it is being paid."""

from datetime import datetime

from studiobook.bookings.errors import HoldLapsed
from studiobook.bookings.events import HoldProlonged
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.outbox.record import record
from studiobook.rooms import occupy
from studiobook.rooms.queries import rules_of
from studiobook.teams import engage


def prolong(booking_id: int, *, until: datetime, now: datetime) -> Booking:
    """Keep the hold until then at least, never shorter than it was. Raises HoldLapsed."""
    booking = lock_booking(booking_id)
    if booking.status is not Status.HELD or booking.lapses_at is None or booking.lapses_at <= now:
        raise HoldLapsed
    if until <= booking.lapses_at:
        return booking
    stretch(booking, until=until, now=now)
    record(HoldProlonged(until), actor="platform", booking_id=booking.id, now=now)
    return booking


def stretch(booking: Booking, *, until: datetime, now: datetime) -> None:
    """The room's and the engineer's time for a hold that the caller has locked and found live."""
    booking.lapses_at = until
    occupy.prolong(
        room_id=booking.room_id,
        rules=rules_of(booking.room),
        booking_id=booking.id,
        until=until,
        now=now,
    )
    engage.prolong(booking_id=booking.id, until=until)
