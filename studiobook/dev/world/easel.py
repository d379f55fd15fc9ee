"""Drawing the demo world's pictures on every core, each taken through the image pipeline.

Knows nothing of the database, so that a process that only draws starts at once.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context

from studiobook.dev import scenes
from studiobook.files.images import prepare
from studiobook.files.picture import PreparedImage


@dataclass(frozen=True)
class View:
    """A room of a kind, or what stands in it."""

    kind: str
    seed: int
    variant: int

    def paint(self) -> bytes:
        """As a PNG."""
        return scenes.draw(self.kind, self.seed, self.variant)


@dataclass(frozen=True)
class Skyline:
    """A city from afar."""

    city: str
    seed: int

    def paint(self) -> bytes:
        """As a PNG."""
        return scenes.city(self.seed, self.city)


Scene = View | Skyline


@dataclass(frozen=True)
class Easel:
    """Pictures that are being drawn beside whatever else happens; each scene only once."""

    _pool: Executor
    _begun: dict[Scene, Future[PreparedImage]] = field(default_factory=dict)

    def begin(self, *wanted: Scene) -> None:
        """Let these be drawn; returns at once."""
        for scene in wanted:
            if scene not in self._begun:
                self._begun[scene] = self._pool.submit(draw, scene)

    def finished(self, scene: Scene) -> PreparedImage:
        """The picture, as soon as it is ready."""
        self.begin(scene)
        return self._begun[scene].result()


@contextmanager
def drawing() -> Iterator[Easel]:
    """An easel on every core; what nobody will see after the block is not drawn."""
    # Spawned, not forked: a copy of our database connections would end them when it ends.
    pool = ProcessPoolExecutor(os.cpu_count() or 1, get_context("spawn"))
    try:
        yield Easel(pool)
    finally:
        pool.shutdown(cancel_futures=True)


def draw(scene: Scene) -> PreparedImage:
    """Draw a scene and make its sizes."""
    return prepare(scene.paint())
