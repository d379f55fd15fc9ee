"""A room's photos as the owner arranges them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from studiobook.files.opening import current_storage
from studiobook.files.storage import rendition_key
from studiobook.rooms.forms.photos import AltForm, UploadForm
from studiobook.rooms.models import Photo, Room
from studiobook.rooms.receive_photo import Uploads
from studiobook.rooms.uploads import PhotoUpload
from studiobook.web.components import Act, Link, Undo
from studiobook.web.components import Photo as Picture
from studiobook.web.console import sections


@dataclass(frozen=True)
class PhotoRow:
    """One picture with what can be done to it."""

    picture: Picture
    number: int
    form: AltForm
    action: str
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class RefusedRow:
    """A file that became no photo, why, and how to put the sentence away."""

    name: str
    sentence: str
    act: Act


@dataclass(frozen=True)
class RemovedRow:
    """A deleted picture that can still be put back."""

    picture: Picture
    act: Act


@dataclass(frozen=True)
class PhotosPage:
    """The upload form and the pictures in order; the first is the one on cards.

    `waiting` are names of files that are being worked on; as long as there are any, `progress` is
    the address that says when that has changed. `undo` puts back what was just deleted.
    """

    form: UploadForm
    action: str
    rows: tuple[PhotoRow, ...]
    waiting: tuple[str, ...]
    progress: str | None
    refused: tuple[RefusedRow, ...]
    removed: tuple[RemovedRow, ...]
    undo: Undo | None
    breadcrumbs: tuple[Link, ...]
    checklist_href: str
    sections: tuple[Link, ...]

    @property
    def here(self) -> str:
        """The address of the page."""
        return self.action


def photos_page(
    room: Room,
    form: UploadForm,
    *,
    way: tuple[Link, ...],
    uploads: Uploads,
    removed: Sequence[Photo],
    just_removed: int | None = None,
    reworded: tuple[int, AltForm] | None = None,
) -> PhotosPage:
    """The page; `reworded` is a photo's id with words that were refused."""
    at: dict[str, Any] = {"slug": room.studio.slug, "room_slug": room.slug}
    here = url_for("rooms.show_photos", **at)
    photos = list(room.photos)
    return PhotosPage(
        form=form,
        action=here,
        rows=tuple(
            _row(room, photo, number, len(photos), reworded)
            for number, photo in enumerate(photos, start=1)
        ),
        waiting=tuple(upload.name for upload in uploads.waiting),
        progress=url_for("rooms.show_photo_progress", **at, seen=uploads.seen)
        if uploads.waiting
        else None,
        refused=tuple(_refused(room, upload) for upload in uploads.refused),
        removed=tuple(
            RemovedRow(_drawn(photo), _restore(room, photo, f"Put it back: {photo.alt}"))
            for photo in removed
        ),
        undo=next(
            (
                Undo("The photo is removed.", _restore(room, photo))
                for photo in removed
                if photo.id == just_removed
            ),
            None,
        ),
        breadcrumbs=(*way, Link("Photos", here, current=True)),
        checklist_href=url_for("rooms.show_studio", slug=room.studio.slug),
        sections=sections("studios"),
    )


def _row(
    room: Room, photo: Photo, number: int, of: int, reworded: tuple[int, AltForm] | None
) -> PhotoRow:
    at: dict[str, Any] = {"slug": room.studio.slug, "room_slug": room.slug, "photo_id": photo.id}
    move = url_for("rooms.create_photo_move", **at)
    remove = url_for("rooms.create_photo_removal", **at)
    acts = [Act("Remove", remove, kind="danger", words=f"Remove photo {number}")]
    if number < of:
        acts.insert(0, _move("Later", move, number))
    if number > 1:
        acts.insert(0, _move("Earlier", move, number))
    prefix = f"photo_{photo.id}"
    form = AltForm(formdata=None, data={"alt": photo.alt}, prefix=prefix)
    if reworded is not None and reworded[0] == photo.id:
        form = reworded[1]
    return PhotoRow(_drawn(photo), number, form, url_for("rooms.update_photo", **at), tuple(acts))


def _move(label: str, action: str, number: int) -> Act:
    where = (("to", label.lower()),)
    return Act(label, action, where, kind="quiet", words=f"Move photo {number}: {label.lower()}")


def _restore(room: Room, photo: Photo, words: str | None = None) -> Act:
    action = url_for(
        "rooms.create_photo_restoration",
        slug=room.studio.slug,
        room_slug=room.slug,
        photo_id=photo.id,
    )
    return Act("Put it back" if words else "Undo", action, kind="quiet", words=words)


def _refused(room: Room, upload: PhotoUpload) -> RefusedRow:
    action = url_for(
        "rooms.create_refusal_dismissal",
        slug=room.studio.slug,
        room_slug=room.slug,
        upload_id=upload.id,
    )
    act = Act("Hide", action, kind="quiet", words=f"Hide what was said about {upload.name}")
    return RefusedRow(upload.name, upload.refusal or "", act)


def _drawn(photo: Photo) -> Picture:
    storage = current_storage()
    sources = tuple((storage.url(rendition_key(photo.key, w)), w) for w in photo.widths)
    return Picture(sources, photo.alt, photo.width, photo.height, photo.placeholder)
