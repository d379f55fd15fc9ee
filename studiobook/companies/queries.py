"""Reading companies."""

from sqlalchemy import select

from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.errors import NotFound


def get_company(slug: str) -> Company:
    """The company at a public address. Raises NotFound."""
    company = db.session.scalar(select(Company).where(Company.slug == slug))
    if company is None:
        raise NotFound
    return company
