"""A studio's opening hours and closures, with the days of all its rooms."""

from datetime import datetime

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.db.columns import range_of
from studiobook.rooms.let import refresh_days
from studiobook.rooms.models import Room
from studiobook.studios.models import Closure, Studio
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_hours import WeeklyHours


def set_hours(*, studio: Studio, hours: WeeklyHours, now: datetime) -> None:
    """Replace the opening hours. Bookings made are kept, whatever the new hours say."""
    studio.hours_json = hours.to_json()
    _refresh(studio, now=now)


def close(
    *, studio: Studio, during: Timeslot, reason: str, now: datetime, room: Room | None = None
) -> Closure:
    """Close the studio, or one room of it, for a time. Bookings in it are the owner's to settle."""
    closure = Closure(
        studio_id=studio.id,
        room_id=room.id if room else None,
        during=range_of(during),
        reason=reason,
    )
    db.session.add(closure)
    _refresh(studio, now=now)
    return closure


def reopen(*, closure: Closure, now: datetime) -> None:
    """Take a closure back."""
    studio = closure.studio
    db.session.delete(closure)
    _refresh(studio, now=now)


def _refresh(studio: Studio, *, now: datetime) -> None:
    db.session.flush()
    for room in db.session.scalars(
        select(Room).where(Room.studio_id == studio.id).order_by(Room.id)
    ):
        refresh_days(room=room, now=now)
