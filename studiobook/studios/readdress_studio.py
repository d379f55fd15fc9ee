"""Another address on the site for a studio."""

from datetime import datetime

from studiobook.db.slug import readdress
from studiobook.studios.models import Studio


def readdress_studio(*, studio: Studio, slug: str, now: datetime) -> None:
    """Give it the slug; links to the present one lead there. Raises AddressTaken.

    The studio is locked.
    """
    readdress(studio, slug, now=now, hint=studio.city.slug)
