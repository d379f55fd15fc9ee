"""Reading the places people search in."""

from dataclasses import dataclass

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.geographic.models import City, Country
from studiobook.values.coordinates import Coordinates


@dataclass(frozen=True, slots=True)
class Place:
    """A city as pages know it; rooms there are priced in `currency`."""

    id: int
    slug: str
    name: str
    country: str
    currency: str
    zone: str
    at: Coordinates


def list_places() -> tuple[Place, ...]:
    """Every city, by country and name."""
    rows = db.session.execute(
        select(
            City.id,
            City.slug,
            City.name,
            Country.name,
            Country.currency,
            City.zone,
            City.lat,
            City.lng,
        )
        .join(Country, Country.code == City.country_code)
        .order_by(Country.name, City.name)
    )
    return tuple(
        Place(key, slug, name, country, currency, zone, Coordinates(lat, lng))
        for key, slug, name, country, currency, zone, lat, lng in rows
    )


def list_countries() -> list[tuple[str, str]]:
    """Code and name of every country that studios can be in, by name."""
    rows = db.session.execute(select(Country.code, Country.name).order_by(Country.name))
    return [(code, name) for code, name in rows]
