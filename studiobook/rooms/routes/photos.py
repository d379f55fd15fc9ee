"""/manage/studios/<slug>/rooms/<room>/photos: ordered, worded, deleted and put back."""

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.db.transaction import in_transaction
from studiobook.rooms import occupy
from studiobook.rooms.arrange_photos import (
    list_removed,
    move_photo,
    remove_photo,
    restore_photo,
    reword_photo,
)
from studiobook.rooms.forms.photos import AltForm, UploadForm
from studiobook.rooms.models import Room
from studiobook.rooms.pages.photos import photos_page
from studiobook.rooms.receive_photo import list_uploads
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import room_at, way_to_room
from studiobook.studios.lock import lock_studio
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond


@blueprint.get("/manage/studios/<slug>/rooms/<room_slug>/photos")
@access(staff)
def show_photos(slug: str, room_slug: str) -> Response:
    """In their order."""
    return show(room_at(slug, room_slug), UploadForm(formdata=None))


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/photos/<int:photo_id>")
@access(staff)
def update_photo(slug: str, room_slug: str, photo_id: int) -> Response | BaseResponse:
    """Save what it shows."""
    room = room_at(slug, room_slug)
    form = AltForm(prefix=f"photo_{photo_id}")
    if not form.validate_on_submit():
        return show(room, UploadForm(formdata=None), 422, reworded=(photo_id, form))
    in_transaction(
        lambda: reword_photo(room=locked(room), photo_id=photo_id, alt=form.alt.data or "")
    )
    flash("The words are saved.", "good")
    return back(slug, room_slug)


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/photos/<int:photo_id>/move")
@access(staff)
def create_photo_move(slug: str, room_slug: str, photo_id: int) -> BaseResponse:
    """One place earlier or later."""
    room = room_at(slug, room_slug)
    earlier = request.form.get("to") != "later"
    in_transaction(lambda: move_photo(room=locked(room), photo_id=photo_id, earlier=earlier))
    return back(slug, room_slug)


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/photos/<int:photo_id>/removal")
@access(staff)
def create_photo_removal(slug: str, room_slug: str, photo_id: int) -> BaseResponse:
    """Delete it, for a day not for good. Doing it twice changes nothing."""
    room = room_at(slug, room_slug)
    now = clock.now()
    in_transaction(lambda: remove_photo(room=locked(room), photo_id=photo_id, now=now))
    return back(slug, room_slug, removed=photo_id)


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/photos/<int:photo_id>/restoration")
@access(staff)
def create_photo_restoration(slug: str, room_slug: str, photo_id: int) -> BaseResponse:
    """Put a deleted one back where it was. Doing it twice changes nothing."""
    room = room_at(slug, room_slug)
    now = clock.now()
    if in_transaction(lambda: restore_photo(room=locked(room), photo_id=photo_id, now=now)):
        flash("The photo is back.", "good")
    return back(slug, room_slug)


def locked(room: Room) -> Room:
    """The room with its studio's lock and its own; in a transaction."""
    lock_studio(room.studio_id)
    occupy.lock(room.id)
    return room


def back(slug: str, room_slug: str, *, removed: int | None = None) -> BaseResponse:
    """To the photos, where the one that was just removed can be put back."""
    at = url_for("rooms.show_photos", slug=slug, room_slug=room_slug, removed=removed)
    return go_to(at)


def show(
    room: Room,
    form: UploadForm,
    status: int = 200,
    *,
    reworded: tuple[int, AltForm] | None = None,
) -> Response:
    """The page; `reworded` is a photo's id with words that were refused."""
    page = photos_page(
        room,
        form,
        way=way_to_room(room),
        uploads=list_uploads(room.id),
        removed=list_removed(room, now=clock.now()),
        just_removed=request.args.get("removed", type=int),
        reworded=reworded,
    )
    return respond("rooms/photos.html", page, status)
