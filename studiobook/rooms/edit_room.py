"""Changing what a room says about itself, and how it is let."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.errors import DomainError
from studiobook.rooms.let import let
from studiobook.rooms.listing import refresh_listing
from studiobook.rooms.models import Room, RoomKind
from studiobook.rooms.open import equip, open_room
from studiobook.studios.models import EquipmentType, Studio


class SameName(DomainError):
    """Guests could not tell two rooms of a studio apart."""

    message = "Another room here has this name. Choose another one."


@dataclass(frozen=True)
class RoomTraits:
    """All that is said about a room, but its prices and photos; lengths are half hours."""

    name: str
    kind: RoomKind
    capacity: int
    description: str
    minimum: int
    maximum: int
    step: int
    before_minutes: int
    after_minutes: int
    lead_minutes: int
    horizon_days: int


def add_room(
    *, studio: Studio, traits: RoomTraits, gear: dict[EquipmentType, int], now: datetime
) -> Room:
    """Open a room that is let as its traits say. Raises SameName. The studio is locked."""
    _refuse_twins(studio, traits.name, None)
    room = open_room(
        studio=studio, name=traits.name, kind=traits.kind, capacity=traits.capacity, now=now
    )
    return edit_room(room=room, traits=traits, gear=gear, now=now)


def edit_room(
    *, room: Room, traits: RoomTraits, gear: dict[EquipmentType, int], now: datetime
) -> Room:
    """Write the traits; the room's address stays. Raises SameName. The studio is locked.

    Bookings made keep their times and prices.
    """
    _refuse_twins(room.studio, traits.name, room.id)
    _let_more_people(room, traits.capacity)
    room.name, room.kind, room.description = traits.name, traits.kind, traits.description
    _equip(room, gear)
    let(
        room=room,
        minimum=traits.minimum,
        maximum=traits.maximum,
        step=traits.step,
        before_minutes=traits.before_minutes,
        after_minutes=traits.after_minutes,
        lead_minutes=traits.lead_minutes,
        horizon_days=traits.horizon_days,
        now=now,
    )
    refresh_listing(room.studio)
    return room


def _equip(room: Room, gear: dict[EquipmentType, int]) -> None:
    """What stays keeps what was noted about it."""
    notes = {piece.type_id: piece.note for piece in room.equipment}
    room.equipment.clear()
    db.session.flush()
    equip(room, gear)
    for piece in room.equipment:
        piece.note = notes.get(piece.type_id, "")


def _let_more_people(room: Room, capacity: int) -> None:
    """Where further people cost nothing, all are included; where they do, never more than fit."""
    included = capacity if not room.extra_person_minor else min(room.included_people, capacity)
    room.capacity, room.included_people = capacity, included


def _refuse_twins(studio: Studio, name: str, own_id: int | None) -> None:
    twin = select(Room.id).where(
        Room.studio_id == studio.id, Room.name == name, Room.id.is_distinct_from(own_id)
    )
    if db.session.scalar(twin.limit(1)) is not None:
        raise SameName
