"""Opening a company, with its first admin."""

from datetime import datetime

from sqlalchemy import select

from studiobook.companies.models import Company, CompanyAdmin
from studiobook.companies.queries import find_company_of, list_companies_of
from studiobook.db.base import db
from studiobook.db.slug import free_slug
from studiobook.users.models import Role, User


def open_company(
    *, name: str, country_code: str, owner: User, now: datetime, about: str = ""
) -> Company:
    """Create the company and make `owner` its admin (and a studio owner, if not yet)."""
    company = Company(
        name=name,
        slug=free_slug(Company.slug, name),
        about=about,
        country_code=country_code,
        created_at=now,
        admins=[CompanyAdmin(user=owner)],
    )
    if owner.role is Role.USER:
        owner.role = Role.STUDIO_OWNER
    db.session.add(company)
    db.session.flush()
    return company


def open_first_company(
    *, name: str, country_code: str, owner: User, now: datetime, about: str = ""
) -> Company:
    """Open a company for somebody who has none; whoever has one keeps it, and it is the answer.

    The person's row is locked: a form that was sent twice opens one company.
    """
    _lock(owner)
    known = find_company_of(owner.id)
    if known is not None:
        return known
    return open_company(name=name, country_code=country_code, owner=owner, about=about, now=now)


def open_another_company(
    *, name: str, country_code: str, owner: User, now: datetime, about: str = ""
) -> Company:
    """Open one beside those that the person has; one of theirs of the same name is the answer.

    The person's row is locked: a form that was sent twice opens one company.
    """
    _lock(owner)
    known = next((one for one in list_companies_of(owner.id) if one.name == name), None)
    return known or open_company(
        name=name, country_code=country_code, owner=owner, about=about, now=now
    )


def set_can_charge(company: Company, *, can_charge: bool) -> None:
    """What its gateway said last; rooms/listing.py follows it."""
    company.can_charge = can_charge


def _lock(person: User) -> None:
    db.session.execute(select(User.id).where(User.id == person.id).with_for_update())
