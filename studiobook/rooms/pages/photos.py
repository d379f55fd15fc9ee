"""A room's photos as the owner arranges them."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from studiobook.files.opening import current_storage
from studiobook.files.storage import rendition_key
from studiobook.rooms.forms.photos import AltForm, UploadForm
from studiobook.rooms.models import Photo, Room
from studiobook.web.components import Act, Link
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
class PhotosPage:
    """The upload form and the pictures in order; the first is the one on cards."""

    form: UploadForm
    action: str
    rows: tuple[PhotoRow, ...]
    breadcrumbs: tuple[Link, ...]
    checklist_href: str
    sections: tuple[Link, ...]


def photos_page(
    room: Room,
    form: UploadForm,
    *,
    way: tuple[Link, ...],
    reworded: tuple[int, AltForm] | None = None,
) -> PhotosPage:
    """The page; `reworded` is a photo's id with words that were refused."""
    here = url_for("rooms.show_photos", slug=room.studio.slug, room_slug=room.slug)
    photos = sorted(room.photos, key=lambda photo: (photo.position, photo.id))
    return PhotosPage(
        form=form,
        action=here,
        rows=tuple(
            _row(room, photo, number, len(photos), reworded)
            for number, photo in enumerate(photos, start=1)
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
    acts = [Act("Delete", remove, kind="danger", words=f"Delete photo {number}")]
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


def _drawn(photo: Photo) -> Picture:
    storage = current_storage()
    sources = tuple((storage.url(rendition_key(photo.key, w)), w) for w in photo.widths)
    return Picture(sources, photo.alt, photo.width, photo.height, photo.placeholder)
