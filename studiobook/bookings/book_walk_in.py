"""The studio's own booking for somebody who stands there or calls, without money."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from studiobook.bookings.errors import WalkInOver
from studiobook.bookings.events import WalkInBooked
from studiobook.bookings.hold import CODE_LENGTH
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.bookings.terms import Preset, terms_for
from studiobook.db.base import db
from studiobook.db.columns import range_of
from studiobook.outbox.record import record
from studiobook.rooms import occupy
from studiobook.rooms.models import OccupancyKind, Room
from studiobook.rooms.queries import rules_of
from studiobook.teams import engage
from studiobook.teams.queries import get_engineer
from studiobook.values.code import new_code
from studiobook.values.email_address import normalise_email
from studiobook.values.one_line import one_line
from studiobook.values.timeslot import Timeslot


@dataclass(frozen=True)
class WalkIn:
    """Who comes; the e-mail address, if there is one, gets the confirmation."""

    name: str
    email: str = ""
    phone: str = ""
    people: int = 1
    note: str = ""


def book_walk_in(
    *,
    room: Room,
    slot: Timeslot,
    guest: WalkIn,
    reason: str,
    actor_id: int,
    now: datetime,
    engineer_id: int | None = None,
) -> Booking:
    """Confirmed at once at a price of zero, with the `reason` and the actor written on it.

    The studio may book outside its hours and notice, and a session that has begun. The same
    walk-in sent twice is booked once. Raises WalkInOver, NoSuchEngineer, SlotTaken, EngineerTaken.
    """
    if slot.ends_at <= now:
        raise WalkInOver
    occupy.lock(room.id)
    name = one_line(guest.name)
    already = _find_same(room.id, slot, name)
    if already is not None:
        return already
    engineer = get_engineer(engineer_id, studio_id=room.studio_id) if engineer_id else None
    booking = _written(room, slot, guest, reason, now)
    booking.engineer = engineer
    occupy.take(
        room_id=room.id,
        rules=rules_of(room),
        slot=slot,
        kind=OccupancyKind.BOOKING,
        booking_id=booking.id,
        now=now,
    )
    if engineer is not None:
        engage.engage(user_id=engineer.user_id, booking_id=booking.id, slot=slot, now=now)
    fact = WalkInBooked(booking.free_reason or "")
    record(fact, actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)
    return booking


def _find_same(room_id: int, slot: Timeslot, name: str) -> Booking | None:
    return db.session.scalar(
        select(Booking).where(
            Booking.room_id == room_id,
            Booking.during == range_of(slot),
            Booking.status == Status.CONFIRMED,
            Booking.free_reason.is_not(None),
            Booking.guest_name == name,
        )
    )


def _written(room: Room, slot: Timeslot, guest: WalkIn, reason: str, now: datetime) -> Booking:
    booking = Booking(
        code=new_code(CODE_LENGTH),
        room=room,
        studio=room.studio,
        guest_name=one_line(guest.name),
        guest_email=normalise_email(guest.email) if guest.email else "",
        guest_phone=one_line(guest.phone),
        during=range_of(slot),
        status=Status.CONFIRMED,
        people=guest.people,
        note=guest.note,
        zone=room.studio.zone,
        currency=room.currency,
        total_minor=0,
        fee_minor=0,
        terms_json=terms_for(Preset(room.studio.terms_preset)).to_json(),
        held_at=now,
        confirmed_at=now,
        free_reason=one_line(reason),
    )
    db.session.add(booking)
    db.session.flush()
    return booking
