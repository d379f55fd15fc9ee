"""Staying longer: if it is free, for the difference, and never twice."""

from datetime import timedelta
from typing import Any

import pytest

from studiobook.bookings.arrive import arrive
from studiobook.bookings.book_walk_in import WalkIn, book_walk_in
from studiobook.bookings.complete import complete
from studiobook.bookings.errors import CannotExtend, PriceChanged
from studiobook.bookings.extend import extend, may_extend, propose_longer
from studiobook.bookings.free_after import free_half_hours_after
from studiobook.bookings.models import Booking, Move
from studiobook.bookings.pages.timeline import timeline_of
from studiobook.bookings.queries import find_open_move, list_events
from studiobook.bookings.quote import LengthNotOffered
from studiobook.bookings.reschedule import reschedule
from studiobook.bookings.settle_move import settle_move
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.base import db
from studiobook.rooms.errors import Closed, SlotTaken
from studiobook.rooms.models import Occupancy
from studiobook.teams.errors import EngineerTaken
from studiobook.teams.models import EngineerTime
from studiobook.values.money import Money
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
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
from tests.support.doctor import MONEY, PICTURES, PROCESSES, findings

pytestmark = pytest.mark.usefixtures("app")

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def running(**wishes: Any) -> Booking:
    """A session of two hours; it is `during` it that things happen."""
    return make_booking(**wishes)


def during(booking: Booking):
    return booking.slot.starts_at + 20 * MINUTE


def stay(booking: Booking, *, more: int = 2, by="owner", now=None, **wishes: Any) -> Move:
    wishes.setdefault("present", booking.slot.half_hours)
    now = now or during(booking)
    return extend(booking.id, half_hours=more, by=by, fee=FEE, now=now, **wishes)


def told(booking: Booking) -> list[str]:
    return [entry.title for entry in timeline_of(list_events(booking.id), booking.zone)]


def test_a_longer_session_is_kept_until_the_guest_has_paid_the_difference():
    booking = running()
    end, total = booking.slot.ends_at, booking.total_minor
    move = stay(booking)
    assert (move.settled_at, move.difference_minor) == (None, 4160)
    assert move.lapses_at == during(booking) + 30 * MINUTE
    assert booking.slot.ends_at == end
    with pytest.raises(SlotTaken):
        make_hold(room=booking.room, slot=booking.slot.shift(2 * HOUR), now=NOW)
    assert settle_move(move.id, now=during(booking) + 10 * MINUTE)
    assert (booking.slot.ends_at, booking.total_minor) == (end + HOUR, total + 4160)
    assert told(booking)[-1] == "Extended to 17:00."
    assert findings(during(booking), but=(MONEY, PICTURES, PROCESSES, 18)) == []


def test_the_session_does_not_end_while_more_time_waits_for_its_money():
    booking = running()
    late = booking.slot.ends_at - 5 * MINUTE
    move = stay(booking, by="guest", now=late)
    assert complete(booking.id, now=late + 10 * MINUTE) is False
    assert settle_move(move.id, now=late + 20 * MINUTE)
    assert booking.status is Status.CONFIRMED


def test_a_session_ends_when_the_money_for_more_time_did_not_come():
    booking = running()
    late = booking.slot.ends_at - 5 * MINUTE
    stay(booking, by="guest", now=late)
    assert complete(booking.id, now=late + 30 * MINUTE)
    assert find_open_move(booking.id) is None


def test_whoever_arrives_keeps_the_longer_session_that_waits():
    booking = running()
    before = booking.slot.starts_at - 10 * MINUTE
    move = stay(booking, now=before)
    arrive(booking.id, now=before + MINUTE)
    assert settle_move(move.id, now=before + 20 * MINUTE)


def test_the_studio_may_leave_the_price_as_it_is_with_a_reason():
    booking = running()
    end, total, fee = booking.slot.ends_at, booking.total_minor, booking.fee_minor
    move = stay(booking, waive_because="Paid at\nthe desk", actor_id=7)
    assert (move.settled_at, move.difference_minor) == (during(booking), 0)
    assert (move.waived_minor, move.waived_reason) == (4160, "Paid at the desk")
    assert (booking.total_minor, booking.fee_minor) == (total, fee)
    assert booking.slot.ends_at == end + HOUR
    assert sum(line.amount_minor for line in booking.lines) == total
    assert booking.lines[-1].label == "Extended by the studio"
    last = list_events(booking.id)[-1]
    assert (last.actor, last.actor_id, last.data["waived_minor"]) == ("owner", 7, 4160)
    assert told(booking)[-1] == "Extended to 17:00. The studio left the price as it was."
    assert "desk" not in " ".join(told(booking))


def test_what_was_given_is_not_charged_with_the_next_hour():
    booking = running()
    total = booking.total_minor
    stay(booking, waive_because="A regular")
    move = stay(booking, more=2)
    # Four hours have a better price: 120 and the fee, of which 41.60 were given.
    assert move.difference_minor == 12480 - 4160 - total
    if move.settled_at is None:
        settle_move(move.id, now=during(booking))
    assert sum(line.amount_minor for line in booking.lines) == booking.total_minor == 8320


