"""Reading companies."""

from sqlalchemy import select

from studiobook.companies.models import Company, CompanyAdmin
from studiobook.db.base import db
from studiobook.errors import NotFound


def get_company(slug: str) -> Company:
    """The company at a public address. Raises NotFound."""
    company = db.session.scalar(select(Company).where(Company.slug == slug))
    if company is None:
        raise NotFound
    return company


def find_company_of(user_id: int | None) -> Company | None:
    """The company that a person owns, their first one; None without one, or without a person."""
    if user_id is None:
        return None
    return db.session.scalar(
        select(Company)
        .join(CompanyAdmin, CompanyAdmin.company_id == Company.id)
        .where(CompanyAdmin.user_id == user_id)
        .order_by(Company.id)
        .limit(1)
    )
