"""The one writer of occupancy: what it takes, keeps and gives back."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from studiobook.db.base import db
from studiobook.db.columns import range_of, slot_of
from studiobook.rooms import occupy
from studiobook.rooms.errors import SlotTaken
from studiobook.rooms.models import Occupancy, OccupancyKind, Room
from studiobook.rooms.openings import Rules
from studiobook.rooms.queries import rules_of
from studiobook.values.timeslot import Timeslot
from tests.factories.world import NOW, make_booking, make_hold, make_room, slot_in

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)
LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def room(app: object) -> Room:
    return make_room(before_minutes=30, after_minutes=30)


@pytest.fixture
def rules(room: Room) -> Rules:
    return rules_of(room)


def rows(room: Room) -> list[tuple[Timeslot, OccupancyKind]]:
    found = db.session.query(Occupancy).filter_by(room_id=room.id).all()
    return sorted((slot_of(row.during), row.kind) for row in found)


def block(room: Room, rules: Rules, slot: Timeslot) -> None:
    occupy.take(room_id=room.id, rules=rules, slot=slot, kind=OccupancyKind.BLOCK, now=NOW)


def test_a_booking_takes_its_buffers_a_block_does_not(room: Room, rules: Rules):
    booking = make_booking(room=room)
    night = slot_in(room, hour=22)
    block(room, rules, night)
    wide = booking.slot.widen(HOUR / 2, HOUR / 2)
    assert rows(room) == [(wide, OccupancyKind.BOOKING), (night, OccupancyKind.BLOCK)]


def test_what_is_taken_is_taken_for_every_kind(room: Room, rules: Rules):
    booking = make_hold(room=room)
    with pytest.raises(SlotTaken):
        block(room, rules, booking.slot)


def test_buffers_keep_sessions_apart(room: Room):
    first = make_hold(room=room)
    with pytest.raises(SlotTaken):
        make_hold(room=room, slot=first.slot.shift(2 * HOUR))
    assert make_hold(room=room, slot=first.slot.shift(3 * HOUR)).id


def test_a_lapsed_hold_in_the_way_is_removed_and_others_stay(room: Room):
    gone = make_hold(room=room)
    stays = make_hold(room=room, slot=gone.slot.shift(6 * HOUR))
    taken = make_hold(room=room, slot=gone.slot, now=LATER)
    kept = {row.booking_id for row in db.session.query(Occupancy)}
    assert kept == {stays.id, taken.id}


def test_one_live_hold_in_the_way_keeps_the_lapsed_one_too(room: Room, rules: Rules):
    lapsed = make_hold(room=room)
    live = make_hold(room=room, slot=lapsed.slot.shift(3 * HOUR), now=NOW + timedelta(minutes=20))
    both = Timeslot(lapsed.slot.starts_at, live.slot.ends_at)
    with pytest.raises(SlotTaken):
        occupy.take(room_id=room.id, rules=rules, slot=both, kind=OccupancyKind.BLOCK, now=LATER)


def test_keeping_says_whether_the_hold_was_there(room: Room, rules: Rules):
    booking = make_hold(room=room)
    assert occupy.keep(room_id=room.id, rules=rules, booking_id=booking.id, now=NOW)
    occupy.leave(room_id=room.id, rules=rules, booking_id=booking.id, now=NOW)
    assert not occupy.keep(room_id=room.id, rules=rules, booking_id=booking.id, now=NOW)


def test_leaving_twice_changes_nothing(room: Room, rules: Rules):
    booking = make_hold(room=room)
    for _ in range(2):
        occupy.leave(room_id=room.id, rules=rules, booking_id=booking.id, now=NOW)
    assert rows(room) == []


def test_a_block_can_be_lifted_but_not_a_booking(room: Room, rules: Rules):
    booking = make_booking(room=room)
    night = slot_in(room, hour=22)
    block(room, rules, night)
    for row in db.session.query(Occupancy).all():
        occupy.unblock(room_id=room.id, rules=rules, occupancy_id=row.id, now=NOW)
    assert [kind for _slot, kind in rows(room)] == [OccupancyKind.BOOKING]
    assert booking.id


def test_holding_beside_takes_only_what_is_new(room: Room, rules: Rules):
    booking = make_booking(room=room)
    longer = Timeslot(booking.slot.starts_at - HOUR, booking.slot.ends_at + HOUR)
    occupy.hold_beside(
        room_id=room.id, rules=rules, slot=longer, booking_id=booking.id, lapses_at=LATER, now=NOW
    )
    holds = [slot for slot, kind in rows(room) if kind is OccupancyKind.HOLD]
    assert [slot.duration for slot in holds] == [HOUR, HOUR]
    assert holds[0].ends_at == booking.slot.starts_at - HOUR / 2
    occupy.leave(room_id=room.id, rules=rules, booking_id=booking.id, only_holds=True, now=NOW)
    assert [kind for _slot, kind in rows(room)] == [OccupancyKind.BOOKING]


def test_a_swap_that_fails_leaves_the_old_slot_after_the_rollback(room: Room, rules: Rules):
    booking = make_booking(room=room)
    other = make_hold(room=room, slot=booking.slot.shift(5 * HOUR))
    before = rows(room)

    def swap() -> None:
        with db.session.begin_nested():
            occupy.swap(
                room_id=room.id, rules=rules, slot=other.slot, booking_id=booking.id, now=NOW
            )

    with pytest.raises(SlotTaken):
        swap()
    assert rows(room) == before


def test_the_constraint_refuses_what_bypasses_the_writer(room: Room, rules: Rules):
    slot = slot_in(room)
    block(room, rules, slot)
    with pytest.raises(IntegrityError, match="occupancy_never_overlaps"):
        db.session.execute(
            text(
                "INSERT INTO occupancy (room_id, during, kind, note)"
                " SELECT room_id, during, kind, note FROM occupancy"
            )
        )


def test_the_constraint_never_looks_at_the_clock(room: Room):
    lapsed = make_hold(room=room)
    copy = Occupancy(
        room_id=room.id,
        during=range_of(lapsed.slot),
        kind=OccupancyKind.BLOCK,
    )
    db.session.add(copy)
    with pytest.raises(IntegrityError, match="occupancy_never_overlaps"):
        db.session.flush()
