"""/manage/studios/<slug>/rooms/<room>/photos: files are received at once and developed apart."""

from functools import partial
from typing import Any

from flask import Response, flash, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock, queue
from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.extensions import limiter
from studiobook.files.errors import PictureRefused
from studiobook.files.opening import current_storage
from studiobook.files.picture import MAX_BYTES, refuse_at_sight
from studiobook.files.storage import RAW_TYPE, new_key, raw_key
from studiobook.rooms.arrange_photos import TooManyPhotos, refuse_more
from studiobook.rooms.forms.photos import NONE, UploadForm
from studiobook.rooms.models import Room
from studiobook.rooms.receive_photo import dismiss_refusal, list_uploads, receive_photo
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import room_at
from studiobook.rooms.routes.photos import back, locked, show
from studiobook.web.access import access, staff

AT_ONCE = 10
UPLOAD = "rooms.create_photos"
#: Bytes of a whole upload, its form around the files included.
MOST_BYTES = AT_ONCE * MAX_BYTES + 1024 * 1024
TOO_MANY = f"Only the first {AT_ONCE} files were taken. Please send the others afterwards."
DEVELOP = "studiobook.rooms.jobs.develop_photo"


@blueprint.url_value_preprocessor
def allow_uploads(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Several photos are larger than other forms may be; it is read before the view is asked."""
    if endpoint == UPLOAD and current_user.is_authenticated:
        request.max_content_length = MOST_BYTES


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/photos")
@limiter.limit("30 per minute")
@access(staff)
def create_photos(slug: str, room_slug: str) -> Response | BaseResponse:
    """Receive every file that may be a picture; say of each other one why not."""
    room = room_at(slug, room_slug)
    form = UploadForm()
    form.validate_on_submit()
    files = [file for file in request.files.getlist("photos") if file.filename]
    refusals = [] if files else [NONE]
    received = 0
    for file in files[:AT_ONCE]:
        try:
            _receive(room, file)
            received += 1
        except (PictureRefused, TooManyPhotos) as refusal:
            refusals.append(f"{_name(file)}: {refusal.message}")
    if len(files) > AT_ONCE:
        refusals.append(TOO_MANY)
    if refusals:
        form.photos.errors = refusals
        return show(room_at(slug, room_slug), form, 422)
    flash(_said(received), "good")
    return back(slug, room_slug)


@blueprint.get("/manage/studios/<slug>/rooms/<room_slug>/photos/progress")
@access(staff)
def show_photo_progress(slug: str, room_slug: str) -> Response | BaseResponse:
    """The photos, when others are waiting now than those that were seen; otherwise nothing."""
    room = room_at(slug, room_slug)
    if list_uploads(room.id).seen == request.args.get("seen"):
        return Response(status=204)
    return show(room, UploadForm(formdata=None))


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/photos/uploads/<int:upload_id>/dismissal")
@access(staff)
def create_refusal_dismissal(slug: str, room_slug: str, upload_id: int) -> BaseResponse:
    """The sentence has been read. Doing it twice changes nothing."""
    room = room_at(slug, room_slug)
    in_transaction(lambda: dismiss_refusal(room=room, upload_id=upload_id))
    return back(slug, room_slug)


def _receive(room: Room, file: FileStorage) -> None:
    # One byte more than allowed is enough to be refused.
    data = file.stream.read(MAX_BYTES + 1)
    refuse_at_sight(data)
    refuse_more(room)
    storage, now = current_storage(), clock.now()
    raw = raw_key(now)
    # The storage may be far away: no transaction waits for it. Bytes that nobody notes down
    # because we die here are deleted after a day.
    storage.put(raw, data, RAW_TYPE)
    note = partial(receive_photo, name=_name(file), raw_key=raw, key=new_key(), now=now)
    try:
        upload_id = in_transaction(lambda: note(room=locked(room)).id)
    except DomainError:
        storage.delete([raw])
        raise
    queue.ring(DEVELOP, upload_id, lane=queue.SLOW)


def _name(file: FileStorage) -> str:
    name = "".join(c for c in file.filename or "" if c.isprintable())
    return name if len(name) <= 60 else f"{name[:40]}…{name[-15:]}"


def _said(received: int) -> str:
    if received == 1:
        return "The photo has arrived. It appears here in a moment."
    return f"{received} photos have arrived. They appear here in a moment."
