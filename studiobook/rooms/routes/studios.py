"""/manage/studios: those that one may set up, a new one, and the checklist of each."""

from typing import Any

from flask import Response, flash, request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.companies.models import Company
from studiobook.companies.queries import list_companies_of
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.geographic.models import City
from studiobook.rooms.forms.place import PlaceForm
from studiobook.rooms.pages.checklist import checklist_page
from studiobook.rooms.pages.place import PlacePage
from studiobook.rooms.pages.studios import studios_page
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import studio_at, way_to_studios
from studiobook.rooms.routes.place import HINTS, place_form
from studiobook.studios.lock import lock_company
from studiobook.studios.models import Studio
from studiobook.studios.open import open_studio
from studiobook.studios.queries import find_draft
from studiobook.teams.policies import Power, studios_for
from studiobook.web.access import access, staff
from studiobook.web.forms import options
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/studios")
@access(staff)
def list_studios() -> Response:
    """Each with its state and what it still needs."""
    viewer = current_viewer()
    owned = list_companies_of(viewer.user_id)
    with_names = (joinedload(Studio.city), joinedload(Studio.company))
    studios = list(db.session.scalars(studios_for(viewer, Power.SET_UP).options(*with_names)))
    return respond("rooms/studios.html", studios_page(studios, owned=owned))


@blueprint.get("/manage/studios/new")
@access(staff)
def new_studio() -> Response | BaseResponse:
    """The form; without a company that comes first."""
    owned = list_companies_of(current_viewer().user_id)
    if not owned:
        return _to_company()
    known = {"company": request.args.get("company", "")}
    return _ask(_form(owned, formdata=None, data=known))


@blueprint.post("/manage/studios/new")
@access(staff)
def create_studio() -> Response | BaseResponse:
    """Open a draft, and on to its checklist. Sent twice, it is one draft."""
    owned = list_companies_of(current_viewer().user_id)
    if not owned:
        return _to_company()
    form = _form(owned)
    if not form.validate_on_submit():
        return _ask(form, 422)
    chosen = form.company.data if "company" in form else owned[0].slug
    company = next(company for company in owned if company.slug == chosen)
    slug = in_transaction(lambda: _open(company, form).slug)
    flash("The draft is saved. Nobody sees it before you publish it.", "good")
    return go_to(url_for("rooms.show_studio", slug=slug))


@blueprint.get("/manage/studios/<slug>")
@access(staff)
def show_studio(slug: str) -> Response:
    """What is done and what is missing, each step a link."""
    return respond("rooms/checklist.html", checklist_page(studio_at(slug), viewer=current_viewer()))


def _form(owned: list[Company], **known: Any) -> PlaceForm:
    """Whoever has one company is not asked which; the address is made of the name."""
    form = place_form(**known)
    del form.slug
    if len(owned) == 1:
        del form.company
    else:
        named = [(company.slug, company.name) for company in owned]
        form.company.choices = options([("", "Choose a company"), *named])
    return form


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
    page = PlacePage(
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
