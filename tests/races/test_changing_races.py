"""Two wishes for the time after a session, or two hands on one switch: one right outcome."""

from datetime import datetime
from functools import partial

import pytest
from flask import Flask

from studiobook.bookings.arrive import arrive
from studiobook.bookings.book_walk_in import WalkIn, book_walk_in
from studiobook.bookings.extend import extend
from studiobook.bookings.models import Booking, Move, OvertimeClaim
from studiobook.bookings.no_show import WAITS, mark_no_show, undo_no_show
from studiobook.bookings.overtime import claim_overtime, contest_overtime, withdraw_overtime
from studiobook.bookings.queries import list_events
from studiobook.bookings.states import ClaimState, Status
from studiobook.db.base import db
from studiobook.rooms.errors import SlotTaken
from studiobook.rooms.models import Room
from studiobook.values.timeslot import Timeslot
from tests.factories.world import FEE, NOW, make_booking, make_room, slot_in
from tests.races.test_console_races import outcomes, status_after
from tests.support.doctor import DAYS, MONEY, PICTURES, PROCESSES, findings

pytestmark = pytest.mark.committed

BUT = (DAYS, MONEY, PICTURES, PROCESSES)
ROUNDS = 5


def longer(booking_id: int, now: datetime, because: str | None = None) -> int:
    return extend(
        booking_id,
        half_hours=2,
        present=4,
        by="owner",
        fee=FEE,
        waive_because=because,
        now=now,
    ).id


def walk_in(room_id: int, slot: Timeslot) -> int:
    return book_walk_in(
        room=db.session.get_one(Room, room_id),
        slot=slot,
        guest=WalkIn("Wanda"),
        reason="Pays here",
        actor_id=1,
        now=NOW,
    ).id


@pytest.mark.parametrize("because", [None, "A regular"])
def test_the_hour_after_a_session_goes_to_the_session_or_to_somebody_else(
    app: Flask, because: str | None
):
    room = make_room()
    for days in range(1, 1 + ROUNDS):
        booking = make_booking(room=room, slot=slot_in(room, days=days))
        after = Timeslot(booking.slot.ends_at, booking.slot.ends_at + booking.slot.duration / 2)
        code, room_id = booking.id, room.id
        db.session.commit()
        found = outcomes(app, partial(longer, code, NOW, because), partial(walk_in, room_id, after))
        assert [isinstance(one, SlotTaken) for one in found].count(True) == 1, found
        db.session.rollback()
    assert findings(NOW, but=BUT) == []


@pytest.mark.parametrize("because", [None, "A regular"])
def test_two_managers_who_extend_at_once_extend_once(app: Flask, because: str | None):
    room = make_room()
    for days in range(1, 1 + ROUNDS):
        booking = make_booking(room=room, slot=slot_in(room, days=days))
        code = booking.id
        db.session.commit()
        first, second = outcomes(
            app, partial(longer, code, NOW, because), partial(longer, code, NOW, because)
        )
        assert first == second
        assert db.session.query(Move).filter_by(booking_id=code).count() == 1
        assert db.session.get_one(Booking, code).slot.half_hours == (6 if because else 4)
        db.session.rollback()
    assert findings(NOW, but=BUT) == []


def test_of_a_claim_contested_and_withdrawn_at_once_the_last_word_stands(app: Flask):
    room = make_room()
    for days in range(1, 1 + ROUNDS):
        booking = make_booking(room=room, slot=slot_in(room, days=days))
        now = booking.slot.ends_at
        claim = claim_overtime(booking.id, half_hours=1, fee=FEE, now=now)
        code, claim_id = booking.id, claim.id
        db.session.commit()
        outcomes(
            app,
            partial(said, code, now),
            partial(ended, code, now),
        )
        assert db.session.get_one(OvertimeClaim, claim_id).state is ClaimState.WITHDRAWN
        assert list_events(code)[-1].name == "OvertimeEnded"
        db.session.rollback()
    assert findings(NOW, but=BUT) == []


def said(booking_id: int, now: datetime) -> int:
    return contest_overtime(booking_id, objection="No.", now=now).id


def ended(booking_id: int, now: datetime) -> int:
    return withdraw_overtime(booking_id, now=now).id


def test_a_no_show_taken_back_twice_is_taken_back_once(app: Flask):
    booking = make_booking()
    late = booking.slot.starts_at + WAITS
    mark_no_show(booking.id, now=late)
    code = booking.id
    db.session.commit()
    found = outcomes(
        app,
        partial(status_after, undo_no_show, code, late),
        partial(status_after, undo_no_show, code, late),
    )
    assert found == [Status.CONFIRMED, Status.CONFIRMED]
    names = [event.name for event in list_events(code)]
    assert names.count("MissUndone") == 1
    db.session.rollback()
    assert outcomes(app, partial(status_after, arrive, code, late)) == [Status.CONFIRMED]
