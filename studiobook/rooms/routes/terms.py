"""/manage/studios/<slug>/terms: cancellation, instant booking or on request, and tax."""

from decimal import Decimal

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook.db.transaction import in_transaction
from studiobook.rooms.forms.terms import TAX_HINT, TAX_NAME_HINT, TermsForm
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import studio_at, way_to
from studiobook.studios.lock import lock_studio
from studiobook.studios.models import Studio
from studiobook.studios.set_terms import set_tax, set_terms
from studiobook.web.access import access, staff
from studiobook.web.console import FormPage
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond


@blueprint.get("/manage/studios/<slug>/terms")
@access(staff)
def show_terms(slug: str) -> Response:
    """As they stand."""
    studio = studio_at(slug)
    tax = Decimal(studio.tax_basis_points) / 100
    known = {
        "terms": studio.terms_preset,
        "answer": "instant" if studio.instant else "request",
        "tax_percent": (tax.quantize(Decimal(1)) if tax % 1 == 0 else tax) if tax else None,
        "tax_name": studio.tax_name if tax else "",
    }
    return _show(studio, TermsForm(formdata=None, data=known))


@blueprint.post("/manage/studios/<slug>/terms")
@access(staff)
def update_terms(slug: str) -> Response | BaseResponse:
    """Save them."""
    studio = studio_at(slug)
    form = TermsForm()
    if not form.validate_on_submit():
        return _show(studio, form, 422)
    in_transaction(lambda: _set(studio, form))
    flash("The terms are saved.", "good")
    return go_to(url_for("rooms.show_studio", slug=slug))


def _set(studio: Studio, form: TermsForm) -> None:
    lock_studio(studio.id)
    instant = form.answer.data == "instant"
    set_terms(studio=studio, terms_preset=form.terms.data, instant=instant)
    set_tax(studio=studio, name=form.tax_name.data or "", basis_points=form.tax_basis_points)


def _show(studio: Studio, form: TermsForm, status: int = 200) -> Response:
    page = FormPage(
        title="Booking terms and tax",
        lede="They hold for bookings to come. Those that were made keep theirs.",
        form=form,
        hints={"tax_percent": TAX_HINT, "tax_name": TAX_NAME_HINT},
        action=url_for("rooms.update_terms", slug=studio.slug),
        way=way_to(studio),
    )
    return respond("console_form.html", page, status)
