"""A room that is sold no more, with everybody who booked it; deleting what nobody booked."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select

from studiobook.bookings.affected import Affected, Decision, list_affected
from studiobook.bookings.close import Done, carry_out, decide, lock_all
from studiobook.bookings.errors import EverBooked
from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.rooms.models import Room
from studiobook.rooms.queries import list_rooms_of
from studiobook.rooms.remove import remove_room, remove_studio
from studiobook.rooms.withdraw import withdraw_room
from studiobook.studios.models import Studio
from studiobook.values.timeslot import Timeslot

#: Further ahead than any room is let.
FAR = timedelta(days=2 * 366)


def list_booked(room: Room, *, now: datetime) -> list[Affected]:
    """Everybody whose session in the room is not over."""
    return list_affected([room.id], Timeslot(now, now + FAR), now=now)


def leave_market(room: Room, *, decision: Decision, actor_id: int | None, now: datetime) -> Done:
    """Sell the room no more, and do what was decided about each booking.

    Raises Undecided, AffectedChanged.
    """
    lock_all(room.studio)
    booked = list_booked(room, now=now)
    choices = decide(booked, decision)
    withdraw_room(room)
    return carry_out(booked, choices, actor_id=actor_id, now=now)


def was_booked(room: Room) -> bool:
    """Whether anybody ever held it."""
    return bool(db.session.scalar(select(exists().where(Booking.room_id == room.id))))


def delete_room(room: Room) -> list[str]:
    """Delete a room that nobody ever booked; keys of its pictures. Raises EverBooked."""
    lock_all(room.studio)
    if was_booked(room):
        raise EverBooked
    return remove_room(room)


def delete_studio(studio: Studio) -> list[str]:
    """The same for a studio that was never live nor booked. Raises WasLive, EverBooked."""
    lock_all(studio)
    if any(was_booked(room) for room in list_rooms_of(studio.id)):
        raise EverBooked
    return remove_studio(studio)
