"""/manage/studios: those that one may set up, a new one, and the checklist of each."""

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.companies.models import Company
from studiobook.companies.queries import find_company_of
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.geographic.models import City
from studiobook.rooms.forms.place import PlaceForm
from studiobook.rooms.pages.checklist import checklist_page
from studiobook.rooms.pages.studios import studios_page
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import studio_at, way_to_studios
from studiobook.rooms.routes.place import HINTS, place_form
from studiobook.studios.lock import lock_company
from studiobook.studios.models import Studio
from studiobook.studios.open import open_studio
from studiobook.studios.queries import find_draft
from studiobook.teams.policies import Power, list_studios_for
from studiobook.web.access import access, staff
from studiobook.web.console import FormPage
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/studios")
@access(staff)
def list_studios() -> Response:
    """Each with its state and what it still needs."""
    viewer = current_viewer()
    company = find_company_of(viewer.user_id)
    studios = list_studios_for(viewer, Power.SET_UP)
    return respond("rooms/studios.html", studios_page(studios, company=company))


@blueprint.get("/manage/studios/new")
@access(staff)
def new_studio() -> Response | BaseResponse:
    """The form; without a company that comes first."""
    if find_company_of(current_viewer().user_id) is None:
        return _to_company()
    return _ask(place_form(formdata=None))


@blueprint.post("/manage/studios/new")
@access(staff)
def create_studio() -> Response | BaseResponse:
    """Open a draft, and on to its checklist. Sent twice, it is one draft."""
    company = find_company_of(current_viewer().user_id)
    if company is None:
        return _to_company()
    form = place_form()
    if not form.validate_on_submit():
        return _ask(form, 422)
    slug = in_transaction(lambda: _open(company, form).slug)
    flash("The draft is saved. Nobody sees it before you publish it.", "good")
    return go_to(url_for("rooms.show_studio", slug=slug))


@blueprint.get("/manage/studios/<slug>")
@access(staff)
def show_studio(slug: str) -> Response:
    """What is done and what is missing, each step a link."""
    return respond("rooms/checklist.html", checklist_page(studio_at(slug), viewer=current_viewer()))


def _open(company: Company, form: PlaceForm) -> Studio:
    lock_company(company.id)
    name, street = form.name.data or "", form.street.data or ""
    known = find_draft(company_id=company.id, name=name, street=street)
    return known or open_studio(
        company=company,
        city=db.session.get_one(City, form.place.id),
        name=name,
        street=street,
        postcode=form.postcode.data or "",
        at=form.at,
        zone=form.zone.data or None,
        now=clock.now(),
    )


def _to_company() -> BaseResponse:
    flash("First the company that owns your studio, then the studio itself.", "info")
    return go_to(url_for("companies.new_company"))


def _ask(form: PlaceForm, status: int = 200) -> Response:
    page = FormPage(
        title="List your studio",
        lede="Name and address first. Hours, rooms, prices and photos follow, in any order.",
        form=form,
        action=url_for("rooms.create_studio"),
        way=way_to_studios(),
        button="Save the draft",
        body="rooms/place_fields.html",
        hints=HINTS,
    )
    return respond("console_form.html", page, status)
