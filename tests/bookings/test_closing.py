"""Closing a studio or a room: everybody who is booked then is seen, decided about and told."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from studiobook.bookings.affected import Choice, Decision, Kind, list_affected
from studiobook.bookings.arrive import arrive
from studiobook.bookings.book_walk_in import WalkIn, book_walk_in
from studiobook.bookings.cancel import cancel, cancellation_of
from studiobook.bookings.close import Closing, close, reopen
from studiobook.bookings.complete import list_over
from studiobook.bookings.confirm import Outcome, confirm
from studiobook.bookings.errors import AffectedChanged, Undecided
from studiobook.bookings.expire import expire
from studiobook.bookings.free_times import list_free_times
from studiobook.bookings.models import Booking
from studiobook.bookings.offer_new_times import call_off, choose_by, list_unchosen
from studiobook.bookings.queries import find_open_move, list_events
from studiobook.bookings.reschedule import reschedule
from studiobook.bookings.rest_of_day import rest_of_day
from studiobook.bookings.settle_move import settle_move
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.rooms.errors import Closed, InThePast
from studiobook.rooms.let import price
from studiobook.rooms.models import Room
from studiobook.rooms.price_list import Tier
from studiobook.rooms.queries import find_day
from studiobook.studios.models import Closure
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import to_local
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
from tests.factories.world import (
    FEE,
    NOW,
    make_booking,
    make_hold,
    make_room,
    make_studio,
    slot_in,
)
from tests.support.doctor import MONEY, PICTURES, PROCESSES, findings

pytestmark = pytest.mark.usefixtures("app")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BUT = (MONEY, PICTURES, PROCESSES)


def all_of(
    room: Room, during: Timeslot, choice: Choice | None, **single: Choice
) -> Counter[Choice]:
    """Close the room, having seen whoever is there."""
    seen = frozenset(one.key for one in list_affected([room.id], during, now=NOW))
    decision = Decision(choice, single, seen)
    done = close(Closing(room.studio, room, during), decision=decision, actor_id=None, now=NOW)
    assert findings(NOW, but=BUT) == []
    return done


def facts(booking: Booking) -> list[str]:
    return [event.name for event in list_events(booking.id)]


def around(slot: Timeslot) -> Timeslot:
    return Timeslot(slot.starts_at - HOUR, slot.ends_at + HOUR)


def test_all_who_live_then_are_affected_and_nobody_else():
    room = make_room(studio=make_studio(), step=1)
    during = Timeslot(slot_in(room).starts_at, slot_in(room).starts_at + 8 * HOUR)
    start = during.starts_at
    paid = make_booking(room=room, slot=Timeslot(start - HOUR, start + HOUR))
    held = make_hold(room=room, slot=Timeslot(start + HOUR, start + 2 * HOUR))
    mover = make_booking(room=room, slot=slot_in(room, days=9))
    to = Timeslot(start + 2 * HOUR, start + 6 * HOUR)
    reschedule(mover.id, slot=to, by="guest", fee=FEE, now=NOW)
    walk_in = book_walk_in(
        room=room,
        slot=Timeslot(start + 6 * HOUR, start + 7 * HOUR),
        guest=WalkIn("Wanda Walk"),
        reason="Pays at the desk",
        actor_id=room.studio.company.admins[0].user_id,
        now=NOW,
    )
    make_booking(room=room, slot=Timeslot(during.ends_at, during.ends_at + HOUR))
    make_booking(room=make_room(studio=room.studio, name="Room B"), slot=slot_in(room))
    gone = make_booking(room=room, slot=Timeslot(start + 7 * HOUR, start + 8 * HOUR))
    cancel(gone.id, by="guest", now=NOW)
    found = [(one.booking.id, one.kind) for one in list_affected([room.id], during, now=NOW)]
    assert found == [
        (paid.id, Kind.AHEAD), (held.id, Kind.HOLD), (mover.id, Kind.MOVE), (walk_in.id, Kind.FREE),
    ]  # fmt: skip


def test_a_lapsed_hold_is_nobodys():
    held = make_hold()
    assert held.lapses_at is not None
    assert list_affected([held.room_id], held.slot, now=held.lapses_at) == []


def test_kept_sessions_take_place_and_nobody_else_gets_in():
    booking = make_booking()
    assert all_of(booking.room, around(booking.slot), Choice.KEEP) == {Choice.KEEP: 1}
    assert booking.status is Status.CONFIRMED
    assert facts(booking)[-1] == "BookingConfirmed"
    after = Timeslot(booking.slot.ends_at, booking.slot.ends_at + HOUR)
    with pytest.raises(Closed):
        make_hold(room=booking.room, slot=after)


def test_refunding_gives_back_everything_whatever_the_terms():
    room = make_room(studio=make_studio(terms_preset="long_session"))
    booking = make_booking(room=room, slot=slot_in(room, days=1), now=NOW - 2 * DAY)
    all_of(room, booking.slot, Choice.REFUND)
    assert (booking.status, booking.refund_due_minor) == (Status.CANCELLED, booking.total_minor)
    assert booking.cancelled_by == "owner"


def test_one_booking_can_be_decided_otherwise_than_all():
    room = make_room()
    first = make_booking(room=room, slot=slot_in(room, hour=10))
    second = make_booking(room=room, slot=slot_in(room, hour=14))
    during = Timeslot(first.slot.starts_at, second.slot.ends_at)
    done = all_of(room, during, Choice.REFUND, **{second.code: Choice.KEEP})
    assert done == {Choice.REFUND: 1, Choice.KEEP: 1}
    assert (first.status, second.status) == (Status.CANCELLED, Status.CONFIRMED)


def test_a_request_is_declined_and_a_walk_in_cancelled_without_money():
    room = make_room(studio=make_studio(instant=False))
    asked = make_booking(room=room)
    all_of(room, asked.slot, Choice.OFFER)
    assert (asked.status, asked.refund_due_minor) == (Status.DECLINED, asked.total_minor)


def test_nothing_closes_before_each_booking_is_decided_about():
    booking = make_booking()
    with pytest.raises(Undecided):
        all_of(booking.room, booking.slot, None)
    assert db.session.query(Closure).count() == 0


def test_a_booking_that_the_page_has_not_shown_stops_the_closing():
    booking = make_booking()
    closing = Closing(booking.studio, booking.room, booking.slot)
    blind = Decision(Choice.REFUND, {}, frozenset())
    with pytest.raises(AffectedChanged):
        close(closing, decision=blind, actor_id=None, now=NOW)
    assert booking.status is Status.CONFIRMED


def test_a_hold_that_was_paid_meanwhile_stops_the_closing():
    booking = make_booking(paid=False)
    shown = list_affected([booking.room_id], booking.slot, now=NOW)
    seen = frozenset(one.key for one in shown)
    confirm(booking.id, paid_at=NOW, now=NOW)
    closing = Closing(booking.studio, booking.room, booking.slot)
    with pytest.raises(AffectedChanged):
        close(closing, decision=Decision(Choice.REFUND, {}, seen), actor_id=None, now=NOW)


def test_what_is_over_can_not_be_closed():
    room = make_room()
    with pytest.raises(InThePast):
        all_of(room, Timeslot(NOW - 2 * HOUR, NOW), Choice.KEEP)


def test_the_same_closure_sent_twice_is_one():
    room = make_room()
    during = slot_in(room)
    all_of(room, during, None)
    all_of(room, during, None)
    assert db.session.query(Closure).count() == 1


def test_a_held_time_that_is_taken_back_is_free_money_that_still_comes_goes_back():
    booking = make_booking(paid=False)
    all_of(booking.room, booking.slot, Choice.REFUND)
    assert (booking.status, facts(booking)[-1]) == (Status.RELEASED, "HoldWithdrawn")
    assert confirm(booking.id, paid_at=NOW, now=NOW) is Outcome.REFUSED
    assert facts(booking)[-1] == "LateMoneyRefused"
    assert findings(NOW, but=BUT) == []


def test_a_hold_that_is_kept_may_be_paid():
    booking = make_booking(paid=False)
    all_of(booking.room, booking.slot, Choice.KEEP)
    assert confirm(booking.id, paid_at=NOW, now=NOW) is Outcome.CONFIRMED
    assert findings(NOW, but=BUT) == []


@pytest.mark.parametrize("swept", [True, False])
def test_a_hold_that_is_kept_and_lapses_is_not_paid_late(*, swept: bool):
    booking = make_booking(paid=False)
    all_of(booking.room, booking.slot, Choice.KEEP)
    assert booking.lapses_at is not None
    if swept:
        expire(booking.id, now=booking.lapses_at)
    assert confirm(booking.id, paid_at=NOW, now=booking.lapses_at) is Outcome.REFUSED


@pytest.mark.parametrize("choice", [Choice.KEEP, Choice.REFUND])
def test_a_move_into_the_closure_is_paid_or_given_back(choice: Choice):
    booking = make_booking()
    longer = Timeslot(booking.slot.starts_at, booking.slot.ends_at + 2 * HOUR)
    move = reschedule(booking.id, slot=longer, by="guest", fee=FEE, now=NOW)
    own = booking.slot
    all_of(booking.room, Timeslot(own.ends_at, longer.ends_at), choice)
    moved = settle_move(move.id, now=NOW)
    assert moved is (choice is Choice.KEEP)
    assert booking.slot == (longer if moved else own)
    assert facts(booking)[-1] == ("BookingMoved" if moved else "MoveMoneyRefused")
    assert find_open_move(booking.id) is None
    assert findings(NOW, but=BUT) == []


# Other times.


def test_a_guest_has_until_a_day_before_or_half_of_the_time_that_is_left():
    assert choose_by(starts_at=NOW + 7 * DAY, now=NOW) == NOW + 6 * DAY
    assert choose_by(starts_at=NOW + 2 * DAY, now=NOW) == NOW + DAY
    assert choose_by(starts_at=NOW + 4 * HOUR, now=NOW) == NOW + 2 * HOUR


def offered(**room: Any) -> Booking:
    booking = make_booking(room=make_room(**room))
    all_of(booking.room, around(booking.slot), Choice.OFFER)
    return booking


def test_the_booking_stays_until_the_guest_chooses():
    booking = offered()
    assert (booking.status, booking.is_asked_to_move) == (Status.CONFIRMED, True)
    assert booking.choose_by == booking.slot.starts_at - DAY
    assert facts(booking)[-1] == "NewTimesOffered"


def test_free_times_are_at_the_same_hour_of_the_nearest_days():
    booking = make_booking()
    all_of(booking.room, Timeslot(NOW + 6 * DAY, NOW + 8 * DAY), Choice.OFFER)
    times = list_free_times(booking, now=NOW)
    zone = booking.zone
    assert [to_local(slot.starts_at, zone).strftime("%d %H:%M") for slot in times] == [
        "28 14:00", "29 08:00", "01 14:00",
    ]  # fmt: skip
    assert all(slot.duration == booking.slot.duration for slot in times)


def test_moving_costs_nothing_more_although_the_room_has_become_dearer():
    booking = offered()
    before = (booking.total_minor, [line.amount_minor for line in booking.lines])
    price(room=booking.room, tiers=[Tier(2, 9000)])
    slot = list_free_times(booking, now=NOW)[0]
    move = reschedule(booking.id, slot=slot, by="guest", fee=FEE, now=NOW)
    assert (move.settled_at, move.difference_minor) == (NOW, 0)
    assert (booking.total_minor, [line.amount_minor for line in booking.lines]) == before
    assert booking.choose_by is None
    assert findings(NOW, but=BUT) == []


def test_a_longer_time_costs_its_difference():
    booking = offered()
    slot = list_free_times(booking, now=NOW)[0]
    longer = Timeslot(slot.starts_at, slot.ends_at + HOUR)
    move = reschedule(booking.id, slot=longer, by="guest", fee=FEE, now=NOW)
    assert (move.settled_at, move.difference_minor) == (None, 4160)
    assert booking.is_asked_to_move


def test_close_to_the_session_a_guest_moves_it_alone_and_cancels_for_everything():
    room = make_room(studio=make_studio(terms_preset="long_session"))
    booking = make_booking(room=room, slot=slot_in(room, days=0, hour=20), now=NOW - 3 * DAY)
    assert cancellation_of(booking, by="guest", now=NOW).percent == 0
    all_of(room, booking.slot, Choice.OFFER)
    assert cancellation_of(booking, by="guest", now=NOW).percent == 100
    cancel(booking.id, by="guest", now=NOW)
    assert booking.refund_due_minor == booking.total_minor
    assert findings(NOW, but=BUT) == []


def test_who_does_not_choose_in_time_gets_everything_back():
    booking = offered()
    limit = booking.choose_by
    assert limit is not None
    assert list_unchosen(now=limit - timedelta.resolution) == []
    assert not call_off(booking.id, now=limit - timedelta.resolution)
    assert list_unchosen(now=limit) == [booking.id]
    assert call_off(booking.id, now=limit)
    assert (booking.status, booking.refund_due_minor) == (Status.CANCELLED, booking.total_minor)
    assert not call_off(booking.id, now=limit)


def test_what_nobody_called_off_in_time_is_never_completed_and_paid():
    booking = offered()
    assert list_over(now=booking.slot.ends_at) == []


def test_who_has_come_is_not_asked_any_more():
    booking = offered()
    arrive(booking.id, now=booking.slot.starts_at)
    assert list_unchosen(now=booking.slot.starts_at) == []


# Opening again.


def test_opening_again_gives_the_time_back_and_lets_guests_keep_theirs():
    booking = offered()
    other = make_booking(room=make_room(studio=booking.studio, name="Room B"))
    all_of(other.room, other.slot, Choice.REFUND)
    day = to_local(booking.slot.starts_at, booking.zone).date()
    closed = find_day(booking.room_id, day)
    first = db.session.query(Closure).order_by(Closure.id).first()
    assert first is not None
    assert reopen(first, actor_id=None, now=NOW) == 1
    assert find_day(booking.room_id, day) != closed
    assert (booking.status, booking.choose_by) == (Status.CONFIRMED, None)
    assert facts(booking)[-1] == "NewTimesWithdrawn"
    assert other.status is Status.CANCELLED
    assert findings(NOW, but=BUT) == []


def test_a_second_closure_keeps_the_question_open():
    booking = offered()
    wide = Timeslot(booking.slot.starts_at - DAY, booking.slot.ends_at)
    all_of(booking.room, wide, Choice.OFFER)
    first = db.session.query(Closure).order_by(Closure.id).first()
    assert first is not None
    assert reopen(first, actor_id=None, now=NOW) == 0
    assert booking.is_asked_to_move


# Today.


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        (WeeklyHours.always(), 13, "24 00:00"),
        (WeeklyHours.daily(OpenInterval(9 * 60, 22 * 60)), 13, "23 22:00"),
        (WeeklyHours.daily(OpenInterval(9 * 60, 22 * 60)), 21.5, "24 00:00"),
        (WeeklyHours.daily(OpenInterval(19 * 60, 26 * 60)), 13, "24 02:00"),
        (WeeklyHours.daily(OpenInterval(19 * 60, 26 * 60)), 24, "24 02:00"),
    ],
)
def test_today_ends_when_the_studio_would_have_closed(hours, at: float, until: str):
    studio = make_studio(hours=hours)
    now = NOW.replace(hour=0) + timedelta(hours=at)
    found = rest_of_day(studio, now=now)
    assert found.starts_at == now
    assert to_local(found.ends_at, studio.zone).strftime("%d %H:%M") == until
