"""Pictures for every room: drawn, taken through the image pipeline, stored like an upload."""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from studiobook.dev import scenes
from studiobook.dev.world import venues
from studiobook.dev.world.build import World
from studiobook.files.images import PreparedImage, prepare
from studiobook.files.opening import keep
from studiobook.files.storage import Storage
from studiobook.rooms.models import Room, RoomKind
from studiobook.rooms.photograph import add_photo

#: Each room has a wide view of its own; close-ups of gear come from so many per kind.
CLOSE_UPS = 5
WIDE, CLOSE = 0, 1


@dataclass(frozen=True)
class Scene:
    """One picture to draw."""

    kind: RoomKind
    seed: int
    variant: int


Drawn = dict[Scene, Future[PreparedImage]]


def scenes_of(room: Room) -> tuple[Scene, Scene]:
    """The pictures of a room: its own view first."""
    return Scene(room.kind, room.id, WIDE), Scene(room.kind, room.id % CLOSE_UPS, CLOSE)


@contextmanager
def drawing(world: World) -> Iterator[Drawn]:
    """Draw everything on every core, beside whatever happens in the block."""
    wanted = dict.fromkeys(scene for room in world.rooms for scene in scenes_of(room))
    # Spawned, not forked: a copy of our database connections would end them when it ends.
    context = get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count() or 1, context) as pool:
        yield {scene: pool.submit(draw, scene) for scene in wanted}


def draw(scene: Scene) -> PreparedImage:
    """Draw a scene and make its sizes."""
    return prepare(scenes.draw(scene.kind.value, scene.seed, scene.variant))


def hang(room: Room, storage: Storage, drawn: Drawn) -> None:
    """Store the pictures of a room and put them on its wall."""
    for scene in scenes_of(room):
        picture = drawn[scene].result()
        add_photo(
            room=room,
            key=keep(storage, picture),
            sizes=[(size.width, size.height) for size in picture.sizes],
            placeholder=picture.placeholder,
            alt=venues.OFFERS[room.kind].alts[scene.variant].format(room=room.name),
        )
