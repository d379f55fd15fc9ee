"""/manage/studios/<slug>/rooms/<room>/prices: what so many hours cost, and when they cost more."""

from typing import Any

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.db.transaction import in_transaction
from studiobook.rooms import occupy
from studiobook.rooms.charge_people import charge_people
from studiobook.rooms.forms.bands import typed_rows, without_row
from studiobook.rooms.forms.preview import preview_form
from studiobook.rooms.forms.prices import PricesForm
from studiobook.rooms.let import price
from studiobook.rooms.listing import refresh_listing
from studiobook.rooms.models import Room
from studiobook.rooms.pages.price_preview import answer_of
from studiobook.rooms.pages.prices import form_of, prices_page, saved_form, warnings_of
from studiobook.rooms.price_by_time import price_by_time
from studiobook.rooms.queries import has_photo
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import room_at, way_to_room
from studiobook.studios.lock import lock_studio
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond


@blueprint.get("/manage/studios/<slug>/rooms/<room_slug>/prices")
@access(staff)
def show_prices(slug: str, room_slug: str) -> Response:
    """As they stand."""
    room = room_at(slug, room_slug)
    return _show(room, saved_form(room))


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/prices")
@access(staff)
def update_prices(slug: str, room_slug: str) -> Response | BaseResponse:
    """Save them; on to the photos while there are none, else back to what they come to."""
    room = room_at(slug, room_slug)
    form = form_of(room)
    if not form.validate_on_submit():
        return _show(room, form, 422)
    in_transaction(lambda: _price(room, form))
    slugs: dict[str, Any] = {"slug": slug, "room_slug": room_slug}
    if warnings_of(room) or has_photo(room.id):
        flash("The prices are saved.", "good")
        return go_to(url_for("rooms.show_prices", **slugs))
    flash("The prices are saved. Now the photos.", "good")
    return go_to(url_for("rooms.show_photos", **slugs))


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/prices/hours")
@access(staff)
def edit_peak_hours(slug: str, room_slug: str) -> Response:
    """The form as it was typed with a row of hours more, or without one; nothing is saved."""
    room = room_at(slug, room_slug)
    gone = request.form.get("without", "")
    number = int(gone) if gone.isascii() and gone.isdecimal() and len(gone) < 3 else 0
    typed = without_row(request.form, number)
    rows = typed_rows(typed) + ("add" in request.form)
    return _show(room, form_of(room, bands=rows, formdata=typed))


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/prices/preview")
@access(staff)
def show_price_preview(slug: str, room_slug: str) -> Response:
    """What a session would cost by the prices as typed; nothing is saved. 422 if unreadable."""
    room = room_at(slug, room_slug)
    form, preview = form_of(room), preview_form(room)
    answer = answer_of(room, form, preview, now=clock.now())
    page = prices_page(room, form, preview, way=way_to_room(room), answer=answer)
    return respond("rooms/prices_preview.html", page, 422 if answer.refusal else 200)


def _price(room: Room, form: PricesForm) -> None:
    lock_studio(room.studio_id)
    occupy.lock(room.id)
    price(room=room, tiers=form.tiers)
    included = form.included.data or room.capacity
    charge_people(room=room, included=included, extra_minor=form.extra_minor)
    price_by_time(room=room, bands=form.bands)
    refresh_listing(room.studio)


def _show(room: Room, form: PricesForm, status: int = 200) -> Response:
    page = prices_page(room, form, preview_form(room), way=way_to_room(room))
    return respond("console_form.html", page, status)
