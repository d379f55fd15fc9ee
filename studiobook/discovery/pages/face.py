"""What a room shows in every list of results."""

from functools import lru_cache

from studiobook.discovery.pages.photos import photo_of
from studiobook.discovery.pages.words import KINDS, people_label
from studiobook.rooms.catalogue import MOST, RoomDetail
from studiobook.web.components import RoomFace

#: Badges on a card; the studio's page has them all.
FEW = 3


@lru_cache(maxsize=MOST)
def face_of(room: RoomDetail) -> RoomFace:
    """The room's face, the same object for as long as the room stays as it is."""
    studio = room.studio
    return RoomFace(
        room_name=room.name,
        studio_name=studio.name,
        place=studio.street,
        kind_label=KINDS[room.kind],
        facts=(people_label(room.pricing.capacity), *studio.badges[:FEW]),
        instant=studio.instant,
        photo=photo_of(room.cover),
    )
