"""Reading rooms: one by its code or slugs, and the rules by which it is let."""

from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.errors import NotFound
from studiobook.rooms.models import Room
from studiobook.rooms.openings import Rules
from studiobook.studios.models import Closure, Studio


def get_listed(code: str) -> Room:
    """A room the public may book, with its studio, city and tiers. Raises NotFound."""
    room = db.session.scalar(
        select(Room)
        .where(Room.code == code, Room.listed)
        .options(
            joinedload(Room.studio).joinedload(Studio.city), selectinload(Room.tiers)
        )
    )
    if room is None:
        raise NotFound
    return room


def rules_of(room: Room) -> Rules:
    """The room's rules with its closures (its own and the studio's)."""
    closures = db.session.scalars(
        select(Closure.during).where(
            Closure.studio_id == room.studio_id,
            or_(Closure.room_id.is_(None), Closure.room_id == room.id),
        )
    )
    return Rules(
        zone=room.studio.zone,
        hours=room.studio.hours,
        closures=tuple(slot_of(during) for during in closures),
        minimum=room.minimum,
        maximum=room.maximum,
        step=room.step,
        before=timedelta(minutes=room.buffer_before_minutes),
        after=timedelta(minutes=room.buffer_after_minutes),
        lead=timedelta(minutes=room.lead_minutes),
        horizon_days=room.horizon_days,
    )
