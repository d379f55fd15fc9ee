"""Reading companies."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from studiobook.companies.models import Company, CompanyAdmin, FormerCompanyAdmin
from studiobook.db.base import db
from studiobook.db.former_slug import Addressed, once_at
from studiobook.errors import Moved, NotFound
from studiobook.users.models import User


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


def list_owners(company_ids: Iterable[int]) -> list[CompanyAdmin]:
    """The owners of these companies, with their person, by name."""
    return list(
        db.session.scalars(
            select(CompanyAdmin)
            .join(User, User.id == CompanyAdmin.user_id)
            .where(CompanyAdmin.company_id.in_(list(company_ids)))
            .options(contains_eager(CompanyAdmin.user))
            .order_by(User.name, User.id)
        )
    )


def list_dismissed_by(user_id: int | None, *, since: datetime) -> list[FormerCompanyAdmin]:
    """Owners whose part this person ended since then, the latest first; their own, too."""
    return list(
        db.session.scalars(
            select(FormerCompanyAdmin)
            .where(FormerCompanyAdmin.ended_by_id == user_id, FormerCompanyAdmin.ended_at > since)
            .options(joinedload(FormerCompanyAdmin.user), joinedload(FormerCompanyAdmin.company))
            .order_by(FormerCompanyAdmin.ended_at.desc())
        )
    )
