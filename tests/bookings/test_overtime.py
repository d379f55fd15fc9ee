"""Overtime: claimed within three days, paid or contested by the guest, never taken by itself."""

from datetime import timedelta
from typing import Any

import pytest

from studiobook.bookings.book_walk_in import WalkIn, book_walk_in
from studiobook.bookings.errors import ClaimedAlready, ClaimOver, NoOvertime, PriceChanged
from studiobook.bookings.events import replay
from studiobook.bookings.extend import extend
from studiobook.bookings.models import Booking, OvertimeClaim
from studiobook.bookings.no_show import mark_no_show
from studiobook.bookings.overtime import (
    claim_overtime,
    contest_overtime,
    find_claim,
    price_overtime,
    withdraw_overtime,
)
from studiobook.bookings.queries import find_open_move, list_events
from studiobook.bookings.settle_move import lapse_move, settle_move
from studiobook.bookings.states import ClaimState, Status
from studiobook.rooms.price_list import Tier
from tests.factories.world import (
    FEE,
    NOW,
    make_booking,
    make_engineer,
    make_room,
    make_studio,
    slot_in,
)
from tests.support.doctor import MONEY, PICTURES, PROCESSES, findings

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)
BUT = (MONEY, PICTURES, PROCESSES, 18)


def claim(booking: Booking, *, half_hours: int = 2, after=HOUR, **wishes: Any) -> OvertimeClaim:
    now = booking.slot.ends_at + after
    return claim_overtime(booking.id, half_hours=half_hours, fee=FEE, now=now, **wishes)


def test_half_hours_cost_what_the_rooms_shortest_length_costs():
    booking = make_booking()
    price = price_overtime(booking, half_hours=3, fee=FEE)
    assert [(line.label, line.amount.minor) for line in price.lines] == [
        ("Overtime: 1.5 hours", 6000),
        ("Overtime: service fee", 240),
    ]


def test_engineer_and_tax_are_part_of_it():
    studio = make_studio()
    studio.tax_basis_points, studio.tax_name = 1900, "VAT"
    room = make_room(studio=studio, tiers=(Tier(3, 5000),), minimum=3, step=1)
    booking = make_booking(
        room=room, slot=slot_in(room, hours=1.5), engineer=make_engineer(studio=studio)
    )
    price = price_overtime(booking, half_hours=1, fee=FEE)
    # A third of 50.00, half an hour of 30.00, 4 % and 19 %.
    assert [line.amount.minor for line in price.lines] == [1667, 1500, 127, 626]
    assert claim(booking, half_hours=1).amount_minor == 3920


def test_a_claim_completes_what_the_clock_has_not_and_takes_nothing():
    booking = make_booking()
    total, slot = booking.total_minor, booking.slot
    made = claim(booking, actor_id=7)
    assert (made.state, made.amount_minor) == (ClaimState.CLAIMED, 4160)
    assert (booking.status, booking.total_minor, booking.slot) == (Status.COMPLETED, total, slot)
    move = find_open_move(booking.id)
    assert move is not None
    assert move.lapses_at == made.claimed_at + timedelta(days=7)
    assert list_events(booking.id)[-1].actor_id == 7
    assert findings(made.claimed_at, but=BUT) == []


def test_money_puts_it_on_the_bill_and_leaves_the_time_as_it_was():
    booking = make_booking()
    total, fee, slot = booking.total_minor, booking.fee_minor, booking.slot
    made = claim(booking)
    assert settle_move(made.move_id, now=made.claimed_at + HOUR)
    assert settle_move(made.move_id, now=made.claimed_at + HOUR)
    assert (booking.total_minor, booking.fee_minor) == (total + 4160, fee + 160)
    assert sum(line.amount_minor for line in booking.lines) == booking.total_minor
    assert (booking.slot, booking.status) == (slot, Status.COMPLETED)
    assert made.state is ClaimState.PAID
    names = [event.name for event in list_events(booking.id)]
    assert names.count("OvertimePaid") == 1
    assert replay(names) is Status.COMPLETED
    assert findings(made.claimed_at, but=BUT) == []


