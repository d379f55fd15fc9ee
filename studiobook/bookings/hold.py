"""Holding a slot for half an hour, at a price that is frozen from then on."""

from datetime import datetime, timedelta

from sqlalchemy import Text, bindparam, func, insert, select

from studiobook.bookings.errors import PriceChanged, TooManyHolds
from studiobook.bookings.events import BookingHeld
from studiobook.bookings.models import Booking, BookingLine
from studiobook.bookings.queries import list_active_holds, pricing_of, rate_of, tax_of
from studiobook.bookings.quote import PriceLine, Quote, quote
from studiobook.bookings.release import release
from studiobook.bookings.states import Status
from studiobook.bookings.terms import Preset, terms_for
from studiobook.db.base import db
from studiobook.db.columns import range_of
from studiobook.outbox.record import record
from studiobook.rooms import occupy
from studiobook.rooms.models import Room
from studiobook.rooms.openings import Rules, refuse_unoffered
from studiobook.rooms.queries import rules_of
from studiobook.teams import engage
from studiobook.teams.models import Membership
from studiobook.teams.queries import get_engineer
from studiobook.users.viewer import Viewer
from studiobook.values.code import new_code
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot

_LOCK_PERSON = select(
    func.pg_advisory_xact_lock(func.hashtextextended(bindparam("person", type_=Text), 0))
)
_FREEZE = insert(BookingLine)

LASTS = timedelta(minutes=30)
MOST = 3
#: Long enough that two of millions of bookings practically never get the same one.
CODE_LENGTH = 10


def hold(
    *,
    room: Room,
    slot: Timeslot,
    people: int,
    engineer_id: int | None,
    viewer: Viewer,
    fee: Rate,
    now: datetime,
    expected_total_minor: int | None = None,
) -> Booking:
    """Take the slot for half an hour, or come back to the hold that this person has on it.

    Another slot of the same room replaces the person's hold there. `fee` is the marketplace's
    share. Raises NotOffered, the refusals of `quote`, NoSuchEngineer, PriceChanged, TooManyHolds,
    SlotTaken, EngineerTaken.
    """
    rules = rules_of(room)
    refuse_unoffered(rules, slot, now=now)
    engineer = None if engineer_id is None else get_engineer(engineer_id, studio_id=room.studio_id)
    price = quote_for(room, slot=slot, people=people, engineer=engineer, fee=fee)
    _lock_holds_of(viewer)
    held = list_active_holds(viewer, now=now)
    for own in held:
        if own.room_id == room.id and _is_same(own, slot, people, engineer_id):
            return own
    if expected_total_minor not in (None, price.total.minor):
        raise PriceChanged(price.total)
    elsewhere = [own for own in held if own.room_id != room.id]
    if len(elsewhere) >= MOST:
        raise TooManyHolds([_name(own) for own in elsewhere], [own.code for own in elsewhere])
    for own in held:
        if own.room_id == room.id:
            release(own.id, now=now)
    return _take(
        room=room,
        rules=rules,
        slot=slot,
        people=people,
        engineer=engineer,
        viewer=viewer,
        price=price,
        now=now,
    )


def quote_for(
    room: Room, *, slot: Timeslot, people: int, engineer: Membership | None, fee: Rate
) -> Quote:
    """The price of a slot as it would be frozen now. Raises the refusals of `quote`."""
    studio = room.studio
    return quote(
        pricing=pricing_of(room),
        slot=slot,
        people=people,
        engineer=rate_of(engineer),
        fee=fee,
        tax=tax_of(studio),
        tax_name=studio.tax_name,
        zone=studio.zone,
    )


def _freeze(booking_id: int, lines: tuple[PriceLine, ...]) -> None:
    rows = [
        {
            "booking_id": booking_id,
            "position": position,
            "kind": line.kind,
            "label": line.label[:200],
            "detail": line.detail[:300],
            "amount_minor": line.amount.minor,
        }
        for position, line in enumerate(lines)
    ]
    # Past the unit of work: holding is the hot path, and nobody needs these as objects here.
    db.session.execute(_FREEZE, rows)


def _lock_holds_of(viewer: Viewer) -> None:
    """One hold at a time per person: two tabs must not get past the cap together."""
    person = viewer.visitor_hash if viewer.user_id is None else f"user:{viewer.user_id}"
    assert person is not None, "somebody who holds is known by an account or a browser"
    db.session.execute(_LOCK_PERSON, {"person": person})


def _is_same(own: Booking, slot: Timeslot, people: int, engineer_id: int | None) -> bool:
    return (own.slot, own.people, own.engineer_id) == (slot, people, engineer_id)


def _name(own: Booking) -> str:
    return f"{own.room.name} at {own.room.studio.name}"


def _take(
    *,
    room: Room,
    rules: Rules,
    slot: Timeslot,
    people: int,
    engineer: Membership | None,
    viewer: Viewer,
    price: Quote,
    now: datetime,
) -> Booking:
    lapses_at = now + LASTS
    booking = Booking(
        code=new_code(CODE_LENGTH),
        room_id=room.id,
        studio_id=room.studio_id,
        user_id=viewer.user_id,
        visitor_hash=viewer.visitor_hash,
        during=range_of(slot),
        status=Status.HELD,
        engineer_id=engineer.id if engineer else None,
        people=people,
        zone=rules.zone,
        currency=price.currency,
        total_minor=price.total.minor,
        fee_minor=price.fee.minor,
        terms_json=terms_for(Preset(room.studio.terms_preset)).to_json(),
        instant=room.studio.instant,
        held_at=now,
        lapses_at=lapses_at,
    )
    db.session.add(booking)
    db.session.flush()
    _freeze(booking.id, price.lines)
    occupy.hold(
        room_id=room.id, rules=rules, slot=slot, booking_id=booking.id, lapses_at=lapses_at, now=now
    )
    if engineer:
        engage.engage(
            user_id=engineer.user_id,
            booking_id=booking.id,
            slot=slot,
            lapses_at=lapses_at,
            now=now,
        )
    record(
        BookingHeld(lapses_at),
        actor="guest",
        actor_id=viewer.user_id,
        booking_id=booking.id,
        now=now,
    )
    return booking
