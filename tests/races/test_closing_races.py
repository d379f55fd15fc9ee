"""A studio closes while guests hold and pay: one right outcome each, and both are told."""

from functools import partial

import pytest
from flask import Flask

from studiobook.bookings.affected import Choice, Decision, list_affected
from studiobook.bookings.close import Closing, close, reopen
from studiobook.bookings.confirm import Outcome, confirm
from studiobook.bookings.errors import AffectedChanged
from studiobook.bookings.models import Booking
from studiobook.bookings.queries import list_events
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.rooms.errors import Closed
from studiobook.rooms.models import Room
from studiobook.studios.models import Closure
from studiobook.values.timeslot import Timeslot
from tests.factories.world import NOW, make_booking, make_hold, make_room, make_studio, slot_in
from tests.races.test_console_races import BUT, ROUNDS, outcomes
from tests.support.doctor import findings

pytestmark = pytest.mark.committed


def close_it(room_id: int, slot: Timeslot, seen: frozenset[str]) -> int:
    room = db.session.get_one(Room, room_id)
    decision = Decision(Choice.REFUND, {}, seen)
    done = close(Closing(room.studio, None, slot), decision=decision, actor_id=None, now=NOW)
    return sum(done.values())


def hold_it(room_id: int, slot: Timeslot) -> str:
    return make_hold(room=db.session.get_one(Room, room_id), slot=slot).status


def test_a_hold_comes_before_the_closure_and_is_seen_or_after_it_and_is_refused(app: Flask):
    studio = make_studio()
    room = make_room(studio=studio)
    make_room(studio=studio, name="Room B")
    for days in range(1, 1 + ROUNDS):
        slot, room_id = slot_in(room, days=days), room.id
        db.session.commit()
        held, closed = outcomes(
            app, partial(hold_it, room_id, slot), partial(close_it, room_id, slot, frozenset())
        )
        if isinstance(closed, AffectedChanged):
            assert held is Status.HELD
        else:
            assert (type(held), closed) == (Closed, 0)
        db.session.rollback()
    assert findings(NOW, but=BUT) == []


def test_money_comes_before_the_closure_and_is_seen_or_after_it_and_goes_back(app: Flask):
    room = make_room()
    for days in range(1, 1 + ROUNDS):
        booking = make_booking(room=room, slot=slot_in(room, days=days), paid=False)
        slot, room_id, booking_id = booking.slot, room.id, booking.id
        seen = frozenset(one.key for one in list_affected([room_id], slot, now=NOW))
        db.session.commit()
        paid, closed = outcomes(
            app,
            partial(confirm, booking_id, paid_at=NOW, now=NOW),
            partial(close_it, room_id, slot, seen),
        )
        booking = db.session.get_one(Booking, booking_id)
        told = [event.name for event in list_events(booking_id)]
        if isinstance(closed, AffectedChanged):
            assert (paid, booking.status) == (Outcome.CONFIRMED, Status.CONFIRMED)
        else:
            assert (paid, booking.status, closed) == (Outcome.REFUSED, Status.RELEASED, 1)
            assert told[-2:] == ["HoldWithdrawn", "LateMoneyRefused"]
            assert booking.refund_due_minor == booking.total_minor
        db.session.rollback()
    assert findings(NOW, but=BUT) == []


def test_two_who_close_at_once_cancel_once(app: Flask):
    room = make_room()
    booking = make_booking(room=room)
    slot, room_id, booking_id = booking.slot, room.id, booking.id
    seen = frozenset(one.key for one in list_affected([room_id], slot, now=NOW))
    db.session.commit()
    found = outcomes(app, *[partial(close_it, room_id, slot, seen)] * 2)
    assert set(found) == {0, 1}
    assert db.session.query(Closure).count() == 1
    cancelled = [e for e in list_events(booking_id) if e.name == "BookingCancelled"]
    assert len(cancelled) == 1


def reopen_it(closure_id: int) -> str:
    closure = db.session.get(Closure, closure_id)
    if closure is None:
        return "gone"
    try:
        reopen(closure, actor_id=None, now=NOW)
    except NotFound:
        return "gone"
    return "open"


def test_of_two_who_open_again_at_once_one_is_told_that_it_is_open(app: Flask):
    room = make_room()
    slot, room_id = slot_in(room, days=1), room.id
    for _ in range(ROUNDS):
        db.session.commit()
        close_it(room_id, slot, frozenset())
        closure_id = db.session.query(Closure).one().id
        db.session.commit()
        found = outcomes(app, *[partial(reopen_it, closure_id)] * 2)
        assert sorted(map(str, found)) == ["gone", "open"]
        assert db.session.query(Closure).count() == 0
