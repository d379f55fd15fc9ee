"""How much longer a session could stay where it is: for its room and its engineer."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

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
    return _next(Occupancy, Occupancy.room_id == booking.room_id, booking, now)


def _next_engagement(booking: Booking, now: datetime) -> datetime:
    assert booking.engineer is not None
    return _next(EngineerTime, EngineerTime.user_id == booking.engineer.user_id, booking, now)


def _next(
    table: type[Occupancy] | type[EngineerTime],
    whose: ColumnElement[bool],
    booking: Booking,
    now: datetime,
) -> datetime:
    end = booking.slot.ends_at
    found = db.session.scalar(
        select(func.min(func.lower(table.during))).where(
            whose,
            table.booking_id.is_distinct_from(booking.id),
            func.lower(table.during) >= end,
            func.lower(table.during) < end + 2 * FAR,
            or_(table.lapses_at.is_(None), table.lapses_at > now),
        )
    )
    return found or end + FAR
