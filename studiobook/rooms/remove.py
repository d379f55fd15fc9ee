"""Deleting what was never booked: a room, or a studio that was never live."""

from sqlalchemy import delete, select

from studiobook.db.base import db
from studiobook.errors import DomainError
from studiobook.rooms import occupy
from studiobook.rooms.listing import refresh_listing
from studiobook.rooms.models import Photo, Room
from studiobook.rooms.queries import list_rooms_of
from studiobook.studios.models import Studio


class WasLive(DomainError):
    """People may have kept its address or written to it."""

    status = 409
    message = "It has been live, so it can't be deleted. Take it offline instead."


def remove_room(room: Room) -> list[str]:
    """Delete the room with its prices, photos and blocks; the keys of pictures to be discarded.

    The caller knows that it has no booking, and has locked studio and room.
    """
    studio = room.studio
    keys = _remove(room)
    refresh_listing(studio)
    return keys


def remove_studio(studio: Studio) -> list[str]:
    """Delete a draft with its rooms, under the same conditions. Raises WasLive."""
    if studio.published_at is not None:
        raise WasLive
    keys = [key for room in list_rooms_of(studio.id) for key in _remove(room)]
    db.session.expunge(studio)
    db.session.execute(delete(Studio).where(Studio.id == studio.id))
    return keys


def _remove(room: Room) -> list[str]:
    keys = list(db.session.scalars(select(Photo.key).where(Photo.room_id == room.id)))
    occupy.forget(room.id)
    db.session.execute(delete(Photo).where(Photo.room_id == room.id))
    db.session.execute(delete(Room).where(Room.id == room.id))
    return keys
