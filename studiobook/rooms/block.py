"""Keeping a room's time for oneself, and giving it back."""

from datetime import datetime

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.db.columns import range_of, slot_of
from studiobook.rooms import occupy
from studiobook.rooms.errors import InThePast
from studiobook.rooms.models import Occupancy, OccupancyKind, Room
from studiobook.rooms.queries import rules_of
from studiobook.values.one_line import one_line
from studiobook.values.timeslot import Timeslot


def block(*, room: Room, slot: Timeslot, now: datetime, note: str = "") -> int:
    """Block the slot and give the block's id. The same block sent twice is one.

    Raises InThePast when all of it is over, SlotTaken.
    """
    if slot.ends_at <= now:
        raise InThePast
    occupy.lock(room.id)
    wanted = select(Occupancy.id).where(
        Occupancy.room_id == room.id,
        Occupancy.during == range_of(slot),
        Occupancy.kind == OccupancyKind.BLOCK,
    )
    already = db.session.scalar(wanted)
    if already is not None:
        return already
    occupy.take(
        room_id=room.id,
        rules=rules_of(room),
        slot=slot,
        kind=OccupancyKind.BLOCK,
        note=one_line(note),
        now=now,
    )
    return db.session.scalars(wanted).one()


def unblock(*, room: Room, block_id: int, now: datetime) -> tuple[Timeslot, str] | None:
    """Remove a block of the room; its slot and note, or None when it has gone already."""
    found = db.session.execute(
        select(Occupancy.during, Occupancy.note).where(
            Occupancy.id == block_id,
            Occupancy.room_id == room.id,
            Occupancy.kind == OccupancyKind.BLOCK,
        )
    ).first()
    if found is None:
        return None
    occupy.unblock(room_id=room.id, rules=rules_of(room), occupancy_id=block_id, now=now)
    return slot_of(found.during), found.note
