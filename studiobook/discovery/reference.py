"""The small tables behind the search form: cities, badges, gear."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from studiobook.discovery.criteria import NEARBY_KM, Area
from studiobook.geographic.queries import Place, list_places
from studiobook.studios.queries import Filter, list_badges, list_gear, zones_by_city
from studiobook.values.coordinates import Coordinates

#: Rooms of a city can lie this far from its centre, in kilometres.
CITY_REACH_KM = 60.0


#: Values and how they read; the same under headings.
Choices = tuple[tuple[str, str], ...]
Groups = tuple[tuple[str, Choices], ...]


@dataclass(frozen=True)
class Reference:
    """What there is to choose from, by slug."""

    places: dict[str, Place]
    badges: dict[str, Filter]
    gear: dict[str, Filter]
    zones: dict[int, tuple[str, ...]]

    def city(self, place: Place) -> Area:
        """All rooms of a city; distances count from its centre."""
        return Area(place, (place,), self._zones((place,)), place.at)

    def around(self, spot: Coordinates) -> Area | None:
        """Rooms around where somebody stands; None while we are in no city at all."""
        nearest = self.nearest(spot)
        if not nearest:
            return None
        reach = CITY_REACH_KM + NEARBY_KM
        cities = tuple(place for place in nearest if spot.distance_km(place.at) <= reach)
        return Area(nearest[0], cities, self._zones(cities), spot, NEARBY_KM)

    def nearest(self, spot: Coordinates) -> list[Place]:
        """All cities, the nearest first."""
        return sorted(self.places.values(), key=lambda place: spot.distance_km(place.at))

    @cached_property
    def city_choices(self) -> Groups:
        """The cities of each country."""
        return _grouped((city.country, city.slug, city.name) for city in self.places.values())

    @cached_property
    def gear_choices(self) -> Groups:
        """The gear of each family."""
        return _grouped((one.family, one.slug, one.name) for one in self.gear.values())

    @cached_property
    def badge_choices(self) -> Choices:
        """What studios promise."""
        return tuple((badge.slug, badge.name) for badge in self.badges.values())

    def _zones(self, cities: tuple[Place, ...]) -> tuple[str, ...]:
        return tuple(sorted({zone for city in cities for zone in self.zones.get(city.id, ())}))


def _grouped(rows: Iterable[tuple[str, str, str]]) -> Groups:
    found: dict[str, list[tuple[str, str]]] = {}
    for heading, value, label in rows:
        found.setdefault(heading, []).append((value, label))
    return tuple((heading, tuple(choices)) for heading, choices in found.items())


def load_reference() -> Reference:
    """Read everything anew: four small queries."""
    return Reference(
        places={place.slug: place for place in list_places()},
        badges={badge.slug: badge for badge in list_badges()},
        gear={gear.slug: gear for gear in list_gear()},
        zones=zones_by_city(),
    )
