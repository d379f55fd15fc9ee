"""/manage/studios/<slug>/rooms: a new room, and what is said about one."""

from typing import Any

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.db.slug import AddressTaken
from studiobook.db.transaction import in_transaction
from studiobook.rooms.edit_room import SameName, add_room, edit_room
from studiobook.rooms.forms.room import USUAL, RoomForm, as_typed, room_form
from studiobook.rooms.models import Room
from studiobook.rooms.pages.room import RoomPage
from studiobook.rooms.readdress_room import readdress_room
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import room_at, studio_at, way_to
from studiobook.studios.lock import lock_studio
from studiobook.studios.models import EquipmentType, Studio
from studiobook.studios.queries import gear_of, list_gear
from studiobook.web.access import access, staff
from studiobook.web.components import Link
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.slug_field import slug_hint

HINTS = {
    "before": "For setting up. Guests don't pay for it.",
    "after": "For tidying up, and for whoever runs late.",
    "lead": "0 lets people book up to the last minute.",
}


@blueprint.get("/manage/studios/<slug>/rooms/new")
@access(staff)
def new_room(slug: str) -> Response:
    """The form, with what is usual."""
    return _ask(studio_at(slug), _new_form(formdata=None, data=USUAL))


@blueprint.post("/manage/studios/<slug>/rooms/new")
@access(staff)
def create_room(slug: str) -> Response | BaseResponse:
    """Open the room, and on to its prices."""
    studio = studio_at(slug)
    form = _new_form()
    if not form.validate_on_submit():
        return _ask(studio, form, 422)
    try:
        room_slug = in_transaction(lambda: _add(studio, form).slug)
    except SameName as refusal:
        form.name.errors = [refusal.message]
        return _ask(studio_at(slug), form, 422)
    flash("The room is saved. Now its prices.", "good")
    return go_to(url_for("rooms.show_prices", slug=slug, room_slug=room_slug))


@blueprint.get("/manage/studios/<slug>/rooms/<room_slug>")
@access(staff)
def show_room(slug: str, room_slug: str) -> Response:
    """As it stands."""
    room = room_at(slug, room_slug)
    return _show(room, room_form(list_gear(), formdata=None, data=as_typed(room)))


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>")
@access(staff)
def update_room(slug: str, room_slug: str) -> Response | BaseResponse:
    """Save it."""
    room = room_at(slug, room_slug)
    form = room_form(list_gear())
    if not form.validate_on_submit():
        return _show(room, form, 422)
    try:
        in_transaction(lambda: _edit(room, form))
    except SameName as refusal:
        form.name.errors = [refusal.message]
        return _show(room_at(slug, room_slug), form, 422)
    except AddressTaken as refusal:
        form.slug.errors = [refusal.message]
        return _show(room_at(slug, room_slug), form, 422)
    flash("The room is saved.", "good")
    return go_to(url_for("rooms.show_studio", slug=slug))


def _new_form(**known: Any) -> RoomForm:
    """A room gets its address from its name; it can be changed afterwards."""
    form = room_form(list_gear(), **known)
    del form.slug
    return form


def _add(studio: Studio, form: RoomForm) -> Room:
    lock_studio(studio.id)
    return add_room(studio=studio, traits=form.traits, gear=_gear(form), now=clock.now())


def _edit(room: Room, form: RoomForm) -> None:
    lock_studio(room.studio_id)
    now = clock.now()
    edit_room(room=room, traits=form.traits, gear=_gear(form), now=now)
    readdress_room(room=room, slug=form.slug.data or room.slug, now=now)


def _gear(form: RoomForm) -> dict[EquipmentType, int]:
    quantities = form.quantities
    return {kind: quantities[kind.id] for kind in gear_of(list(quantities))}


def _ask(studio: Studio, form: RoomForm, status: int = 200) -> Response:
    page = RoomPage(
        title="Add a room",
        lede="Prices and photos come next.",
        form=form,
        action=url_for("rooms.create_room", slug=studio.slug),
        way=way_to(studio),
        hints=HINTS,
        body="rooms/room_fields.html",
        gear=list_gear(),
    )
    return respond("console_form.html", page, status)


def _show(room: Room, form: RoomForm, status: int = 200) -> Response:
    slugs: dict[str, Any] = {"slug": room.studio.slug, "room_slug": room.slug}
    page = RoomPage(
        title=room.name,
        form=form,
        action=url_for("rooms.update_room", **slugs),
        way=way_to(room.studio),
        hints={**HINTS, "slug": slug_hint("studios", room.studio.slug, "rooms")},
        body="rooms/room_fields.html",
        gear=list_gear(),
        before="rooms/room_ways.html",
        after="rooms/room_after.html",
        ways=(
            Link("Prices", url_for("rooms.show_prices", **slugs)),
            Link("Photos", url_for("rooms.show_photos", **slugs)),
            Link("Add-ons", url_for("rooms.show_add_ons", **slugs)),
        ),
        market=Link(
            "Stop selling it" if room.enabled else "Sell it again",
            url_for("bookings.show_market", **slugs),
        ),
    )
    return respond("console_form.html", page, status)
