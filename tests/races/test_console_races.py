"""Two people at the console, or one there and a guest at the till: one right outcome each time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask

from studiobook.bookings.answer import accept, decline
from studiobook.bookings.arrive import arrive
from studiobook.bookings.book_walk_in import WalkIn, book_walk_in
from studiobook.bookings.confirm import Outcome, confirm
from studiobook.bookings.errors import HasArrived
from studiobook.bookings.events import replay
from studiobook.bookings.hold import hold
from studiobook.bookings.models import Booking
from studiobook.bookings.no_show import WAITS, mark_no_show
from studiobook.bookings.offer_by_link import Caller, offer, withdraw_offer
from studiobook.bookings.pay_link import lengthen
from studiobook.bookings.queries import list_events
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.rooms.block import block
from studiobook.rooms.errors import SlotTaken
from studiobook.rooms.models import Occupancy, OccupancyKind, Room
from studiobook.teams.errors import EngineerTaken
from studiobook.values.timeslot import Timeslot
from tests.factories.world import (
    FEE,
    NOW,
    detail_of,
    make_booking,
    make_engineer,
    make_room,
    make_studio,
    make_visitor,
    slot_in,
)
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


def call_in(room_id: int, slot: Timeslot, *, engineer_id: int | None = None) -> Status:
    """Somebody calls, and the studio holds the time for them."""
    room = db.session.get_one(Room, room_id)
    return offer(
        room=room,
        slot=slot,
        people=1,
        engineer_id=engineer_id,
        caller=Caller("Anna", "anna@example.com"),
        lasts=timedelta(minutes=30),
        fee=FEE,
        actor_id=room.studio.company.admins[0].user_id,
        now=NOW,
    ).status


def test_two_managers_accept_two_requests_that_clash_but_for_the_clock(app: Flask):
    """Two paid requests never want the same hours: the later one was refunded when it was paid.

    Both answers come at once; one is confirmed and the other manager is told.
    """
    room = make_room(studio=make_studio(instant=False))
    for days in range(1, 1 + ROUNDS):
        slot = slot_in(room, days=days)
        slow = make_booking(room=room, slot=slot, guest_name="Slow", paid=False)
        assert slow.lapses_at is not None
        late = slow.lapses_at
        quick = make_booking(room=room, slot=slot, guest_name="Quick", paid=False, now=late)
        first, second = quick.id, slow.id
        db.session.commit()
        paid = outcomes(
            app,
            partial(confirm, first, paid_at=late, now=late),
            partial(confirm, second, paid_at=late, now=late),
        )
        assert paid == [Outcome.REQUESTED, Outcome.REFUSED]
        accepted, other = outcomes(
            app,
            partial(status_after, accept, first, late),
            partial(status_after, accept, second, late),
        )
        assert (accepted, type(other)) == (Status.CONFIRMED, NotInThatState)
        assert list_events(second)[-1].name == "LateMoneyRefused"
        taken = [o for o in db.session.query(Occupancy) if o.during.lower == slot.starts_at]
        assert [o.booking_id for o in taken] == [first]
        db.session.rollback()
    assert findings(NOW, but=BUT) == []


def test_a_guest_at_the_till_and_a_caller_do_not_both_get_the_time(app: Flask):
    room = make_room()
    for days in range(1, 1 + ROUNDS):
        slot, room_id, detail = slot_in(room, days=days), room.id, detail_of(room)
        db.session.commit()
        viewer = make_visitor()

        def choose() -> Status:
            return hold(
                room=detail,  # noqa: B023  # called within the round
                slot=slot,  # noqa: B023
                people=1,
                engineer_id=None,
                viewer=viewer,  # noqa: B023
                fee=FEE,
                now=NOW,
            ).status

        found = outcomes(app, choose, partial(call_in, room_id, slot))
        assert sorted(type(one).__name__ for one in found) == ["SlotTaken", "Status"]
        taken = [o for o in db.session.query(Occupancy) if o.during.lower == slot.starts_at]
        assert [o.kind for o in taken] == [OccupancyKind.HOLD]
        db.session.rollback()
    assert findings(NOW, but=BUT) == []


def test_one_engineer_is_not_promised_to_two_callers(app: Flask):
    studio = make_studio()
    rooms = [make_room(studio=studio), make_room(studio=studio, name="Room B")]
    edda, ids = make_engineer(studio=studio).id, [room.id for room in rooms]
    for days in range(1, 1 + ROUNDS):
        slot = slot_in(rooms[0], days=days)
        db.session.commit()
        found = outcomes(app, *(partial(call_in, id_, slot, engineer_id=edda) for id_ in ids))
        assert sorted(type(one).__name__ for one in found) == ["EngineerTaken", "Status"]
        assert EngineerTaken in map(type, found)
        db.session.rollback()
    assert findings(NOW, but=BUT) == []


def test_money_and_taking_back_end_in_one_of_two_ways(app: Flask):
    room = make_room()
    for days in range(1, 1 + ROUNDS):
        slot, room_id = slot_in(room, days=days), room.id
        call_in(room_id, slot)
        code = db.session.query(Booking.id).order_by(Booking.id.desc()).limit(1).scalar()
        db.session.commit()
        paid, back = outcomes(
            app,
            partial(confirm, code, paid_at=NOW, now=NOW),
            partial(status_after, withdraw_offer, code, NOW),
        )
        booking = db.session.get_one(Booking, code)
        taken = db.session.query(Occupancy).filter(Occupancy.booking_id == code).count()
        if paid is Outcome.CONFIRMED:
            assert (booking.status, type(back), taken) == (Status.CONFIRMED, NotInThatState, 1)
        else:
            assert (booking.status, paid, back) == (
                Status.RELEASED, Outcome.REFUSED, Status.RELEASED,
            )  # fmt: skip
            assert taken == 0
            assert list_events(code)[-1].name == "LateMoneyRefused"
        db.session.rollback()
    assert findings(NOW, but=BUT) == []


def test_more_time_and_the_end_of_the_time_end_in_one_of_two_ways(app: Flask):
    room = make_room()
    for days in range(1, 1 + ROUNDS):
        call_in(room.id, slot_in(room, days=days))
        code = db.session.query(Booking.id).order_by(Booking.id.desc()).limit(1).scalar()
        db.session.commit()
        outcomes(
            app,
            lambda: lengthen(code, lasts=timedelta(hours=2), now=NOW).status,  # noqa: B023
            partial(status_after, withdraw_offer, code, NOW),
        )
        booking = db.session.get_one(Booking, code)
        assert booking.status is Status.RELEASED
        assert db.session.query(Occupancy).filter(Occupancy.booking_id == code).count() == 0
        db.session.rollback()
    assert findings(NOW, but=BUT) == []
