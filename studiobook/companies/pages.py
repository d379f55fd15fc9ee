"""The companies that a person owns."""

from dataclasses import dataclass

from flask import url_for

from studiobook.companies.forms import LogoForm
from studiobook.companies.models import Company
from studiobook.web.components import Link
from studiobook.web.console import FormPage, sections


@dataclass(frozen=True, kw_only=True)
class CompanyPage(FormPage):
    """Its words, below them its logo (an address, or None), and the way to one more."""

    logo: str | None
    logo_form: LogoForm
    logo_action: str
    another_href: str
    after: str = "companies/company_after.html"


@dataclass(frozen=True)
class CompaniesPage:
    """Which one it is about."""

    companies: tuple[Link, ...]
    another_href: str
    breadcrumbs: tuple[Link, ...]
    sections: tuple[Link, ...]


def companies_page(owned: list[Company], *, way: tuple[Link, ...]) -> CompaniesPage:
    """All of them, the first one first."""
    here = url_for("companies.show_company")
    return CompaniesPage(
        companies=tuple(
            Link(company.name, url_for("companies.show_one_company", slug=company.slug))
            for company in owned
        ),
        another_href=url_for("companies.new_further_company"),
        breadcrumbs=(*way, Link("Your companies", here, current=True)),
        sections=sections("studios"),
    )
