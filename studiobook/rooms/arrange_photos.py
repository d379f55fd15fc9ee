"""A room's pictures in order: moved, reworded, taken away and put back."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from studiobook.db.base import db
from studiobook.errors import DomainError, NotFound
from studiobook.rooms.listing import refresh_listing
from studiobook.rooms.models import Photo, Room
from studiobook.rooms.uploads import PhotoUpload, UploadState


class TooManyPhotos(DomainError):
    """A gallery that nobody looks through."""

    message = "A room shows 20 photos at most. Delete one first."


MOST = 20
#: How long a removed photo can be put back, and a settled upload is remembered.
KEPT = timedelta(days=1)
#: Between the last moment to put a photo back and the first to delete its files.
GRACE = timedelta(hours=1)


def refuse_more(room: Room) -> None:
    """Raises TooManyPhotos when photos and waiting uploads together fill the room's gallery."""
    waiting = select(func.count()).where(
        PhotoUpload.room_id == room.id, PhotoUpload.state == UploadState.WAITING
    )
    if len(_in_order(room)) + (db.session.scalar(waiting) or 0) >= MOST:
        raise TooManyPhotos


def move_photo(*, room: Room, photo_id: int, earlier: bool) -> None:
    """Exchange it with the one before or after; at either end nothing happens. Raises NotFound."""
    photos = _in_order(room)
    here = photos.index(_find(photos, photo_id))
    there = here - 1 if earlier else here + 1
    if not 0 <= there < len(photos):
        return
    photos[here], photos[there] = photos[there], photos[here]
    _number(photos)


def reword_photo(*, room: Room, photo_id: int, alt: str) -> None:
    """Say what it shows. Raises NotFound."""
    _find(_in_order(room), photo_id).alt = alt


def remove_photo(*, room: Room, photo_id: int, now: datetime) -> bool:
    """Take it away; for `KEPT` it can be put back. False when it was gone before.

    A room without a photo is shown no more.
    """
    photo = next((one for one in _in_order(room) if one.id == photo_id), None)
    if photo is None:
        return False
    photo.removed_at = now
    db.session.flush()
    refresh_listing(room.studio)
    return True


def restore_photo(*, room: Room, photo_id: int, now: datetime) -> bool:
    """Put it back where it was; False when it stands there already.

    Raises NotFound once it is too late, TooManyPhotos.
    """
    photos = _in_order(room)
    if any(photo.id == photo_id for photo in photos):
        return False
    photo = _find(list_removed(room, now=now), photo_id)
    refuse_more(room)
    photo.removed_at = None
    photos.insert(min(photo.position, len(photos)), photo)
    _number(photos)
    refresh_listing(room.studio)
    return True


def list_removed(room: Room, *, now: datetime) -> list[Photo]:
    """What can be put back, the last removed first."""
    mine = (
        select(Photo)
        .where(Photo.room_id == room.id, Photo.removed_at > now - KEPT)
        .order_by(Photo.removed_at.desc(), Photo.id)
    )
    return list(db.session.scalars(mine))


def list_over(*, now: datetime) -> list[tuple[int, str]]:
    """Id and key of each photo that nobody can put back any more."""
    over = select(Photo.id, Photo.key).where(Photo.removed_at < now - KEPT - GRACE)
    return [(photo_id, key) for photo_id, key in db.session.execute(over)]


def forget_photo(photo_id: int) -> None:
    """Its files are deleted: drop the row of a removed photo."""
    db.session.execute(delete(Photo).where(Photo.id == photo_id, Photo.removed_at.is_not(None)))


def _in_order(room: Room) -> list[Photo]:
    mine = (
        select(Photo)
        .where(Photo.room_id == room.id, Photo.removed_at.is_(None))
        .order_by(Photo.position, Photo.id)
    )
    return list(db.session.scalars(mine))


def _number(photos: list[Photo]) -> None:
    for position, photo in enumerate(photos):
        photo.position = position
    db.session.flush()


def _find(photos: list[Photo], photo_id: int) -> Photo:
    found = next((photo for photo in photos if photo.id == photo_id), None)
    if found is None:
        raise NotFound
    return found
