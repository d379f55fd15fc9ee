"""Opening a room in a studio, and what stands in it."""

from datetime import datetime

from studiobook.db.base import db
from studiobook.db.slug import free_slug
from studiobook.rooms.models import Room, RoomEquipment, RoomKind
from studiobook.studios.models import EquipmentType, Studio
from studiobook.values.code import new_code


def open_room(
    *,
    studio: Studio,
    name: str,
    kind: RoomKind,
    capacity: int,
    now: datetime,
    description: str = "",
    included_people: int | None = None,
    extra_person_minor: int = 0,
) -> Room:
    """Create a room. It is on offer once it has prices and a photo and its studio is published."""
    room = Room(
        code=new_code(),
        studio=studio,
        city_id=studio.city_id,
        name=name,
        slug=free_slug(Room.slug, name, within=Room.studio_id == studio.id, within_id=studio.id),
        kind=kind,
        capacity=capacity,
        description=description,
        currency=studio.city.country.currency,
        included_people=included_people or capacity,
        extra_person_minor=extra_person_minor,
        created_at=now,
    )
    db.session.add(room)
    db.session.flush()
    return room


def equip(room: Room, gear: dict[EquipmentType, int]) -> None:
    """Set what stands in the room and how many of each."""
    room.equipment = [
        RoomEquipment(type_id=kind.id, quantity=quantity) for kind, quantity in gear.items()
    ]