def test_what_was_given_is_never_paid_out():
    booking = running()
    stay(booking, more=4, waive_because="The drum kit was late")
    total = booking.total_minor
    for tier in booking.room.tiers:
        tier.price_minor = tier.price_minor * 3 // 5
    db.session.flush()
    more = stay(booking, by="guest", more=2, now=during(booking) + MINUTE)
    assert (more.difference_minor, booking.total_minor) == (0, total)
    assert sum(line.amount_minor for line in booking.lines) == total


def test_given_time_moved_away_is_no_credit():
    booking = running()
    stay(booking, waive_because="A regular", now=NOW)
    away = booking.slot.shift(4 * HOUR)
    reschedule(booking.id, slot=away, by="owner", fee=FEE, now=NOW, waive_because="Moved")
    proposal = propose_longer(booking, half_hours=2, by="owner", fee=FEE)
    # Four hours are €124.80; €83.20 were paid, and the second gift gave the third hour.
    assert proposal.difference == Money(12480 - 8320 - 4160, "EUR")


def test_a_walk_in_stays_longer_for_nothing():
    room = make_room()
    slot = slot_in(room, days=1)
    booking = book_walk_in(
        room=room, slot=slot, guest=WalkIn("Wanda"), reason="Pays here", actor_id=1, now=NOW
    )
    move = stay(booking, now=NOW)
    assert move.settled_at == NOW
    assert (booking.total_minor, booking.slot.ends_at) == (0, slot.ends_at + HOUR)
    assert not may_extend(booking, by="guest", now=slot.starts_at)


def test_the_same_wish_twice_is_granted_once():
    booking = running()
    first = stay(booking)
    assert stay(booking) is first
    settle_move(first.id, now=during(booking))
    assert stay(booking, present=4) == first
    assert booking.slot.half_hours == 6


def test_who_saw_another_length_is_told():
    booking = running()
    stay(booking, waive_because="A regular")
    with pytest.raises(NotInThatState):
        stay(booking, more=4, present=4)


def test_money_for_what_the_studio_gave_meanwhile_is_not_asked_any_more():
    booking = running()
    asked = stay(booking)
    given = stay(booking, waive_because="Paid at the desk")
    assert asked.ended_at == during(booking)
    assert given.settled_at == during(booking)
    assert not settle_move(asked.id, now=during(booking))
    assert list_events(booking.id)[-1].name == "MoveMoneyRefused"


def test_nobody_is_pushed_out_and_pauses_are_kept():
    room = make_room(after_minutes=30, step=1, minimum=1)
    booking = running(room=room)
    make_booking(room=room, slot=booking.slot.shift(3 * HOUR + 30 * MINUTE))
    assert free_half_hours_after(booking, now=NOW) == 2
    with pytest.raises(SlotTaken):
        stay(booking, more=3)
    assert stay(booking, more=2, waive_because="A regular").settled_at is not None
    assert free_half_hours_after(booking, now=NOW) == 0


def test_a_lapsed_hold_is_in_nobodys_way():
    booking = running()
    after = make_hold(room=booking.room, slot=booking.slot.shift(2 * HOUR))
    assert free_half_hours_after(booking, now=NOW) == 0
    assert after.lapses_at is not None
    assert free_half_hours_after(booking, now=after.lapses_at) == 48
    assert stay(booking, waive_because="A regular", now=after.lapses_at).settled_at


def test_the_engineer_must_be_free_too():
    studio = make_studio()
    engineer = make_engineer(studio=studio)
    booking = running(room=make_room(studio=studio), engineer=engineer)
    other = make_room(studio=studio, name="Room B")
    make_booking(room=other, slot=booking.slot.shift(3 * HOUR), engineer=engineer)
    assert free_half_hours_after(booking, now=NOW) == 2
    stay(booking, more=2, waive_because="A regular")
    taken = db.session.query(EngineerTime).filter_by(booking_id=booking.id).one()
    assert taken.during.upper == booking.slot.ends_at
    with pytest.raises(EngineerTaken):
        stay(booking, more=2)


def test_a_guest_stays_longer_while_there_and_while_it_is_open():
    studio = make_studio(hours=WeeklyHours.daily(OpenInterval(8 * 60, 17 * 60)))
    booking = running(room=make_room(studio=studio, step=1, minimum=1))
    before = booking.slot.starts_at - MINUTE
    with pytest.raises(CannotExtend):
        stay(booking, by="guest", now=before)
    with pytest.raises(Closed):
        stay(booking, by="guest", more=3)
    assert stay(booking, by="guest", more=2).difference_minor == 4160
    assert stay(booking, more=3).to_during.upper == booking.slot.ends_at + 90 * MINUTE


def test_there_is_nothing_to_extend_after_the_end_or_beyond_the_longest():
    booking = running(room=make_room(maximum=4))
    with pytest.raises(LengthNotOffered):
        stay(booking)
    with pytest.raises(CannotExtend):
        stay(booking, now=booking.slot.ends_at)
    with pytest.raises(PriceChanged):
        stay(running(), expected_difference_minor=1)


def test_the_room_is_taken_once_by_a_session_that_grew():
    booking = running()
    stay(booking, waive_because="A regular")
    taken = db.session.query(Occupancy).filter_by(booking_id=booking.id).one()
    assert (taken.during.lower, taken.during.upper) == (
        booking.slot.starts_at,
        booking.slot.ends_at,
    )
