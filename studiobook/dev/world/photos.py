"""Pictures for every room: drawn, taken through the image pipeline, stored like an upload."""

from typing import Final

from studiobook.dev.world import venues
from studiobook.dev.world.easel import Easel, View
from studiobook.files.opening import keep
from studiobook.files.storage import Storage
from studiobook.rooms.models import Room
from studiobook.rooms.photograph import add_photo

#: Each room has a wide view of its own; close-ups of gear come from so many per kind.
CLOSE_UPS: Final = 5
WIDE, CLOSE = 0, 1


def views_of(room: Room) -> tuple[View, View]:
    """The pictures of a room: its own view first."""
    kind = room.kind.value
    return View(kind, room.id, WIDE), View(kind, room.id % CLOSE_UPS, CLOSE)


def hang(room: Room, storage: Storage, easel: Easel) -> None:
    """Store the pictures of a room and put them on its wall."""
    for view in views_of(room):
        picture = easel.finished(view)
        add_photo(
            room=room,
            key=keep(storage, picture),
            sizes=[(size.width, size.height) for size in picture.sizes],
            placeholder=picture.placeholder,
            alt=venues.OFFERS[room.kind].alts[view.variant].format(room=room.name),
        )
