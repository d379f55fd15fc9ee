"""/manage/studios/<slug>/place: its name, address, position and time zone."""

from typing import Any

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.db.base import db
from studiobook.db.slug import AddressTaken
from studiobook.db.transaction import in_transaction
from studiobook.geographic.models import City
from studiobook.geographic.queries import list_places
from studiobook.rooms.forms.place import PlaceForm
from studiobook.rooms.pages.place import PlacePage
from studiobook.rooms.relocate import OtherCurrency, relocate
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import studio_at, way_to
from studiobook.studios.lock import lock_studio
from studiobook.studios.models import Studio
from studiobook.studios.readdress_studio import readdress_studio
from studiobook.values.map_position import position_text
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.slug_field import slug_hint

HINTS = {
    "company": "It owns the studio and is paid for it.",
    "position": "Two numbers such as 52.5200, 13.4050, or the link of a map. Left empty, it is the"
    " middle of the city.",
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
    known = {name: getattr(studio, name) for name in ("name", "street", "postcode", "slug")}
    known |= {"city": studio.city.slug, "zone": studio.zone}
    known["position"] = position_text(studio.coordinates)
    return _show(studio, _form(formdata=None, data=known))


@blueprint.post("/manage/studios/<slug>/place")
@access(staff)
def update_place(slug: str) -> Response | BaseResponse:
    """Save it. In a new city, position and zone are its own where they were left as they were."""
    studio = studio_at(slug)
    form = _form()
    _follow_city(form, studio)
    if not form.validate_on_submit():
        return _show(studio, form, 422)
    try:
        now_at = in_transaction(lambda: _relocate(studio, form))
    except OtherCurrency as refusal:
        form.city.errors = [refusal.message]
        return _show(studio_at(slug), form, 422)
    except AddressTaken as refusal:
        form.slug.errors = [refusal.message]
        return _show(studio_at(slug), form, 422)
    flash("The place is saved.", "good")
    return go_to(url_for("rooms.show_studio", slug=now_at))


def _form(**known: Any) -> PlaceForm:
    form = place_form(**known)
    del form.company
    return form


def _follow_city(form: PlaceForm, studio: Studio) -> None:
    if form.city.data == studio.city.slug:
        return
    if form.position.data == position_text(studio.coordinates):
        form.forget("position")
    if form.zone.data == studio.zone:
        form.forget("zone")


def _relocate(studio: Studio, form: PlaceForm) -> str:
    """Its address on the site afterwards."""
    lock_studio(studio.id)
    city, now = db.session.get_one(City, form.place.id), clock.now()
    is_there = form.position.data == position_text(studio.coordinates)
    relocate(
        studio=studio,
        name=form.name.data or "",
        street=form.street.data or "",
        postcode=form.postcode.data or "",
        city=city,
        # What a field shows is rounded: left alone, the place stays to the last digit.
        at=studio.coordinates if is_there else form.at,
        zone=form.zone.data or city.zone,
        now=now,
    )
    readdress_studio(studio=studio, slug=form.slug.data or studio.slug, now=now)
    return studio.slug


def _show(studio: Studio, form: PlaceForm, status: int = 200) -> Response:
    page = PlacePage(
        title="Name and place",
        form=form,
        action=url_for("rooms.update_place", slug=studio.slug),
        way=way_to(studio),
        body="rooms/place_fields.html",
        hints={**HINTS, "slug": slug_hint("studios")},
        map_href=url_for("rooms.show_position", slug=studio.slug),
    )
    return respond("console_form.html", page, status)
