"""Opening a company, with its first admin."""

from datetime import datetime

from studiobook.companies.models import Company, CompanyAdmin
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


def set_can_charge(company: Company, *, can_charge: bool) -> None:
    """What its gateway said last; rooms/listing.py follows it."""
    company.can_charge = can_charge
