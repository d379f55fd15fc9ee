"""/manage/studios/<slug>/rooms/<room>/add-ons: listed, added, changed, switched, removed."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.db.transaction import in_transaction
from studiobook.errors import NotFound
from studiobook.rooms import occupy
from studiobook.rooms.add_on_models import RoomAddOn
from studiobook.rooms.forms.add_ons import AddOnForm, add_on_form, as_typed
from studiobook.rooms.models import Room
from studiobook.rooms.offer_add_ons import (
    SameAddOn,
    TooManyAddOns,
    add_add_on,
    edit_add_on,
    get_add_on,
    list_add_ons,
    remove_add_on,
    restore_add_on,
    switch_add_on,
)
from studiobook.rooms.pages.add_ons import add_ons_page
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import room_at, way_to_room
from studiobook.studios.lock import lock_studio
from studiobook.web.access import access, staff
from studiobook.web.components import Link
from studiobook.web.console import FormPage
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond

BASE = "/manage/studios/<slug>/rooms/<room_slug>/add-ons"
HINTS = {
    "description": "What it is, or what to know about it.",
    "price": "0 if it is free.",
    "most": "1 for a drum kit; 4 if there are four microphones.",
}


@blueprint.get(BASE)
@access(staff)
def show_add_ons(slug: str, room_slug: str) -> Response:
    """All of them, and the way back from removing one."""
    room = room_at(slug, room_slug)
    page = add_ons_page(
        room, list_add_ons(room.id), way=way_to_room(room), removed=_just_removed(room)
    )
    return respond("rooms/add_ons.html", page)


@blueprint.get(f"{BASE}/new")
@access(staff)
def new_add_on(slug: str, room_slug: str) -> Response:
    """The form."""
    room = room_at(slug, room_slug)
    return _ask(room, add_on_form(room.currency, formdata=None))


@blueprint.post(f"{BASE}/new")
@access(staff)
def create_add_on(slug: str, room_slug: str) -> Response | BaseResponse:
    """Offer it."""
    room = room_at(slug, room_slug)
    form = add_on_form(room.currency)
    if not form.validate_on_submit():
        return _ask(room, form, 422)
    traits = form.traits
    try:
        _in_room(room, lambda: add_add_on(room=room, traits=traits))
    except (SameAddOn, TooManyAddOns) as refusal:
        form.name.errors = [refusal.message]
        return _ask(room_at(slug, room_slug), form, 422)
    flash(f"Guests can book it now: {traits.name}.", "good")
    return _back(slug, room_slug)


@blueprint.get(f"{BASE}/<int:add_on_id>")
@access(staff)
def show_add_on(slug: str, room_slug: str, add_on_id: int) -> Response:
    """As it stands."""
    room = room_at(slug, room_slug)
    add_on = get_add_on(room.id, add_on_id)
    known = as_typed(add_on, room.currency)
    return _show(room, add_on, add_on_form(room.currency, formdata=None, data=known))


@blueprint.post(f"{BASE}/<int:add_on_id>")
@access(staff)
def update_add_on(slug: str, room_slug: str, add_on_id: int) -> Response | BaseResponse:
    """Change it for bookings to come."""
    room = room_at(slug, room_slug)
    form = add_on_form(room.currency)
    if not form.validate_on_submit():
        return _show(room, get_add_on(room.id, add_on_id), form, 422)
    traits = form.traits
    try:
        _in_room(room, lambda: edit_add_on(room=room, add_on_id=add_on_id, traits=traits))
    except SameAddOn as refusal:
        form.name.errors = [refusal.message]
        room = room_at(slug, room_slug)
        return _show(room, get_add_on(room.id, add_on_id), form, 422)
    flash("The add-on is saved. Bookings made keep theirs.", "good")
    return _back(slug, room_slug)


@blueprint.post(f"{BASE}/<int:add_on_id>/switch")
@access(staff)
def create_add_on_switch(slug: str, room_slug: str, add_on_id: int) -> BaseResponse:
    """Off, or on again."""
    room = room_at(slug, room_slug)
    on = request.form.get("to") != "off"
    _in_room(room, lambda: switch_add_on(room=room, add_on_id=add_on_id, on=on))
    flash("Guests can book it again." if on else "Guests no longer see it.", "good")
    return _back(slug, room_slug)


@blueprint.post(f"{BASE}/<int:add_on_id>/removal")
@access(staff)
def create_add_on_removal(slug: str, room_slug: str, add_on_id: int) -> BaseResponse:
    """Take it away and offer to put it back. Doing it twice changes nothing."""
    room, now = room_at(slug, room_slug), clock.now()
    _in_room(room, lambda: remove_add_on(room=room, add_on_id=add_on_id, now=now))
    return _back(slug, room_slug, removed=add_on_id)


@blueprint.post(f"{BASE}/<int:add_on_id>/restoration")
@access(staff)
def create_add_on_restoration(slug: str, room_slug: str, add_on_id: int) -> BaseResponse:
    """Put it back, or say why that can't be."""
    room = room_at(slug, room_slug)
    try:
        name = _in_room(room, lambda: restore_add_on(room=room, add_on_id=add_on_id).name)
        flash(f"It is back: {name}.", "good")
    except NotFound:
        flash("It is back already, or it was another room's.", "info")
    except (SameAddOn, TooManyAddOns) as refusal:
        flash(refusal.message, "wait")
    return _back(slug, room_slug)


def _just_removed(room: Room) -> RoomAddOn | None:
    add_on_id = request.args.get("removed", 0, type=int)
    try:
        return get_add_on(room.id, add_on_id, removed=True)
    except NotFound:
        return None


def _in_room(room: Room, change: Callable[[], Any]) -> Any:
    def locked() -> Any:
        lock_studio(room.studio_id)
        occupy.lock(room.id)
        return change()

    return in_transaction(locked)


def _back(slug: str, room_slug: str, **query: Any) -> BaseResponse:
    return go_to(url_for("rooms.show_add_ons", slug=slug, room_slug=room_slug, **query))


def _way_to_list(room: Room) -> tuple[Link, ...]:
    href = url_for("rooms.show_add_ons", slug=room.studio.slug, room_slug=room.slug)
    return (*way_to_room(room), Link("Add-ons", href))


def _ask(room: Room, form: AddOnForm, status: int = 200) -> Response:
    page = FormPage(
        title="Add an add-on",
        lede="Something that guests can book with this room.",
        form=form,
        action=url_for("rooms.create_add_on", slug=room.studio.slug, room_slug=room.slug),
        way=_way_to_list(room),
        hints=HINTS,
    )
    return respond("console_form.html", page, status)


def _show(room: Room, add_on: RoomAddOn, form: AddOnForm, status: int = 200) -> Response:
    page = FormPage(
        title=add_on.name,
        form=form,
        action=url_for(
            "rooms.update_add_on",
            slug=room.studio.slug,
            room_slug=room.slug,
            add_on_id=add_on.id,
        ),
        way=_way_to_list(room),
        hints=HINTS,
    )
    return respond("console_form.html", page, status)
