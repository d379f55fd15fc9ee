"""A memory of a limited number of things, for several threads."""

from collections.abc import Mapping
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """At most `most` things by their key, the longest kept forgotten first."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._things: dict[K, V] = {}
        self._writing = Lock()

    def find(self, key: K) -> V | None:
        """What was kept under this key, if it is remembered."""
        return self._things.get(key)

    def keep(self, things: Mapping[K, V]) -> None:
        """Remember more."""
        with self._writing:
            self._things.update(things)
            for key in list(self._things)[: max(len(self._things) - self._most, 0)]:
                del self._things[key]
