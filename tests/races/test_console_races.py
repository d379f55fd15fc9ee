"""Two people at the console, or one there and a guest at the till: one right outcome each time."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from flask import Flask

from studiobook.bookings.answer import accept, decline
from studiobook.bookings.arrive import arrive
from studiobook.bookings.book_walk_in import WalkIn, book_walk_in
from studiobook.bookings.confirm import Outcome, confirm
from studiobook.bookings.errors import HasArrived
from studiobook.bookings.events import replay
from studiobook.bookings.models import Booking
from studiobook.bookings.no_show import WAITS, mark_no_show
from studiobook.bookings.queries import list_events
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.rooms.block import block
from studiobook.rooms.errors import SlotTaken
from studiobook.rooms.models import Occupancy, OccupancyKind, Room
from studiobook.values.timeslot import Timeslot
from tests.factories.world import NOW, make_booking, make_room, make_studio, slot_in
from tests.races.test_one_winner import at_once
from tests.support.doctor import MONEY, PICTURES, PROCESSES, findings

pytestmark = pytest.mark.committed

#: Without charges there is no money to be found; no worker is running.
BUT = (MONEY, PICTURES, PROCESSES)
ROUNDS = 5


def outcomes(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """What becomes of each act when all begin at the same moment."""
    found: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            found[place] = in_transaction(act)
        except DomainError as refusal:
            found[place] = refusal

    at_once(app, [partial(run, place, act) for place, act in enumerate(acts)])
    db.session.expire_all()
    return found


def status_after(verb: Callable[..., Booking], booking_id: int, now: datetime) -> Status:
    return verb(booking_id, now=now).status


def block_it(room_id: int, slot: Timeslot, now: datetime) -> int:
    return block(room=db.session.get_one(Room, room_id), slot=slot, now=now)


def test_of_two_managers_who_answer_one_request_one_decides_and_the_other_is_told(app: Flask):
    room = make_room(studio=make_studio(instant=False))
    for days in range(1, 1 + ROUNDS):
        booking = make_booking(room=room, slot=slot_in(room, days=days))
        db.session.commit()
        code = booking.id
        found = outcomes(
            app,
            partial(status_after, accept, code, NOW),
            partial(status_after, decline, code, NOW),
        )
        booking = db.session.get_one(Booking, code)
        assert booking.status in (Status.CONFIRMED, Status.DECLINED)
        assert booking.status in found
        assert [type(other) for other in found if other is not booking.status] == [NotInThatState]
        assert replay(event.name for event in list_events(code)) is booking.status
        db.session.rollback()
    assert findings(NOW, but=BUT) == []


@pytest.mark.parametrize("hold", ["live", "lapsed"])
def test_a_block_and_the_money_of_a_guest_do_not_both_get_the_time(app: Flask, hold: str):
    room = make_room()
    for days in range(1, 1 + ROUNDS):
        booking = make_booking(room=room, slot=slot_in(room, days=days), paid=False)
        assert booking.lapses_at is not None
        now = booking.lapses_at if hold == "lapsed" else NOW
        slot, room_id, code = booking.slot, room.id, booking.id
        db.session.commit()
        paid, blocked = outcomes(
            app,
            partial(confirm, code, paid_at=now, now=now),
            partial(block_it, room_id, slot, now),
        )
        kinds = [
            row.kind for row in db.session.query(Occupancy) if row.during.lower == slot.starts_at
        ]
        if isinstance(blocked, SlotTaken):
            assert (paid, kinds) == (Outcome.CONFIRMED, [OccupancyKind.BOOKING])
        else:
            assert hold == "lapsed", "a live hold is never pushed out"
            assert (paid, kinds) == (Outcome.REFUSED, [OccupancyKind.BLOCK])
            assert list_events(code)[-1].name == "LateMoneyRefused"
        db.session.rollback()
    assert [f for f in findings(NOW, but=BUT) if not f.startswith("2 no hold outlives")] == []


def test_of_two_walk_ins_one_gets_the_room(app: Flask):
    room = make_room()
    room_id, slot, actor = room.id, slot_in(room), room.studio.company.admins[0].user_id
    db.session.commit()

    def book(name: str) -> Status:
        return book_walk_in(
            room=db.session.get_one(Room, room_id),
            slot=slot,
            guest=WalkIn(name),
            reason="Pays at the desk",
            actor_id=actor,
            now=NOW,
        ).status

    found = outcomes(app, lambda: book("Ada"), lambda: book("Bob"))
    assert Status.CONFIRMED in found
    assert [type(other) for other in found if other is not Status.CONFIRMED] == [SlotTaken]
    assert db.session.query(Booking).count() == 1


def test_a_guest_has_come_or_has_not(app: Flask):
    room = make_room()
    for days in range(1, 1 + ROUNDS):
        booking = make_booking(room=room, slot=slot_in(room, days=days))
        code, late = booking.id, booking.slot.starts_at + WAITS
        db.session.commit()
        came, missed = outcomes(
            app,
            partial(status_after, arrive, code, late),
            partial(status_after, mark_no_show, code, late),
        )
        booking = db.session.get_one(Booking, code)
        if booking.arrived_at is not None:
            assert (came, type(missed)) == (Status.CONFIRMED, HasArrived)
        else:
            assert (type(came), missed) == (NotInThatState, Status.NO_SHOW)
        db.session.rollback()
