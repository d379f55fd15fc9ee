"""Pictures for every room: drawn, taken through the image pipeline, stored like an upload."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from studiobook.dev import scenes
from studiobook.dev.world import venues
from studiobook.dev.world.build import World
from studiobook.files.images import PreparedImage, prepare
from studiobook.files.opening import keep
from studiobook.files.storage import Storage
from studiobook.rooms.models import RoomKind
from studiobook.rooms.photograph import add_photo

PER_ROOM = 3


@dataclass(frozen=True)
class Wanted:
    """One picture to draw: of a room, with the words that stand in for it."""

    room_id: int
    kind: RoomKind
    seed: int
    variant: int
    alt: str


def wanted(world: World) -> list[Wanted]:
    """Every picture of the world, the first one of each room first."""
    return [
        Wanted(room.id, room.kind, room.id, variant, alt.format(room=room.name))
        for variant in range(PER_ROOM)
        for room in world.rooms
        for alt in (venues.OFFERS[room.kind].alts[variant],)
    ]


def draw_all(pictures: list[Wanted]) -> Iterator[tuple[Wanted, PreparedImage]]:
    """Draw and prepare on every core; the order is kept."""
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        yield from zip(pictures, pool.map(_draw, pictures, chunksize=2), strict=True)


def hang(world: World, storage: Storage, picture: Wanted, prepared: PreparedImage) -> None:
    """Store one picture and put it on its room's wall."""
    room = next(room for room in world.rooms if room.id == picture.room_id)
    add_photo(
        room=room,
        key=keep(storage, prepared),
        sizes=[(size.width, size.height) for size in prepared.sizes],
        placeholder=prepared.placeholder,
        alt=picture.alt,
    )


def _draw(picture: Wanted) -> PreparedImage:
    return prepare(scenes.draw(picture.kind.value, picture.seed, picture.variant))
