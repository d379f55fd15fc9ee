"""Maps, on the pages that are opened for one: no other page asks anybody else for anything."""

from dataclasses import dataclass

from flask import Response, current_app

from studiobook.settings import Settings
from studiobook.values.coordinates import Coordinates
from studiobook.web.security import content_security_policy


@dataclass(frozen=True, slots=True)
class MapView:
    """A map around one place. With a `field` its middle is written there as it is moved."""

    lat: float
    lng: float
    label: str
    tiles: str
    attribution: str
    field: str | None = None


def map_view(at: Coordinates, name: str, *, field: str | None = None) -> MapView | None:
    """The map of a place, or None where this installation has no maps."""
    settings = _settings()
    if not settings.map_tiles_url:
        return None
    return MapView(
        at.lat,
        at.lng,
        f"Map around {name}",
        settings.map_tiles_url,
        settings.map_attribution,
        field,
    )


def allow_tiles(response: Response) -> Response:
    """Let this one answer show the map's pictures."""
    policy = content_security_policy(_settings(), tiles=True)
    response.headers["Content-Security-Policy"] = policy
    return response


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
