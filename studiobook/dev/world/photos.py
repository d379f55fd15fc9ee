"""Pictures of every room and city: drawn, taken through the image pipeline, stored as uploads."""

from typing import Final

from studiobook.dev.world import places, venues
from studiobook.dev.world.easel import Easel, Skyline, View
from studiobook.files.opening import keep
from studiobook.files.picture import PreparedImage
from studiobook.files.storage import Storage
from studiobook.geographic.illustrate import illustrate
from studiobook.geographic.models import City
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
            sizes=_sizes(picture),
            placeholder=picture.placeholder,
            alt=venues.OFFERS[room.kind].alts[view.variant].format(room=room.name),
        )


def skyline_of(city: City) -> Skyline:
    """The picture of a city."""
    return Skyline(city.name, places.SKYLINES[city.slug])


def hang_skyline(city: City, storage: Storage, easel: Easel) -> None:
    """Store the picture of a city and show it with its name."""
    picture = easel.finished(skyline_of(city))
    illustrate(
        city=city,
        key=keep(storage, picture),
        sizes=_sizes(picture),
        placeholder=picture.placeholder,
        alt=f"The skyline of {city.name}",
    )


def _sizes(picture: PreparedImage) -> list[tuple[int, int]]:
    return [(size.width, size.height) for size in picture.sizes]
