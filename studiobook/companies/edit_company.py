"""Changing what a company says about itself, and the picture beside its name."""

from studiobook.companies.models import Company


def edit_company(
    company: Company, *, name: str, about: str, country_code: str | None = None
) -> Company:
    """Write it. Its address stays, so that old links lead here.

    The country stays, too, once the company can be paid: its account is of that country.
    """
    company.name, company.about = name, about
    if country_code is not None and not company.can_charge:
        company.country_code = country_code
    return company


def show_logo(company: Company, *, key: str | None) -> str | None:
    """Show this stored picture beside its name, or none; the answer is the key it replaces."""
    before, company.logo_key = company.logo_key, key
    return before
