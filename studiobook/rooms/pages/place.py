"""Where a studio stands, typed or on a map."""

from dataclasses import dataclass

from studiobook.web.console import FormPage
from studiobook.web.map import MapView


@dataclass(frozen=True)
class PlacePage(FormPage):
    """Name and address; `map_href` is None while there is no studio to put on it."""

    map_href: str | None = None


@dataclass(frozen=True)
class PositionPage(FormPage):
    """The door on a map; `map` is None where this installation has none."""

    address: str = ""
    map: MapView | None = None
    map_link: str = ""
