"""Rooms' background edge: the calendar gets a new day every day."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, func, select

from studiobook import clock
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.rooms.let import refresh_days
from studiobook.rooms.models import Room, RoomDay
from studiobook.rooms.room_days import DAYS_KEPT


def extend_calendars() -> None:
    """Give each room the days that came into its horizon, and forget days long gone."""
    now = clock.now()
    for room_id in rooms_behind(now):
        in_transaction(partial(_extend, room_id, now))
    in_transaction(partial(_forget, now))


def rooms_behind(now: datetime) -> list[int]:
    """Rooms that lack days up to their horizon's night (give or take the zone's date)."""
    last = (
        select(RoomDay.room_id, func.max(RoomDay.on_date).label("last"))
        .group_by(RoomDay.room_id)
        .subquery()
    )
    behind = last.c.last.is_(None) | (last.c.last < now.date() + Room.horizon_days + 1)
    return list(
        db.session.scalars(select(Room.id).outerjoin(last, last.c.room_id == Room.id).where(behind))
    )


def _extend(room_id: int, now: datetime) -> None:
    refresh_days(room=db.session.get_one(Room, room_id), now=now)


def _forget(now: datetime) -> None:
    oldest = now.date() - timedelta(days=DAYS_KEPT + 1)
    db.session.execute(delete(RoomDay).where(RoomDay.on_date < oldest))
