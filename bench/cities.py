"""Ten cities that have the same share of the rooms at every size."""

from dataclasses import dataclass

COUNTRIES = (
    ("DE", "Germany", "EUR"),
    ("GB", "United Kingdom", "GBP"),
    ("US", "United States", "USD"),
    ("JP", "Japan", "JPY"),
    ("AU", "Australia", "AUD"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A city: where it is, which clock it keeps and what tax (basis points) comes on top."""

    country: str
    currency: str
    name: str
    zone: str
    lat: float
    lng: float
    tax: int = 0

    @property
    def slug(self) -> str:
        """Its name in URLs."""
        return self.name.lower().replace(" ", "-")


PLACES = (
    Place("DE", "EUR", "Berlin", "Europe/Berlin", 52.52, 13.405),
    Place("DE", "EUR", "Hamburg", "Europe/Berlin", 53.551, 9.994),
    Place("GB", "GBP", "London", "Europe/London", 51.507, -0.128),
    Place("GB", "GBP", "Glasgow", "Europe/London", 55.861, -4.25),
    Place("US", "USD", "New York", "America/New_York", 40.713, -74.006, 888),
    Place("US", "USD", "Nashville", "America/Chicago", 36.163, -86.781, 925),
    Place("US", "USD", "Los Angeles", "America/Los_Angeles", 34.052, -118.244, 950),
    Place("JP", "JPY", "Tokyo", "Asia/Tokyo", 35.677, 139.65),
    Place("AU", "AUD", "Melbourne", "Australia/Melbourne", -37.814, 144.963),
    Place("AU", "AUD", "Adelaide", "Australia/Adelaide", -34.929, 138.601),
)
