"""Holding a slot for half an hour, at a price that is frozen from then on.

One statement locks the room, takes its time and writes the booking with its lines, days and event;
another before it tells what this person holds already. That is what a hold costs: the same through
the unit of work took nine statements and five times as long (docs/decisions/0007).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import make_transient_to_detached

from studiobook.bookings.errors import PriceChanged, TooManyHolds
from studiobook.bookings.events import BookingHeld
from studiobook.bookings.models import Booking
from studiobook.bookings.own_holds import MINE, lock_and_list, whose
from studiobook.bookings.queries import list_active_holds
from studiobook.bookings.quote import Quote
from studiobook.bookings.quote_for import quote_for
from studiobook.bookings.release import release
from studiobook.bookings.states import Status
from studiobook.bookings.terms import Preset, terms_for
from studiobook.db.base import db
from studiobook.db.columns import range_of
from studiobook.outbox.record import RECORD, recording, ring_for
from studiobook.rooms import occupy, room_days
from studiobook.rooms.add_on import NOTHING, ChosenAddOn, Wanted, choose
from studiobook.rooms.catalogue import RoomDetail, get_room_by_code
from studiobook.rooms.errors import SlotTaken
from studiobook.rooms.openings import refuse_unoffered
from studiobook.teams import engage
from studiobook.teams.models import Membership
from studiobook.teams.queries import get_engineer
from studiobook.users.viewer import Viewer
from studiobook.values.code import new_code
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot

LASTS = timedelta(minutes=30)
MOST = 3
#: Long enough that two of millions of bookings practically never get the same one.
CODE_LENGTH = 10
#: How often a hold begins anew because the room or the person's holds changed meanwhile.
TRIES = 3

# ruff: noqa: S608  # our own fragments; values are always parameters
_COLUMNS = (
    "code", "room_id", "studio_id", "user_id", "visitor_hash", "guest_name", "guest_email",
    "guest_phone", "status", "engineer_id", "people", "note", "zone", "currency", "total_minor",
    "fee_minor", "instant", "held_at", "lapses_at", "disputed",
)  # fmt: skip
_TAKE = text(
    f"""WITH {occupy.PLACE}, fresh AS (
        SELECT nextval('booking_id_seq') AS booking_id FROM place
        WHERE :others = (SELECT COALESCE(sum(b.id), 0) FROM booking b WHERE {MINE})
    ), {occupy.CLAIM}, booked AS (
        INSERT INTO booking (id, during, terms_json, add_ons_json, {", ".join(_COLUMNS)})
        SELECT booking_id, tstzrange(:starts_at, :ends_at), CAST(:terms AS jsonb),
            CAST(:add_ons AS jsonb),
            {", ".join(f":{column}" for column in _COLUMNS)} FROM claim
    ), line AS (
        INSERT INTO booking_line (booking_id, position, kind, label, detail, amount_minor)
        SELECT booking_id, t.position - 1, t.kind, t.label, t.detail, t.amount
        FROM claim, unnest(CAST(:kinds AS text[]), CAST(:labels AS text[]),
                CAST(:details AS text[]), CAST(:amounts AS int[]))
            WITH ORDINALITY AS t (kind, label, detail, amount, position)
    ), {room_days.HOLD_DAYS}, {RECORD}
    SELECT (SELECT count(*) FROM place) AS places, (SELECT count(*) FROM fresh) AS fresh,
        (SELECT booking_id FROM claim) AS booking_id, (SELECT id FROM event) AS event_id"""
)


def hold(
    *,
    room: RoomDetail,
    slot: Timeslot,
    people: int,
    engineer_id: int | None,
    add_ons: Wanted = NOTHING,
    viewer: Viewer,
    fee: Rate,
    now: datetime,
    expected_total_minor: int | None = None,
) -> Booking:
    """Take the slot for half an hour, or come back to the hold that this person has on it.

    Another slot of the same room replaces the person's hold there. `fee` is the marketplace's
    share. Raises NotOffered, the refusals of `quote`, NoSuchEngineer, AddOnRefused, PriceChanged,
    TooManyHolds, SlotTaken, EngineerTaken, and NotFound for a room that is no longer let.
    """
    for _ in range(TRIES):
        refuse_unoffered(room.rules, slot, now=now)
        engineer = _engineer(engineer_id, room)
        chosen = choose(room.add_ons, add_ons)
        price = quote_for(
            room, slot=slot, people=people, add_ons=chosen, engineer=engineer, fee=fee
        )
        wish = _Wish(room, slot, people, chosen, engineer, viewer, price, now)
        held = lock_and_list(viewer, now=now)
        for own in held:
            if own.room_id == room.id and own.is_for(slot, people, engineer_id, add_ons):
                return db.session.get_one(Booking, own.id)
        if expected_total_minor not in (None, price.total.minor):
            raise PriceChanged(price.total)
        others = [own.id for own in held if own.room_id != room.id]
        if len(others) >= MOST:
            _refuse_more(viewer, others, now)
        for own in held:
            if own.room_id == room.id:
                release(own.id, now=now)
        booking = _take(wish, others)
        if booking is not None:
            return booking
        room = get_room_by_code(room.code)
    raise SlotTaken(slot.starts_at)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be held, checked and priced."""

    room: RoomDetail
    slot: Timeslot
    people: int
    add_ons: Sequence[ChosenAddOn]
    engineer: Membership | None
    viewer: Viewer
    price: Quote
    now: datetime

    @property
    def during(self) -> Timeslot:
        """The slot with the room's buffers: what it takes of the room."""
        return self.slot.widen(self.room.rules.before, self.room.rules.after)


