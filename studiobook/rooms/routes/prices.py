"""/manage/studios/<slug>/rooms/<room>/prices: what so many hours cost."""

from typing import Any

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook.db.transaction import in_transaction
from studiobook.rooms import occupy
from studiobook.rooms.forms.prices import PricesForm, as_typed, prices_form
from studiobook.rooms.let import price
from studiobook.rooms.listing import refresh_listing
from studiobook.rooms.models import Room
from studiobook.rooms.pages.prices import PricesPage, charged_of, tiers_of, warnings_of
from studiobook.rooms.price_list import Tier
from studiobook.rooms.queries import has_photo
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import room_at, way_to_room
from studiobook.studios.lock import lock_studio
from studiobook.web.access import access, staff
from studiobook.web.components import Link
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond


@blueprint.get("/manage/studios/<slug>/rooms/<room_slug>/prices")
@access(staff)
def show_prices(slug: str, room_slug: str) -> Response:
    """As they stand."""
    room = room_at(slug, room_slug)
    known = as_typed(tiers_of(room), room.currency)
    return _show(room, _form(room, formdata=None, data=known))


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/prices")
@access(staff)
def update_prices(slug: str, room_slug: str) -> Response | BaseResponse:
    """Save them; on to the photos while there are none, else back to what they come to."""
    room = room_at(slug, room_slug)
    form = _form(room)
    if not form.validate_on_submit():
        return _show(room, form, 422)
    in_transaction(lambda: _price(room, form.tiers))
    slugs: dict[str, Any] = {"slug": slug, "room_slug": room_slug}
    if warnings_of(room) or has_photo(room.id):
        flash("The prices are saved.", "good")
        return go_to(url_for("rooms.show_prices", **slugs))
    flash("The prices are saved. Now the photos.", "good")
    return go_to(url_for("rooms.show_photos", **slugs))


def _form(room: Room, **known: Any) -> PricesForm:
    return prices_form(room.currency, rows=len(room.tiers) + 1, **known)


def _price(room: Room, tiers: list[Tier]) -> None:
    lock_studio(room.studio_id)
    occupy.lock(room.id)
    price(room=room, tiers=tiers)
    refresh_listing(room.studio)


def _show(room: Room, form: PricesForm, status: int = 200) -> Response:
    slugs: dict[str, Any] = {"slug": room.studio.slug, "room_slug": room.slug}
    page = PricesPage(
        title="Prices",
        lede="So many hours, and what they cost in total. Guests pay the cheapest combination"
        " that covers their time.",
        form=form,
        action=url_for("rooms.update_prices", **slugs),
        way=way_to_room(room),
        body="rooms/prices_fields.html",
        after="rooms/prices_after.html",
        warnings=warnings_of(room),
        charged=charged_of(room),
        more=(
            Link("Photos", url_for("rooms.show_photos", **slugs)),
            Link("Back to the checklist", url_for("rooms.show_studio", slug=room.studio.slug)),
        ),
    )
    return respond("console_form.html", page, status)
