"""Moving a booking: only the difference moves, and the old slot stays until that is settled."""

from datetime import timedelta
from typing import Any

import pytest

from studiobook.bookings.cancel import cancel
from studiobook.bookings.errors import MoveRefused, PriceChanged, SameSlot
from studiobook.bookings.events import replay
from studiobook.bookings.models import Booking, Move
from studiobook.bookings.queries import find_open_move, list_events
from studiobook.bookings.reschedule import may_move, reschedule
from studiobook.bookings.settle_move import lapse_move, list_lapsed_moves, settle_move
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.rooms.errors import NotOffered, SlotTaken
from studiobook.rooms.models import Occupancy
from studiobook.rooms.peak_bands import Band
from studiobook.rooms.price_list import Tier
from studiobook.teams.models import EngineerTime
from studiobook.values.timeslot import Timeslot
from tests.factories.world import (
    FEE,
    NOW,
    make_booking,
    make_engineer,
    make_hold,
    make_room,
    make_studio,
    slot_in,
)

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)


def move(booking: Booking, slot: Timeslot, *, by="guest", now=NOW, **expected: Any) -> Move:
    return reschedule(booking.id, slot=slot, by=by, fee=FEE, now=now, **expected)


def taken(booking: Booking) -> list[tuple[Timeslot, str]]:
    rows = db.session.query(Occupancy).filter_by(booking_id=booking.id)
    return sorted((slot_of(row.during), row.kind.value) for row in rows)


def longer(slot: Timeslot, hours: int = 1) -> Timeslot:
    return Timeslot(slot.starts_at, slot.ends_at + hours * HOUR)


def test_a_time_of_the_same_price_is_taken_at_once():
    booking = make_booking()
    old, new = booking.slot, booking.slot.shift(3 * HOUR)
    made = move(booking, new)
    assert made.settled_at == NOW
    assert booking.slot == new
    assert taken(booking) == [(new, "booking")]
    assert make_hold(room=booking.room, slot=old).status is Status.HELD


def test_a_move_into_peak_hours_costs_their_difference_and_carries_their_line():
    saturday = Band("Saturday", (5,), 0, 48, 5000)
    booking = make_booking(room=make_room(tiers=[Tier(2, 10_000)], bands=[saturday]))
    room, calm = booking.room, booking.total
    made = move(booking, slot_in(room, days=12))  # a Saturday
    assert made.difference_minor == 10_400
    settle_move(made.id, now=NOW)
    assert [(line.kind, line.amount_minor) for line in booking.lines] == [
        ("time", 20_000),
        ("peak", 10_000),
        ("fee", 1_200),
    ]
    back = move(booking, slot_in(room, days=8))
    assert (back.difference_minor, booking.total) == (-10_400, calm)


def test_a_move_that_overlaps_its_old_slot_works():
    booking = make_booking()
    new = booking.slot.shift(HOUR)
    move(booking, new)
    assert taken(booking) == [(new, "booking")]


def test_a_shorter_time_gives_the_difference_back():
    booking = make_booking()
    before = booking.total_minor
    move(booking, Timeslot(booking.slot.starts_at, booking.slot.ends_at - HOUR))
    last = list_events(booking.id)[-1]
    assert last.name == "BookingMoved"
    assert last.data["refund_due_minor"] == before - booking.total_minor == 4160
    assert sum(line.amount_minor for line in booking.lines) == booking.total_minor


def test_a_longer_time_is_held_until_the_difference_is_paid():
    booking = make_booking()
    old, total = booking.slot, booking.total_minor
    asked = move(booking, longer(old))
    assert asked.settled_at is None
    assert asked.difference_minor == 4160
    assert (booking.slot, booking.total_minor) == (old, total)
    more = Timeslot(old.ends_at, old.ends_at + HOUR)
    assert taken(booking) == [(old, "booking"), (more, "hold")]
    with pytest.raises(SlotTaken):
        make_hold(room=booking.room, slot=more)
    assert settle_move(asked.id, now=NOW)
    assert taken(booking) == [(longer(old), "booking")]
    assert booking.total_minor == total + 4160
    assert list_events(booking.id)[-1].data["refund_due_minor"] == 0


def test_settling_twice_moves_once():
    booking = make_booking()
    asked = move(booking, longer(booking.slot))
    assert settle_move(asked.id, now=NOW)
    assert settle_move(asked.id, now=NOW)
    assert [e.name for e in list_events(booking.id)].count("BookingMoved") == 1


