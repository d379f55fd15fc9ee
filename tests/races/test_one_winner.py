"""Many at once on one slot, with real commits on connections of their own: one of them gets it.

Each guard has its control: with the guards off the race must go wrong, or the test proves nothing.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import TextClause, text

from studiobook.bookings import hold as module
from studiobook.bookings.confirm import Outcome, confirm
from studiobook.bookings.errors import TooManyHolds
from studiobook.bookings.expire import expire
from studiobook.bookings.hold import hold
from studiobook.bookings.models import Booking
from studiobook.bookings.queries import list_active_holds
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.rooms import occupy
from studiobook.rooms.errors import SlotTaken
from studiobook.rooms.models import Occupancy, Room
from studiobook.teams.errors import EngineerTaken
from studiobook.users.viewer import Viewer
from studiobook.values.timeslot import Timeslot
from tests.factories.world import (
    FEE,
    NOW,
    detail_of,
    make_engineer,
    make_hold,
    make_room,
    make_studio,
    make_visitor,
    slot_in,
)
from tests.support.doctor import PICTURES, PROCESSES, findings

pytestmark = pytest.mark.committed

CLIENTS = 24


@pytest.fixture
def sound(app: Flask) -> Iterator[None]:
    """Whoever won, the doctor finds nothing afterwards."""
    yield
    assert findings(NOW, but=(PICTURES, PROCESSES)) == []


@dataclass
class Wish:
    """What one client tries, and what became of it."""

    room_id: int
    slot: Timeslot
    viewer: Viewer
    engineer_id: int | None = None
    outcome: object = None


def race(app: Flask, wishes: list[Wish]) -> None:
    """Let every client hold its slot at the same moment, each in a thread of its own."""
    at_once(app, [partial(_try, wish) for wish in wishes])


def at_once(app: Flask, acts: Sequence[Callable[[], None]]) -> None:
    gate = threading.Barrier(len(acts), timeout=30)

    def run(act: Callable[[], None]) -> None:
        with app.app_context():
            gate.wait()
            act()
            db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _try(wish: Wish) -> None:
    try:
        wish.outcome = in_transaction(
            lambda: (
                hold(
                    room=detail_of(db.session.get_one(Room, wish.room_id)),
                    slot=wish.slot,
                    people=1,
                    engineer_id=wish.engineer_id,
                    viewer=wish.viewer,
                    fee=FEE,
                    now=NOW,
                ).id
            )
        )
    except Exception as error:  # noqa: BLE001  # whatever a client is told is its outcome
        wish.outcome = error


def winners(wishes: list[Wish]) -> list[Wish]:
    return [wish for wish in wishes if isinstance(wish.outcome, int)]


def overlaps() -> int:
    """How many pairs of occupancies share an instant of a room: read without any constraint."""
    found: int = db.session.scalar(
        text(
            "SELECT count(*) FROM occupancy a JOIN occupancy b"
            " ON a.room_id = b.room_id AND a.id < b.id AND a.during && b.during"
        )
    )
    return found


def committed_room() -> tuple[Room, Timeslot]:
    room = make_room()
    slot = slot_in(room)
    db.session.commit()
    return room, slot


@pytest.mark.usefixtures("sound")
def test_many_clients_on_one_slot_have_one_winner(app: Flask):
    room, slot = committed_room()
    wishes = [Wish(room.id, slot, make_visitor()) for _ in range(CLIENTS)]
    race(app, wishes)
    assert len(winners(wishes)) == 1
    losers = [wish.outcome for wish in wishes if wish not in winners(wishes)]
    assert {type(outcome) for outcome in losers} == {SlotTaken}
    assert db.session.query(Occupancy).count() == 1


@pytest.mark.usefixtures("sound")
def test_overlapping_chains_never_overlap(app: Flask):
    room, slot = committed_room()
    wishes = [
        Wish(room.id, slot.shift(timedelta(hours=n % 6)), make_visitor()) for n in range(CLIENTS)
    ]
    race(app, wishes)
    assert overlaps() == 0
    assert len(winners(wishes)) >= 2
    assert all(isinstance(w.outcome, SlotTaken) for w in wishes if w not in winners(wishes))
    # What the clients were told agrees with what is stored.
    assert {wish.outcome for wish in winners(wishes)} == {
        row.booking_id for row in db.session.query(Occupancy)
    }


@pytest.mark.usefixtures("sound")
def test_a_lapsed_hold_has_one_heir(app: Flask):
    room, slot = committed_room()
    make_hold(room=room, slot=slot, now=NOW - timedelta(minutes=30))
    db.session.commit()
    wishes = [Wish(room.id, slot, make_visitor()) for _ in range(CLIENTS)]
    race(app, wishes)
    assert len(winners(wishes)) == 1


@pytest.mark.usefixtures("sound")
def test_an_engineer_is_in_one_room_only(app: Flask):
    studio = make_studio()
    engineer = make_engineer(studio=studio)
    rooms = [make_room(studio=studio, name=f"Room {n}", horizon_days=10) for n in range(6)]
    slot = slot_in(rooms[0])
    db.session.commit()
    wishes = [Wish(room.id, slot, make_visitor(), engineer.id) for room in rooms]
    race(app, wishes)
    assert len(winners(wishes)) == 1
    assert {type(w.outcome) for w in wishes if w not in winners(wishes)} == {EngineerTaken}


@pytest.mark.usefixtures("sound")
def test_many_tabs_of_one_person_do_not_get_past_the_cap(app: Flask):
    studio = make_studio()
    rooms = [make_room(studio=studio, name=f"Room {n}", horizon_days=10) for n in range(6)]
    slot = slot_in(rooms[0])
    db.session.commit()
    me = make_visitor()
    wishes = [Wish(room.id, slot, me) for room in rooms]
    race(app, wishes)
    assert len(winners(wishes)) == 3
    assert {type(w.outcome) for w in wishes if w not in winners(wishes)} == {TooManyHolds}
    assert len(list_active_holds(me, now=NOW)) == 3


@pytest.mark.usefixtures("sound")
def test_one_person_who_clicks_twice_has_one_hold(app: Flask):
    room, slot = committed_room()
    me = make_visitor()
    wishes = [Wish(room.id, slot, me) for _ in range(8)]
    race(app, wishes)
    assert len({wish.outcome for wish in wishes}) == 1
    assert db.session.query(Booking).count() == 1


def test_money_and_expiry_at_the_same_moment_end_in_one_truth(app: Flask):
    late = NOW + timedelta(minutes=30)
    room, _slot = committed_room()
    bookings = [
        make_hold(room=room, slot=slot_in(room, days=1 + n), viewer=make_visitor()).id
        for n in range(8)
    ]
    db.session.commit()
    outcomes: dict[int, Outcome] = {}

    def pay(booking_id: int) -> None:
        outcomes[booking_id] = in_transaction(lambda: confirm(booking_id, paid_at=late, now=late))

    def lapse(booking_id: int) -> None:
        in_transaction(lambda: expire(booking_id, now=late))

    acts = [partial(act, found) for found in bookings for act in (pay, lapse)]
    at_once(app, acts)
    assert set(outcomes.values()) == {Outcome.CONFIRMED}
    assert {booking.status for booking in db.session.query(Booking)} == {Status.CONFIRMED}
    assert db.session.query(Occupancy).count() == len(bookings)


def test_control_with_lock_and_constraint_off_the_slot_is_sold_twice(
    app: Flask, monkeypatch: pytest.MonkeyPatch
):
    room, slot = committed_room()
    db.session.execute(text("ALTER TABLE occupancy DROP CONSTRAINT occupancy_never_overlaps"))
    db.session.commit()
    monkeypatch.setattr(module, "_TAKE", _check_then_insert())
    wishes = [Wish(room.id, slot, make_visitor()) for _ in range(CLIENTS)]
    race(app, wishes)
    assert len(winners(wishes)) > 1
    assert overlaps() > 0
    assert findings(NOW, but=(PICTURES, PROCESSES)), "the doctor sees it too"


def _check_then_insert() -> TextClause:
    """What a careful programmer writes without lock and constraint: look first, then take."""
    unlocked = occupy.PLACE.replace(" FOR NO KEY UPDATE", "")
    guard = f"ON CONFLICT ON CONSTRAINT {occupy.CONSTRAINT} DO NOTHING"
    # The pause holds every client between its check and its insert, as a slow network would.
    check = """, (SELECT pg_sleep(1)) pause WHERE NOT EXISTS (SELECT FROM occupancy o
        WHERE o.room_id = :room_id AND o.during && tstzrange(:taken_from, :taken_to))"""
    sql = module._TAKE.text.replace(occupy.PLACE, unlocked).replace(guard, check)
    assert "FOR NO KEY UPDATE" not in sql
    assert "ON CONFLICT" not in sql
    return text(sql)


def test_a_refusal_is_a_sentence_not_a_fault(app: Flask):
    room, slot = committed_room()
    wishes = [Wish(room.id, slot, make_visitor()) for _ in range(6)]
    race(app, wishes)
    told = [wish.outcome for wish in wishes if not isinstance(wish.outcome, int)]
    assert all(isinstance(outcome, DomainError) and outcome.message for outcome in told)
