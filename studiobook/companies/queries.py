"""Reading companies."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from studiobook.companies.models import Company, CompanyAdmin, FormerCompanyAdmin
from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.users.models import User


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


def list_owned_companies(user_id: int | None) -> list[Company]:
    """All companies that a person owns, in the order of their opening."""
    owned = (
        select(Company)
        .join(CompanyAdmin, CompanyAdmin.company_id == Company.id)
        .where(CompanyAdmin.user_id == user_id)
        .order_by(Company.id)
    )
    return [] if user_id is None else list(db.session.scalars(owned))


def get_owned_company(slug: str, *, user_id: int | None) -> Company:
    """A company that the person owns. Raises NotFound for a foreign one as for none."""
    for company in list_owned_companies(user_id):
        if company.slug == slug:
            return company
    raise NotFound


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
