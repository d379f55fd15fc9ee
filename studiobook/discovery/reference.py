"""The small tables behind the search form: cities, badges, gear."""

from dataclasses import dataclass
from functools import cached_property

from studiobook.discovery.criteria import NEARBY_KM, Area
from studiobook.geographic.queries import Place, list_places
from studiobook.studios.queries import Filter, list_badges, list_gear, zones_by_city
from studiobook.values.coordinates import Coordinates

#: Rooms of a city can lie this far from its centre, in kilometres.
CITY_REACH_KM = 60.0


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
    def by_country(self) -> dict[str, list[Place]]:
        """The cities of each country."""
        found: dict[str, list[Place]] = {}
        for place in self.places.values():
            found.setdefault(place.country, []).append(place)
        return found

    @cached_property
    def gear_by_family(self) -> dict[str, list[Filter]]:
        """The gear of each family."""
        found: dict[str, list[Filter]] = {}
        for gear in self.gear.values():
            found.setdefault(gear.family, []).append(gear)
        return found

    def _zones(self, cities: tuple[Place, ...]) -> tuple[str, ...]:
        return tuple(sorted({zone for city in cities for zone in self.zones.get(city.id, ())}))


def load_reference() -> Reference:
    """Read everything anew: four small queries."""
    return Reference(
        places={place.slug: place for place in list_places()},
        badges={badge.slug: badge for badge in list_badges()},
        gear={gear.slug: gear for gear in list_gear()},
        zones=zones_by_city(),
    )