def _engineer(engineer_id: int | None, room: RoomDetail) -> Membership | None:
    return None if engineer_id is None else get_engineer(engineer_id, studio_id=room.studio.id)


def _refuse_more(viewer: Viewer, others: list[int], now: datetime) -> None:
    found = [own for own in list_active_holds(viewer, now=now) if own.id in others]
    names = [f"{own.room.name} at {own.room.studio.name}" for own in found]
    raise TooManyHolds(names, [own.code for own in found])


def _take(wish: _Wish, others: list[int]) -> Booking | None:
    """Write everything; None when what was read has changed and the hold must begin anew."""
    columns = _columns(wish)
    parameters = _parameters(wish, columns, others)
    done = db.session.execute(_TAKE, parameters).one()
    if done.booking_id is None and done.fresh:
        if not occupy.drop_lapsed(wish.room.id, wish.during, now=wish.now):
            raise SlotTaken(wish.slot.starts_at)
        done = db.session.execute(_TAKE, parameters).one()
    if done.booking_id is None:
        return None
    if parameters["subscribers"]:
        ring_for(done.event_id)
    if wish.engineer:
        engage.engage(
            user_id=wish.engineer.user_id,
            booking_id=done.booking_id,
            slot=wish.slot,
            lapses_at=columns["lapses_at"],
            now=wish.now,
        )
    return _written(done.booking_id, wish, columns)


def _columns(wish: _Wish) -> dict[str, Any]:
    room, price = wish.room, wish.price
    return {
        "code": new_code(CODE_LENGTH),
        "room_id": room.id,
        "studio_id": room.studio.id,
        "user_id": wish.viewer.user_id,
        "visitor_hash": wish.viewer.visitor_hash,
        "guest_name": "",
        "guest_email": "",
        "guest_phone": "",
        "status": Status.HELD,
        "engineer_id": wish.engineer.id if wish.engineer else None,
        "people": wish.people,
        "note": "",
        "zone": room.studio.zone,
        "currency": price.currency,
        "total_minor": price.total.minor,
        "fee_minor": price.fee.minor,
        "instant": room.studio.instant,
        "held_at": wish.now,
        "lapses_at": wish.now + LASTS,
        "disputed": False,
    }


def _parameters(wish: _Wish, columns: dict[str, Any], others: list[int]) -> dict[str, Any]:
    room, lines, during = wish.room, wish.price.lines, wish.during
    fact = BookingHeld(columns["lapses_at"])
    return {
        **columns,
        **whose(wish.viewer),
        "status": Status.HELD.value,
        "version": room.version,
        "others": sum(others),
        "taken_from": during.starts_at,
        "taken_to": during.ends_at,
        "starts_at": wish.slot.starts_at,
        "ends_at": wish.slot.ends_at,
        "terms": json.dumps(_terms(room)),
        "add_ons": json.dumps(_frozen(wish)),
        "kinds": [line.kind for line in lines],
        "labels": [line.label[:200] for line in lines],
        "details": [line.detail[:300] for line in lines],
        "amounts": [line.amount.minor for line in lines],
        **room_days.hold_days(rules=room.rules, during=during),
        **recording(fact, actor="guest", actor_id=wish.viewer.user_id),
        "now": wish.now,
    }


def _terms(room: RoomDetail) -> dict[str, Any]:
    return terms_for(Preset(room.studio.terms_preset)).to_json()


def _frozen(wish: _Wish) -> list[dict[str, Any]]:
    return [add_on.to_json() for add_on in wish.add_ons]


def _written(booking_id: int, wish: _Wish, columns: dict[str, Any]) -> Booking:
    """The row that was just written as an object of the session, without reading it again."""
    booking = Booking(
        id=booking_id,
        during=range_of(wish.slot),
        terms_json=_terms(wish.room),
        add_ons_json=_frozen(wish),
        **columns,
    )
    make_transient_to_detached(booking)
    db.session.add(booking)
    return booking
