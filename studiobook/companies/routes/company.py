"""/manage/company: the business behind one's studios; /manage/companies where there are several."""

from typing import Any

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.companies.edit_company import edit_company
from studiobook.companies.forms import ON_INVOICES, CompanyForm, LogoForm
from studiobook.companies.models import Company
from studiobook.companies.open import open_another_company, open_first_company
from studiobook.companies.pages import CompanyPage, companies_page
from studiobook.companies.queries import find_company_of, get_company_of, list_companies_of
from studiobook.companies.routes import blueprint
from studiobook.db.slug import AddressTaken
from studiobook.db.transaction import in_transaction
from studiobook.errors import NotFound
from studiobook.files.opening import current_storage
from studiobook.geographic.queries import list_countries
from studiobook.users.models import User
from studiobook.web.access import access, staff
from studiobook.web.components import Link
from studiobook.web.console import FormPage
from studiobook.web.forms import options
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.slug_field import slug_hint
from studiobook.web.viewer import current_viewer

WAY = (Link("Your studios", "/manage/studios"),)
ABOUT = "Guests read it on the company's page."
COUNTRY = "Where it is registered, and will be paid."
INVOICES = {
    "legal_name": "As it stands in the register. Invoices show it above the company's name.",
    "tax_number": "Your VAT or sales tax number. Invoices show it below the studio's address.",
    "invoice_footer": "Such as your register number, or what your tax office wants to read there.",
}


@blueprint.get("/manage/company/new")
@access(staff)
def new_company() -> Response | BaseResponse:
    """The form; whoever has a company is led to it."""
    if find_company_of(current_viewer().user_id) is not None:
        return go_to(url_for("companies.show_company"))
    return _ask_first(_new_form(formdata=None))


@blueprint.post("/manage/company/new")
@access(staff)
def create_company() -> Response | BaseResponse:
    """Open it, and on to its first studio."""
    form, owner = _new_form(), _person()
    if not form.validate_on_submit():
        return _ask_first(form, 422)
    in_transaction(lambda: open_first_company(owner=owner, now=clock.now(), **_typed(form)))
    return go_to("/manage/studios/new")


@blueprint.get("/manage/companies/new")
@access(staff)
def new_further_company() -> Response | BaseResponse:
    """The form for one more; whoever has none begins with the first."""
    if find_company_of(current_viewer().user_id) is None:
        return go_to(url_for("companies.new_company"))
    return _ask_another(_new_form(formdata=None))


@blueprint.post("/manage/companies/new")
@access(staff)
def create_further_company() -> Response | BaseResponse:
    """Open it, and on to its first studio."""
    form, owner = _new_form(), _person()
    if not form.validate_on_submit():
        return _ask_another(form, 422)
    slug = in_transaction(
        lambda: open_another_company(owner=owner, now=clock.now(), **_typed(form)).slug
    )
    return go_to(f"/manage/studios/new?company={slug}")


@blueprint.get("/manage/company")
@access(staff)
def show_company() -> Response | BaseResponse:
    """What the company says about itself; of several, which one."""
    owned = list_companies_of(current_viewer().user_id)
    if not owned:
        return go_to(url_for("companies.new_company"))
    if len(owned) > 1:
        return respond("companies/companies.html", companies_page(owned, way=WAY))
    return show_form(owned[0], filled(owned[0]))


@blueprint.post("/manage/company")
@access(staff)
def update_company() -> Response | BaseResponse:
    """Save the only one."""
    owned = list_companies_of(current_viewer().user_id)
    if len(owned) != 1:
        raise NotFound
    return _update(owned[0])


@blueprint.get("/manage/companies/<slug>")
@access(staff)
def show_one_company(slug: str) -> Response:
    """The same for one of several."""
    company = get_company_of(current_viewer().user_id, slug)
    return show_form(company, filled(company))


@blueprint.post("/manage/companies/<slug>")
@access(staff)
def update_one_company(slug: str) -> Response | BaseResponse:
    """Save it."""
    return _update(get_company_of(current_viewer().user_id, slug))


def _update(company: Company) -> Response | BaseResponse:
    form = _form(company)
    if not form.validate_on_submit():
        return show_form(company, form, 422)
    try:
        in_transaction(lambda: edit_company(company, now=clock.now(), **_typed(form)))
    except AddressTaken as refusal:
        form.slug.errors = [refusal.message]
        return show_form(company, form, 422)
    flash("The company is saved.", "good")
    return go_to(url_for("companies.show_company"))


def _person() -> User:
    owner = current_viewer().user
    if owner is None:
        raise NotFound
    return owner


def _typed(form: CompanyForm) -> dict[str, Any]:
    typed: dict[str, Any] = {"name": form.name.data or "", "about": form.about.data or ""}
    if "country" in form:
        typed["country_code"] = form.country.data
    if "legal_name" in form:
        typed["on_invoices"] = {name: form[name].data or "" for name in ON_INVOICES}
    if "slug" in form and form.slug.data:
        typed["slug"] = form.slug.data
    return typed


def filled(company: Company) -> CompanyForm:
    """The form with what is known."""
    known = {name: getattr(company, name) for name in ("name", "slug", "about", *ON_INVOICES)}
    return _form(company, formdata=None, data={**known, "country": company.country_code})


def _form(company: Company, **known: Any) -> CompanyForm:
    form = CompanyForm(**known)
    form.country.choices = options([("", "Choose a country"), *list_countries()])
    if company.can_charge:
        del form.country
    return form


def _new_form(**known: Any) -> CompanyForm:
    """A company gets its address from its name; it can be changed afterwards."""
    form = CompanyForm(**known)
    form.country.choices = options([("", "Choose a country"), *list_countries()])
    for name in ("slug", *ON_INVOICES):
        del form[name]
    return form


def _ask_first(form: CompanyForm, status: int = 200) -> Response:
    lede = "It owns your studios and is paid for them. Your own name will do."
    return _ask("Your company", lede, url_for("companies.create_company"), form, status)


def _ask_another(form: CompanyForm, status: int = 200) -> Response:
    lede = "For studios that are paid to another business. A company may have any number of them."
    action = url_for("companies.create_further_company")
    return _ask("Add another company", lede, action, form, status)


def _ask(title: str, lede: str, action: str, form: CompanyForm, status: int) -> Response:
    page = FormPage(
        title=title,
        lede=lede,
        form=form,
        action=action,
        way=WAY,
        button="Go on to the studio",
        hints={"about": ABOUT, "country": COUNTRY},
    )
    return respond("console_form.html", page, status)


def show_form(
    company: Company, form: CompanyForm, status: int = 200, *, logo_form: LogoForm | None = None
) -> Response:
    """The company's page with a form as it was sent."""
    several = len(list_companies_of(current_viewer().user_id)) > 1
    here = url_for("companies.show_company")
    one = url_for("companies.update_one_company", slug=company.slug)
    page = CompanyPage(
        title=company.name if several else "Your company",
        lede=f"Guests find it at /companies/{company.slug} once a studio is live.",
        form=form,
        action=one if several else here,
        way=(*WAY, Link("Your companies", here)) if several else WAY,
        hints={"about": ABOUT, "country": COUNTRY, "slug": slug_hint("companies"), **INVOICES},
        logo=company.logo_key and current_storage().url(company.logo_key),
        logo_form=logo_form or LogoForm(formdata=None),
        logo_action=url_for("companies.create_logo", slug=company.slug),
        another_href=url_for("companies.new_further_company"),
    )
    return respond("console_form.html", page, status)