def test_an_unpaid_move_lapses_and_leaves_all_as_it_was():
    booking = make_booking()
    old = booking.slot
    asked = move(booking, longer(old))
    late = NOW + timedelta(minutes=30)
    assert list_lapsed_moves(now=late) == [asked.id]
    assert lapse_move(asked.id, now=late)
    assert taken(booking) == [(old, "booking")]
    assert replay(e.name for e in list_events(booking.id)) is Status.CONFIRMED


def test_a_difference_paid_late_still_moves_while_the_time_is_free():
    booking = make_booking()
    asked = move(booking, longer(booking.slot))
    late = NOW + timedelta(hours=1)
    lapse_move(asked.id, now=late)
    assert settle_move(asked.id, now=late)
    assert booking.slot == slot_of(asked.to_during)


def test_a_difference_paid_for_a_time_that_is_gone_comes_back():
    booking = make_booking()
    old, total = booking.slot, booking.total_minor
    asked = move(booking, longer(old))
    late = NOW + timedelta(hours=1)
    make_hold(room=booking.room, slot=Timeslot(old.ends_at, old.ends_at + HOUR), now=late)
    assert not settle_move(asked.id, now=late)
    assert not settle_move(asked.id, now=late)
    assert (booking.slot, booking.total_minor) == (old, total)
    assert taken(booking) == [(old, "booking")]
    refusals = [e for e in list_events(booking.id) if e.name == "MoveMoneyRefused"]
    assert [e.data["refund_due_minor"] for e in refusals] == [4160]


def test_a_second_wish_replaces_the_first():
    booking = make_booking()
    first = move(booking, longer(booking.slot))
    second = move(booking, longer(booking.slot, 2))
    assert first.ended_at == NOW
    assert find_open_move(booking.id) == second


def test_cancelling_ends_an_open_move():
    booking = make_booking()
    asked = move(booking, longer(booking.slot))
    cancel(booking.id, by="guest", now=NOW)
    assert asked.ended_at == NOW
    assert taken(booking) == []
    assert not settle_move(asked.id, now=NOW)
    assert list_events(booking.id)[-1].name == "MoveMoneyRefused"


def test_the_engineer_moves_along():
    studio = make_studio()
    engineer = make_engineer(studio=studio)
    booking = make_booking(room=make_room(studio=studio), engineer=engineer)
    new = booking.slot.shift(3 * HOUR)
    move(booking, new)
    promised = db.session.query(EngineerTime).filter_by(booking_id=booking.id).all()
    assert [slot_of(row.during) for row in promised] == [new]


def test_a_taken_time_is_refused():
    booking = make_booking()
    other = make_hold(room=booking.room, slot=booking.slot.shift(3 * HOUR))
    with pytest.raises(SlotTaken):
        move(booking, other.slot)


def test_where_it_is_already_is_no_move():
    booking = make_booking()
    with pytest.raises(SameSlot):
        move(booking, booking.slot)


def test_the_rooms_rules_hold_for_moves_too():
    booking = make_booking()
    with pytest.raises(NotOffered):
        move(booking, slot_in(booking.room, days=-1))


def test_a_guest_moves_alone_only_while_everything_would_come_back():
    booking = make_booking()
    late = booking.slot.starts_at - timedelta(hours=48)
    assert not may_move(booking, by="guest", now=late)
    with pytest.raises(MoveRefused):
        move(booking, booking.slot.shift(3 * HOUR), now=late)
    assert move(booking, booking.slot.shift(3 * HOUR), by="owner", now=late).settled_at == late


def test_the_difference_of_the_page_must_still_hold():
    booking = make_booking()
    with pytest.raises(PriceChanged):
        move(booking, longer(booking.slot), expected_difference_minor=0)


def test_money_for_a_wish_that_was_replaced_does_not_bring_back_its_price():
    booking = make_booking()
    old, total = booking.slot, booking.total_minor
    dearer = move(booking, longer(old))
    cheaper = Timeslot(old.starts_at, old.ends_at - HOUR)
    assert move(booking, cheaper).settled_at == NOW  # half of it goes back
    # The page of the first wish was open in another tab, and is paid before it closes.
    assert not settle_move(dearer.id, now=NOW)
    assert (booking.slot, booking.total_minor) == (cheaper, total - 4160)
    assert list_events(booking.id)[-1].name == "MoveMoneyRefused"
