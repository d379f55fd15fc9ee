"""/manage/studios/<slug>/rooms/<room>/photos: uploaded, ordered, worded, deleted."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.extensions import limiter
from studiobook.files.errors import PictureRefused
from studiobook.files.images import MAX_BYTES, PreparedImage, prepare
from studiobook.files.opening import current_storage, discard, keep
from studiobook.rooms import occupy
from studiobook.rooms.arrange_photos import (
    TooManyPhotos,
    move_photo,
    refuse_more,
    remove_photo,
    reword_photo,
)
from studiobook.rooms.forms.photos import NONE, AltForm, UploadForm
from studiobook.rooms.listing import refresh_listing
from studiobook.rooms.models import Room
from studiobook.rooms.pages.photos import photos_page
from studiobook.rooms.photograph import add_photo
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import room_at, way_to_room
from studiobook.studios.lock import lock_studio
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond

AT_ONCE = 10
UPLOAD = "rooms.create_photos"
#: Bytes of a whole upload, its form around the files included.
MOST_BYTES = AT_ONCE * MAX_BYTES + 1024 * 1024
TOO_MANY = f"Only the first {AT_ONCE} files were taken. Please send the others afterwards."


@blueprint.url_value_preprocessor
def allow_uploads(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Several photos are larger than other forms may be; it is read before the view is asked."""
    if endpoint == UPLOAD and current_user.is_authenticated:
        request.max_content_length = MOST_BYTES


@blueprint.get("/manage/studios/<slug>/rooms/<room_slug>/photos")
@access(staff)
def show_photos(slug: str, room_slug: str) -> Response:
    """In their order."""
    return _show(room_at(slug, room_slug), UploadForm(formdata=None))


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/photos")
@limiter.limit("30 per minute")
@access(staff)
def create_photos(slug: str, room_slug: str) -> Response | BaseResponse:
    """Keep every file that is a picture; say of each other one why not."""
    room = room_at(slug, room_slug)
    form = UploadForm()
    form.validate_on_submit()
    files = [file for file in request.files.getlist("photos") if file.filename]
    refusals = [] if files else [NONE]
    kept = 0
    for file in files[:AT_ONCE]:
        try:
            _keep(room, file)
            kept += 1
        except (PictureRefused, TooManyPhotos) as refusal:
            refusals.append(f"{_name(file)}: {refusal.message}")
    if len(files) > AT_ONCE:
        refusals.append(TOO_MANY)
    if kept:
        flash(_said(kept), "good")
    if refusals:
        form.photos.errors = refusals
        return _show(room_at(slug, room_slug), form, 422)
    return _back(slug, room_slug)


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/photos/<int:photo_id>")
@access(staff)
def update_photo(slug: str, room_slug: str, photo_id: int) -> Response | BaseResponse:
    """Save what it shows."""
    room = room_at(slug, room_slug)
    form = AltForm(prefix=f"photo_{photo_id}")
    if not form.validate_on_submit():
        return _show(room, UploadForm(formdata=None), 422, reworded=(photo_id, form))
    in_transaction(
        lambda: reword_photo(room=_locked(room), photo_id=photo_id, alt=form.alt.data or "")
    )
    flash("The words are saved.", "good")
    return _back(slug, room_slug)


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/photos/<int:photo_id>/move")
@access(staff)
def create_photo_move(slug: str, room_slug: str, photo_id: int) -> BaseResponse:
    """One place earlier or later."""
    room = room_at(slug, room_slug)
    earlier = request.form.get("to") != "later"
    in_transaction(lambda: move_photo(room=_locked(room), photo_id=photo_id, earlier=earlier))
    return _back(slug, room_slug)


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/photos/<int:photo_id>/removal")
@access(staff)
def create_photo_removal(slug: str, room_slug: str, photo_id: int) -> BaseResponse:
    """Delete it, file and row. Doing it twice changes nothing."""
    room = room_at(slug, room_slug)
    key = in_transaction(lambda: remove_photo(room=_locked(room), photo_id=photo_id))
    if key is not None:
        discard(current_storage(), key)
        flash("The photo is deleted.", "good")
    return _back(slug, room_slug)


def _keep(room: Room, file: FileStorage) -> None:
    # One byte more than allowed is enough to be refused.
    picture = prepare(file.stream.read(MAX_BYTES + 1))
    refuse_more(room)
    storage = current_storage()
    # The storage may be far away: no transaction waits for it.
    key = keep(storage, picture)
    try:
        in_transaction(lambda: _add(room, key, picture))
    except DomainError:
        discard(storage, key)
        raise


def _add(room: Room, key: str, picture: PreparedImage) -> None:
    refuse_more(_locked(room))
    add_photo(
        room=room,
        key=key,
        sizes=[(size.width, size.height) for size in picture.sizes],
        placeholder=picture.placeholder,
        alt=f"{room.name} at {room.studio.name}"[:200],
    )
    refresh_listing(room.studio)


def _locked(room: Room) -> Room:
    lock_studio(room.studio_id)
    occupy.lock(room.id)
    return room


def _name(file: FileStorage) -> str:
    name = "".join(c for c in file.filename or "" if c.isprintable())
    return name if len(name) <= 60 else f"{name[:40]}…{name[-15:]}"


def _said(kept: int) -> str:
    return "The photo is saved." if kept == 1 else f"{kept} photos are saved."


def _back(slug: str, room_slug: str) -> BaseResponse:
    return go_to(url_for("rooms.show_photos", slug=slug, room_slug=room_slug))


def _show(
    room: Room,
    form: UploadForm,
    status: int = 200,
    *,
    reworded: tuple[int, AltForm] | None = None,
) -> Response:
    page = photos_page(room, form, way=way_to_room(room), reworded=reworded)
    return respond("rooms/photos.html", page, status)
