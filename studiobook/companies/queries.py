"""Reading companies."""

from sqlalchemy import Select, select

from studiobook.companies.models import Company, CompanyAdmin
from studiobook.db.base import db
from studiobook.db.former_slug import Addressed, once_at
from studiobook.errors import Moved, NotFound


def get_company(slug: str) -> Company:
    """The company at a public address. Raises NotFound."""
    company = db.session.scalar(select(Company).where(Company.slug == slug))
    if company is None:
        raise NotFound
    return company


def find_company_of(user_id: int | None) -> Company | None:
    """The company that a person owns, their first one; None without one, or without a person."""
    return None if user_id is None else db.session.scalar(_owned_by(user_id).limit(1))


def list_companies_of(user_id: int | None) -> list[Company]:
    """Every company that a person owns, the first one first."""
    return [] if user_id is None else list(db.session.scalars(_owned_by(user_id)))


def get_company_of(user_id: int | None, slug: str) -> Company:
    """A company that the person owns. Raises NotFound, or Moved for a slug that it had."""
    if user_id is None:
        raise NotFound
    company = db.session.scalar(_owned_by(user_id).where(Company.slug == slug))
    if company is not None:
        return company
    once = once_at(Addressed.COMPANY, slug)
    moved = db.session.scalar(_owned_by(user_id).where(Company.id.in_(once)))
    raise NotFound if moved is None else Moved(company=moved.slug)


def _owned_by(user_id: int) -> Select[Company]:
    return (
        select(Company)
        .join(CompanyAdmin, CompanyAdmin.company_id == Company.id)
        .where(CompanyAdmin.user_id == user_id)
        .order_by(Company.id)
    )