def test_it_can_be_claimed_for_three_days():
    limit = timedelta(hours=72)
    assert claim(make_booking(), after=limit).state is ClaimState.CLAIMED
    with pytest.raises(NoOvertime):
        claim(make_booking(), after=limit + timedelta.resolution)


def test_there_is_no_overtime_before_the_end_or_of_nobody_or_of_a_walk_in():
    with pytest.raises(NoOvertime):
        claim(make_booking(), after=-timedelta.resolution)
    missed = make_booking()
    mark_no_show(missed.id, now=missed.slot.ends_at)
    with pytest.raises(NoOvertime):
        claim(missed)
    room = make_room()
    walk_in = book_walk_in(
        room=room,
        slot=slot_in(room),
        guest=WalkIn("Wanda"),
        reason="Pays here",
        actor_id=1,
        now=NOW,
    )
    with pytest.raises(NoOvertime):
        claim(walk_in)
    with pytest.raises(NoOvertime):
        claim(make_booking(), half_hours=9)


def test_who_is_still_paying_for_more_time_has_no_overtime_yet():
    booking = make_booking()
    late = booking.slot.ends_at - timedelta(minutes=5)
    extend(booking.id, half_hours=2, present=4, by="guest", fee=FEE, now=late)
    with pytest.raises(NoOvertime):
        claim(booking, after=timedelta(minutes=5))


def test_one_claim_stands_for_each_session():
    booking = make_booking()
    first = claim(booking)
    assert claim(booking) is first
    with pytest.raises(ClaimedAlready):
        claim(booking, half_hours=3)
    withdraw_overtime(booking.id, now=first.claimed_at)
    assert claim(booking, half_hours=3).amount_minor == 6240


def test_the_amount_must_be_the_one_that_was_shown():
    with pytest.raises(PriceChanged):
        claim(make_booking(), expected_amount_minor=1)


def test_a_guest_says_no_within_two_days_and_nothing_is_taken():
    booking = make_booking()
    made = claim(booking)
    limit = made.claimed_at + timedelta(hours=48)
    contest_overtime(booking.id, objection=" We left at four. ", now=limit)
    contest_overtime(booking.id, objection="Really.", now=limit + HOUR)
    assert (made.state, made.objection) == (ClaimState.CONTESTED, "We left at four.")
    assert find_open_move(booking.id) is None
    assert findings(limit, but=BUT) == []


def test_after_two_days_it_is_too_late_to_say_no():
    booking = make_booking()
    made = claim(booking)
    late = made.claimed_at + timedelta(hours=48) + timedelta.resolution
    with pytest.raises(ClaimOver):
        contest_overtime(booking.id, objection="No.", now=late)


def test_nobody_contests_what_is_not_claimed():
    with pytest.raises(ClaimOver):
        contest_overtime(make_booking().id, objection="No.", now=NOW)


@pytest.mark.parametrize("end", [ClaimState.SETTLED, ClaimState.WITHDRAWN])
def test_the_studio_ends_it_also_after_a_no(end: ClaimState):
    paid_there = end is ClaimState.SETTLED
    booking = make_booking()
    made = claim(booking)
    contest_overtime(booking.id, objection="No.", now=made.claimed_at)
    for _ in range(2):
        withdraw_overtime(booking.id, paid_there=paid_there, now=made.claimed_at + HOUR)
    assert made.state is end
    assert not settle_move(made.move_id, now=made.claimed_at + HOUR)
    assert list_events(booking.id)[-1].name == "MoveMoneyRefused"
    assert findings(made.claimed_at, but=BUT) == []


def test_what_nobody_answers_lapses_and_may_still_be_paid():
    booking = make_booking()
    made = claim(booking)
    week = made.claimed_at + timedelta(days=7)
    assert lapse_move(made.move_id, now=week)
    assert made.state is ClaimState.LAPSED
    assert findings(week, but=BUT) == []
    assert settle_move(made.move_id, now=week)
    paid = find_claim(booking.id)
    assert paid is not None
    assert paid.state is ClaimState.PAID
    with pytest.raises(ClaimOver):
        withdraw_overtime(booking.id, now=week)
