"""A room's pictures in order: moved, reworded, taken away."""

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.errors import DomainError, NotFound
from studiobook.rooms.listing import refresh_listing
from studiobook.rooms.models import Photo, Room


class TooManyPhotos(DomainError):
    """A gallery that nobody looks through."""

    message = "A room shows 20 photos at most. Delete one first."


MOST = 20


def refuse_more(room: Room) -> None:
    """Raises TooManyPhotos when the room's gallery is full."""
    if len(_in_order(room)) >= MOST:
        raise TooManyPhotos


def move_photo(*, room: Room, photo_id: int, earlier: bool) -> None:
    """Exchange it with the one before or after; at either end nothing happens. Raises NotFound."""
    photos = _in_order(room)
    here = photos.index(_find(photos, photo_id))
    there = here - 1 if earlier else here + 1
    if not 0 <= there < len(photos):
        return
    photos[here], photos[there] = photos[there], photos[here]
    for position, photo in enumerate(photos):
        photo.position = position
    db.session.flush()


def reword_photo(*, room: Room, photo_id: int, alt: str) -> None:
    """Say what it shows. Raises NotFound."""
    _find(_in_order(room), photo_id).alt = alt


def remove_photo(*, room: Room, photo_id: int) -> str | None:
    """Take it away; its key, for the edge to discard after the commit. None when it is gone.

    A room without a photo is shown no more.
    """
    photo = next((one for one in _in_order(room) if one.id == photo_id), None)
    if photo is None:
        return None
    key = photo.key
    db.session.delete(photo)
    db.session.flush()
    refresh_listing(room.studio)
    return key


def _in_order(room: Room) -> list[Photo]:
    mine = select(Photo).where(Photo.room_id == room.id).order_by(Photo.position, Photo.id)
    return list(db.session.scalars(mine))


def _find(photos: list[Photo], photo_id: int) -> Photo:
    found = next((photo for photo in photos if photo.id == photo_id), None)
    if found is None:
        raise NotFound
    return found
