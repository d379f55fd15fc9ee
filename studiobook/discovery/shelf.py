"""What one process keeps in memory for a minute: nothing that can be held depends on it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from studiobook.discovery.queries import list_city_pictures, list_rooms
from studiobook.discovery.reference import Reference, load_reference
from studiobook.discovery.statements import ROOMS_TO_BEGIN_WITH
from studiobook.rooms.catalogue import Picture, RoomDetail

#: A studio in a zone that its city did not have before is found after this many seconds at most.
KEPT_SECONDS = 60.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ShopWindow:
    """What the home page shows: a picture and count for each city, and a room of each kind."""

    cities: dict[int, tuple[int, Picture | None]]
    rooms: list[RoomDetail]


class Kept(Generic[T]):
    """One value, loaded anew when it is too old."""

    def __init__(self, load: Callable[[], T], kept_seconds: float) -> None:
        self._load, self._kept_seconds = load, kept_seconds
        self._loaded_at = 0.0
        self._value: T | None = None

    def __call__(self) -> T:
        """The kept value, or a fresh one."""
        if self._value is None or time.monotonic() - self._loaded_at > self._kept_seconds:
            self._value = self._load()
            self._loaded_at = time.monotonic()
        return self._value


class Shelf:
    """One for each application."""

    def __init__(self, kept_seconds: float = KEPT_SECONDS) -> None:
        self.reference: Kept[Reference] = Kept(load_reference, kept_seconds)
        self.shop_window: Kept[ShopWindow] = Kept(_load_shop_window, kept_seconds)


def _load_shop_window() -> ShopWindow:
    return ShopWindow(list_city_pictures(), list_rooms(ROOMS_TO_BEGIN_WITH))
