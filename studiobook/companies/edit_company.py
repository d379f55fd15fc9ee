"""Changing what a company says about itself, and the picture beside its name."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.db.slug import readdress


def edit_company(
    company: Company,
    *,
    name: str,
    about: str,
    now: datetime,
    country_code: str | None = None,
    slug: str | None = None,
    on_invoices: Mapping[str, str] | None = None,
) -> Company:
    """Write it. With a `slug` it gets that address, and the old one leads there.

    `on_invoices` are its legal name, tax number and footer, for invoices yet to be issued. The
    country stays once the company can be paid: its account is of that country. Raises AddressTaken.
    """
    if slug:
        db.session.execute(select(Company.id).where(Company.id == company.id).with_for_update())
        readdress(company, slug, now=now)
    company.name, company.about = name, about
    for field, words in (on_invoices or {}).items():
        setattr(company, field, words)
    if country_code is not None and not company.can_charge:
        company.country_code = country_code
    return company


def show_logo(company: Company, *, key: str | None) -> str | None:
    """Show this stored picture beside its name, or none; the answer is the key it replaces."""
    before, company.logo_key = company.logo_key, key
    return before
