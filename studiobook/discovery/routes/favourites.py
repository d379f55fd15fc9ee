"""/favourites: the rooms that somebody wants to find again."""

from flask import Response, flash
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.db.transaction import transaction
from studiobook.discovery import queries, statements
from studiobook.discovery.pages import lists
from studiobook.discovery.pages.links import room_href
from studiobook.discovery.pages.lists import FavouritesPage
from studiobook.discovery.routes import blueprint, page_number, service_fee
from studiobook.errors import NotFound
from studiobook.rooms.catalogue import get_room_by_code
from studiobook.rooms.favour import favour, let_go
from studiobook.web.access import access, signed_in
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond


@blueprint.get("/favourites")
@access(signed_in)
def list_favourites() -> Response:
    """One page of them, the latest first."""
    user_id, page = current_user.user.id, page_number()
    on_offer, kept = queries.count_favourites(user_id)
    rooms = queries.list_rooms(statements.FAVOURITES, user_id, page=page)
    if page > 1 and not rooms:
        raise NotFound
    view = FavouritesPage(
        title="Your favourites",
        rooms=lists.room_cards(rooms, fee=service_fee(), now=clock.now()),
        hidden=kept - on_offer,
        pagination=lists.pages_of("/favourites", page=page, found=on_offer),
    )
    return respond("discovery/favourites.html", view)


@blueprint.post("/rooms/<code>/favourite")
@access(signed_in)
def create_favourite(code: str) -> BaseResponse:
    """Keep the room, and back to it."""
    room = get_room_by_code(code)
    with transaction():
        favour(user_id=current_user.user.id, room_id=room.id, now=clock.now())
    flash(f"{room.name} is among your favourites.", "good")
    return go_to(room_href(room.studio.slug, room.slug))


@blueprint.post("/rooms/<code>/favourite/removal")
@access(signed_in)
def create_favourite_removal(code: str) -> BaseResponse:
    """Keep it no longer, and back to the room."""
    room = get_room_by_code(code)
    with transaction():
        let_go(user_id=current_user.user.id, room_id=room.id)
    flash(f"{room.name} is no longer among your favourites.", "info")
    return go_to(room_href(room.studio.slug, room.slug))
