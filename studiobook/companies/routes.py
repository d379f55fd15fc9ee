"""/manage/company: the business behind one's studios."""

from flask import Blueprint, Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.companies.edit_company import edit_company, show_logo
from studiobook.companies.forms import CompanyForm, LogoForm
from studiobook.companies.models import Company
from studiobook.companies.open import open_first_company
from studiobook.companies.pages import CompanyPage
from studiobook.companies.queries import find_company_of
from studiobook.db.transaction import in_transaction
from studiobook.errors import NotFound
from studiobook.extensions import limiter
from studiobook.files.darkroom import develop_small
from studiobook.files.errors import PictureRefused
from studiobook.files.opening import current_storage, keep_small
from studiobook.files.picture import MAX_BYTES
from studiobook.geographic.queries import list_countries
from studiobook.web.access import access, staff
from studiobook.web.components import Link
from studiobook.web.console import FormPage
from studiobook.web.forms import options
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

blueprint = Blueprint("companies", __name__)

WAY = (Link("Your studios", "/manage/studios"),)
ABOUT = "Guests read it on the company's page."
#: How many times longer than high a logo may be, or the other way round.
MOST_ASPECT = 2
TOO_LONG = "That logo is too long for a square. Please choose one that is about as wide as high."
COUNTRY = "Where it is registered, and will be paid."


@blueprint.get("/manage/company/new")
@access(staff)
def new_company() -> Response | BaseResponse:
    """The form; whoever has a company is led to it."""
    if find_company_of(current_viewer().user_id) is not None:
        return go_to(url_for("companies.show_company"))
    return _ask(_form(formdata=None))


@blueprint.post("/manage/company/new")
@access(staff)
def create_company() -> Response | BaseResponse:
    """Open it, and on to its first studio."""
    owner = current_viewer().user
    if owner is None:
        raise NotFound
    form = _form()
    if not form.validate_on_submit():
        return _ask(form, 422)
    in_transaction(
        lambda: open_first_company(
            name=form.name.data or "",
            country_code=form.country.data,
            about=form.about.data or "",
            owner=owner,
            now=clock.now(),
        )
    )
    return go_to("/manage/studios/new")


@blueprint.get("/manage/company")
@access(staff)
def show_company() -> Response | BaseResponse:
    """What the company says about itself."""
    company = find_company_of(current_viewer().user_id)
    if company is None:
        return go_to(url_for("companies.new_company"))
    return _show(company, _known(company))


@blueprint.post("/manage/company")
@access(staff)
def update_company() -> Response | BaseResponse:
    """Save it."""
    company = _mine()
    form = _form(company)
    if not form.validate_on_submit():
        return _show(company, form, 422)
    in_transaction(
        lambda: edit_company(
            company,
            name=form.name.data or "",
            about=form.about.data or "",
            country_code=form.country.data if "country" in form else None,
        )
    )
    flash("The company is saved.", "good")
    return go_to(url_for("companies.show_company"))


@blueprint.post("/manage/company/logo")
@limiter.limit("20 per hour")
@access(staff)
def create_logo() -> Response | BaseResponse:
    """Show the picture beside the company's name, in place of one that was there."""
    company = _mine()
    form = LogoForm()
    if not form.validate_on_submit():
        return _show(company, _known(company), 422, logo_form=form)
    try:
        picture = develop_small(form.logo.data.read(MAX_BYTES + 1))
    except PictureRefused as refusal:
        form.logo.errors = [refusal.message]
        return _show(company, _known(company), 422, logo_form=form)
    size = picture.sizes[0]
    if max(size.width, size.height) > MOST_ASPECT * min(size.width, size.height):
        form.logo.errors = [TOO_LONG]
        return _show(company, _known(company), 422, logo_form=form)
    key = keep_small(current_storage(), picture, folder="logos")
    before = in_transaction(lambda: show_logo(company, key=key))
    _forget(before)
    flash("The logo is saved.", "good")
    return go_to(url_for("companies.show_company"))


@blueprint.post("/manage/company/logo/removal")
@access(staff)
def create_logo_removal() -> BaseResponse:
    """Show none. Doing it twice changes nothing."""
    company = _mine()
    before = in_transaction(lambda: show_logo(company, key=None))
    _forget(before)
    flash("The logo is gone.", "info")
    return go_to(url_for("companies.show_company"))


def _mine() -> Company:
    company = find_company_of(current_viewer().user_id)
    if company is None:
        raise NotFound
    return company


def _forget(key: str | None) -> None:
    # After the commit: a picture too many does no harm, one too few does.
    if key is not None:
        current_storage().delete([key])


def _known(company: Company) -> CompanyForm:
    known = {"name": company.name, "country": company.country_code, "about": company.about}
    return _form(company, formdata=None, data=known)


def _form(company: Company | None = None, **known: object) -> CompanyForm:
    form = CompanyForm(**known)
    form.country.choices = options([("", "Choose a country"), *list_countries()])
    if company is not None and company.can_charge:
        del form.country
    return form


def _ask(form: CompanyForm, status: int = 200) -> Response:
    page = FormPage(
        title="Your company",
        lede="It owns your studios and is paid for them. Your own name will do.",
        form=form,
        action=url_for("companies.create_company"),
        way=WAY,
        button="Go on to the studio",
        hints={"about": ABOUT, "country": COUNTRY},
    )
    return respond("console_form.html", page, status)


def _show(
    company: Company,
    form: CompanyForm,
    status: int = 200,
    *,
    logo_form: LogoForm | None = None,
) -> Response:
    page = CompanyPage(
        title="Your company",
        lede=f"Guests find it at /companies/{company.slug} once a studio is live.",
        form=form,
        action=url_for("companies.update_company"),
        way=WAY,
        hints={"about": ABOUT, "country": COUNTRY},
        logo=company.logo_key and current_storage().url(company.logo_key),
        logo_form=logo_form or LogoForm(formdata=None),
    )
    return respond("console_form.html", page, status)
