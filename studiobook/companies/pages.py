"""The page of a company as its owner edits it."""

from dataclasses import dataclass

from studiobook.companies.forms import LogoForm
from studiobook.web.console import FormPage


@dataclass(frozen=True, kw_only=True)
class CompanyPage(FormPage):
    """Its words, and below them its logo: an address, or None."""

    logo: str | None
    logo_form: LogoForm
    after: str = "companies/logo.html"
