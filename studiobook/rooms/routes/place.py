"""/manage/studios/<slug>/place: its name, address, position and time zone."""

from decimal import Decimal
from typing import Any

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.geographic.models import City
from studiobook.geographic.queries import list_places
from studiobook.rooms.forms.place import PlaceForm
from studiobook.rooms.relocate import OtherCurrency, relocate
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import studio_at, way_to
from studiobook.studios.lock import lock_studio
from studiobook.studios.models import Studio
from studiobook.web.access import access, staff
from studiobook.web.console import FormPage
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond

HINTS = {
    "lat": "Where the door is, such as 52.5200. Left empty, it is the middle of the city.",
    "lng": "Such as 13.4050. West of Greenwich it is negative.",
    "zone": "Left empty, it is the city's. All hours and bookings are told in it.",
}


def place_form(**known: Any) -> PlaceForm:
    """The form with every city in it."""
    form = PlaceForm(**known)
    form.offer(list_places())
    return form


@blueprint.get("/manage/studios/<slug>/place")
@access(staff)
def show_place(slug: str) -> Response:
    """As it stands."""
    studio = studio_at(slug)
    known = {name: getattr(studio, name) for name in ("name", "street", "postcode", "lat", "lng")}
    known |= {"city": studio.city.slug, "zone": studio.zone}
    return _show(studio, place_form(formdata=None, data=known))


@blueprint.post("/manage/studios/<slug>/place")
@access(staff)
def update_place(slug: str) -> Response | BaseResponse:
    """Save it. In a new city, position and zone are its own where they were left as they were."""
    studio = studio_at(slug)
    form = place_form()
    _follow_city(form, studio)
    if not form.validate_on_submit():
        return _show(studio, form, 422)
    try:
        in_transaction(lambda: _relocate(studio, form))
    except OtherCurrency as refusal:
        form.city.errors = [refusal.message]
        return _show(studio_at(slug), form, 422)
    flash("The place is saved.", "good")
    return go_to(url_for("rooms.show_studio", slug=slug))


def _follow_city(form: PlaceForm, studio: Studio) -> None:
    if form.city.data == studio.city.slug:
        return
    if (form.lat.data, form.lng.data) == (_typed(studio.lat), _typed(studio.lng)):
        form.forget("lat", "lng")
    if form.zone.data == studio.zone:
        form.forget("zone")


def _typed(degrees: float) -> Decimal:
    """As the field shows it, and sends it back."""
    return Decimal(str(degrees))


def _relocate(studio: Studio, form: PlaceForm) -> None:
    lock_studio(studio.id)
    city = db.session.get_one(City, form.place.id)
    relocate(
        studio=studio,
        name=form.name.data or "",
        street=form.street.data or "",
        postcode=form.postcode.data or "",
        city=city,
        at=form.at,
        zone=form.zone.data or city.zone,
        now=clock.now(),
    )


def _show(studio: Studio, form: PlaceForm, status: int = 200) -> Response:
    page = FormPage(
        title="Name and place",
        form=form,
        action=url_for("rooms.update_place", slug=studio.slug),
        way=way_to(studio),
        body="rooms/place_fields.html",
        hints=HINTS,
    )
    return respond("console_form.html", page, status)
