"""What somebody is looking for, complete and checked."""

from dataclasses import dataclass
from enum import StrEnum

from studiobook.discovery.window import When
from studiobook.geographic.queries import Place
from studiobook.rooms.models import RoomKind
from studiobook.studios.queries import Filter
from studiobook.values.coordinates import Coordinates

#: Half hours: the shortest and longest session, and what is asked for when nobody says.
SHORTEST, LONGEST, USUAL = 1, 48, 4
#: How far somebody goes from where they stand, in kilometres.
NEARBY_KM = 30.0


class Sort(StrEnum):
    """In which order rooms are shown."""

    BEST = "best"
    TOTAL = "total"
    DISTANCE = "distance"
    SOONEST = "soonest"


@dataclass(frozen=True, slots=True)
class Area:
    """Where: rooms of `cities`, and within `radius_km` of `origin` when that is given.

    `home` is the city asked for or the nearest one: its zone is how the time is read, its currency
    that of a highest total. `zones` are all that the area's studios live in.
    """

    home: Place
    cities: tuple[Place, ...]
    zones: tuple[str, ...]
    origin: Coordinates
    radius_km: float | None = None

    @property
    def name(self) -> str:
        """As in "Studios in Berlin", "Studios near you"."""
        return "near you" if self.radius_km is not None else f"in {self.home.name}"


@dataclass(frozen=True, slots=True)
class Criteria:
    """One search. `max_total` is in minor units of the home's currency."""

    area: Area
    when: When
    people: int = 1
    kind: RoomKind | None = None
    gear: tuple[Filter, ...] = ()
    badges: tuple[Filter, ...] = ()
    instant: bool = False
    max_total: int | None = None
    sort: Sort = Sort.BEST
    page: int = 1
