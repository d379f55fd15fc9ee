"""The picture beside a company's name."""

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook.companies.edit_company import show_logo
from studiobook.companies.forms import LogoForm
from studiobook.companies.models import Company
from studiobook.companies.queries import get_company_of
from studiobook.companies.routes import blueprint
from studiobook.companies.routes.company import filled, show_form
from studiobook.db.transaction import in_transaction
from studiobook.extensions import limiter
from studiobook.files.darkroom import develop_small
from studiobook.files.errors import PictureRefused
from studiobook.files.opening import current_storage, keep_small
from studiobook.files.picture import MAX_BYTES
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.viewer import current_viewer

#: How many times longer than high a logo may be, or the other way round.
MOST_ASPECT = 2
TOO_LONG = "That logo is too long for a square. Please choose one that is about as wide as high."


@blueprint.post("/manage/companies/<slug>/logo")
@limiter.limit("20 per hour")
@access(staff)
def create_logo(slug: str) -> Response | BaseResponse:
    """Show the picture beside the company's name, in place of one that was there."""
    company = get_company_of(current_viewer().user_id, slug)
    form = LogoForm()
    if not form.validate_on_submit():
        return _refuse(company, form)
    try:
        picture = develop_small(form.logo.data.read(MAX_BYTES + 1))
    except PictureRefused as refusal:
        return _refuse(company, form, refusal.message)
    size = picture.sizes[0]
    if max(size.width, size.height) > MOST_ASPECT * min(size.width, size.height):
        return _refuse(company, form, TOO_LONG)
    key = keep_small(current_storage(), picture, folder="logos")
    _forget(in_transaction(lambda: show_logo(company, key=key)))
    flash("The logo is saved.", "good")
    return _back(company)


@blueprint.post("/manage/companies/<slug>/logo/removal")
@access(staff)
def create_logo_removal(slug: str) -> BaseResponse:
    """Show none. Doing it twice changes nothing."""
    company = get_company_of(current_viewer().user_id, slug)
    _forget(in_transaction(lambda: show_logo(company, key=None)))
    flash("The logo is gone.", "info")
    return _back(company)


def _refuse(company: Company, form: LogoForm, why: str | None = None) -> Response:
    if why is not None:
        form.logo.errors = [why]
    return show_form(company, filled(company), 422, logo_form=form)


def _forget(key: str | None) -> None:
    # After the commit: a picture too many does no harm, one too few does.
    if key is not None:
        current_storage().delete([key])


def _back(company: Company) -> BaseResponse:
    return go_to(url_for("companies.show_one_company", slug=company.slug))
