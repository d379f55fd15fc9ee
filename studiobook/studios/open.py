"""Opening a studio as a draft, and describing it."""

from datetime import datetime

from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.db.slug import free_slug
from studiobook.geographic.models import City
from studiobook.studios.models import Badge, Studio
from studiobook.values.coordinates import Coordinates
from studiobook.values.wall_clock import zone_of


def open_studio(
    *,
    company: Company,
    city: City,
    name: str,
    street: str,
    at: Coordinates,
    now: datetime,
    zone: str | None = None,
    postcode: str = "",
    description: str = "",
    terms_preset: str = "standard",
    instant: bool = True,
) -> Studio:
    """Create a draft. Its zone is the city's unless another is given. Raises UnknownZone."""
    studio = Studio(
        company=company,
        city=city,
        name=name,
        slug=free_slug(Studio.slug, name, city.slug),
        street=street,
        postcode=postcode,
        lat=at.lat,
        lng=at.lng,
        zone=zone_of(zone or city.zone).key,
        description=description,
        terms_preset=terms_preset,
        instant=instant,
        created_at=now,
    )
    db.session.add(studio)
    db.session.flush()
    return studio


def promise(studio: Studio, badges: list[Badge]) -> None:
    """Set the promises that the studio makes."""
    studio.badges = badges
