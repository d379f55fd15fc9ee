"""How much longer a session could stay where it is: for its room and its engineer."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.rooms.models import Occupancy
from studiobook.teams.models import EngineerTime
from studiobook.values.timeslot import HALF_HOUR

#: As far as it is looked.
FAR = timedelta(hours=24)


def free_half_hours_after(booking: Booking, *, now: datetime) -> int:
    """Half hours after its end that nobody else has, the room's pauses kept; lapsed holds are gone.

    What is accepted is decided by rooms/occupy.py alone.
    """
    end = booking.slot.ends_at
    after = timedelta(minutes=booking.room.buffer_after_minutes)
    free = _next_session(booking, now) - after - end
    if booking.engineer is not None:
        free = min(free, _next_engagement(booking, now) - end)
    return max(0, free // HALF_HOUR)


def _next_session(booking: Booking, now: datetime) -> datetime:
    end = booking.slot.ends_at
    found = db.session.scalar(
        select(func.min(func.lower(Occupancy.during))).where(
            Occupancy.room_id == booking.room_id,
            Occupancy.booking_id.is_distinct_from(booking.id),
            func.lower(Occupancy.during) >= end,
            func.lower(Occupancy.during) < end + 2 * FAR,
            or_(Occupancy.lapses_at.is_(None), Occupancy.lapses_at > now),
        )
    )
    return found or end + FAR


def _next_engagement(booking: Booking, now: datetime) -> datetime:
    assert booking.engineer is not None
    end = booking.slot.ends_at
    found = db.session.scalar(
        select(func.min(func.lower(EngineerTime.during))).where(
            EngineerTime.user_id == booking.engineer.user_id,
            EngineerTime.booking_id != booking.id,
            func.lower(EngineerTime.during) >= end,
            func.lower(EngineerTime.during) < end + 2 * FAR,
            or_(EngineerTime.lapses_at.is_(None), EngineerTime.lapses_at > now),
        )
    )
    return found or end + FAR
