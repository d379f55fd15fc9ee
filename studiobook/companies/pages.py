"""The companies that a person owns."""

from dataclasses import dataclass

from flask import url_for

from studiobook.companies.models import Company
from studiobook.web.components import Link
from studiobook.web.console import FormPage, sections


@dataclass(frozen=True)
class CompanyFormPage(FormPage):
    """One of them; `another_href` leads to one more, None where none is there yet."""

    another_href: str | None = None


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
