"""Places on the globe and the distance between them."""

from dataclasses import dataclass
from math import asin, cos, degrees, isfinite, radians, sin, sqrt

_EARTH_KM = 6371.0088


class BadCoordinates(ValueError):
    """Not a place on the globe."""


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees that enclose a circle: a coarse sieve that an index can answer."""

    south: float
    north: float
    west: float
    east: float


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Degrees north of the equator (-90 to 90) and east of Greenwich (-180 to 180).

    Raises BadCoordinates.
    """

    lat: float
    lng: float

    def __post_init__(self) -> None:
        if not (isfinite(self.lat) and isfinite(self.lng)):
            raise BadCoordinates("A place has finite coordinates")
        if not (-90 <= self.lat <= 90 and -180 <= self.lng <= 180):
            raise BadCoordinates("Latitude is -90 to 90, longitude -180 to 180")

    def distance_km(self, other: "Coordinates") -> float:
        """Kilometres along the great circle; within half a percent of the real Earth."""
        lat, other_lat = radians(self.lat), radians(other.lat)
        half_chord = (
            sin((other_lat - lat) / 2) ** 2
            + cos(lat) * cos(other_lat) * sin(radians(other.lng - self.lng) / 2) ** 2
        )
        return 2 * _EARTH_KM * asin(min(1.0, sqrt(half_chord)))

    def box(self, radius_km: float) -> Box:
        """A box around everything within `radius_km`.

        It goes round the whole globe where a tight one would cross the date line or a pole.
        """
        angle = radius_km / _EARTH_KM
        south, north = self.lat - degrees(angle), self.lat + degrees(angle)
        if south <= -90 or north >= 90:
            return Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0)
        reach = degrees(asin(sin(angle) / cos(radians(self.lat))))
        west, east = self.lng - reach, self.lng + reach
        if west < -180 or east > 180:
            west, east = -180.0, 180.0
        return Box(south, north, west, east)
