"""A studio that closes gives back every cent, and refuses what is still on its way."""

import pytest

from studiobook import clock
from studiobook.bookings.affected import Choice, Decision, list_affected
from studiobook.bookings.close import Closing, close
from studiobook.bookings.models import Booking
from studiobook.bookings.offer_new_times import call_off
from studiobook.bookings.states import Status
from studiobook.db.transaction import transaction
from studiobook.payments.states import ChargeState, RefundState
from tests.factories.world import slot_in
from tests.payments.till import Till, end

pytestmark = pytest.mark.usefixtures("sound")


def closes(booking: Booking, choice: Choice) -> None:
    """The studio closes at the booking's time."""
    now = clock.now()
    shown = list_affected([booking.room_id], booking.slot, now=now)
    decision = Decision(choice, {}, frozenset(one.key for one in shown))
    with transaction():
        closing = Closing(booking.studio, None, booking.slot)
        close(closing, decision=decision, actor_id=None, now=now)


def test_each_of_many_gets_everything_back(till: Till):
    room = till.room()
    bookings = []
    for hour in (9, 11, 13, 15):
        booking = till.booking(room, slot_in(room, hour=hour, now=clock.now()))
        till.stage.pay(till.open(booking))
        bookings.append(booking)
    till.hear()
    for booking in bookings:
        closes(booking, Choice.REFUND)
    till.work()
    for booking in bookings:
        assert till.status(booking) is Status.CANCELLED
        [refund] = till.refunds(booking)
        assert refund.state is RefundState.SUCCEEDED
        assert till.received(booking) == (booking.total_minor, booking.total_minor)


def test_money_on_its_way_to_a_hold_that_was_taken_back_goes_back(till: Till):
    booking = till.booking()
    till.stage.pay(till.open(booking))
    closes(booking, Choice.REFUND)
    till.hear()
    assert till.status(booking) is Status.RELEASED
    assert "LateMoneyRefused" in till.facts(booking)
    assert till.received(booking) == (booking.total_minor, booking.total_minor)


def test_the_page_of_a_hold_that_was_taken_back_can_no_longer_be_paid(till: Till):
    booking = till.booking()
    till.open(booking)
    closes(booking, Choice.REFUND)
    till.work()
    assert till.charge(booking).state is ChargeState.CANCELLED


def test_a_hold_that_is_kept_is_paid_and_becomes_a_booking(till: Till):
    booking = till.booking()
    page = till.open(booking)
    closes(booking, Choice.KEEP)
    till.stage.pay(page)
    till.hear()
    assert till.status(booking) is Status.CONFIRMED
    assert till.refunds(booking) == []


def test_who_does_not_choose_another_time_gets_everything_back(till: Till):
    booking = till.paid()
    closes(booking, Choice.OFFER)
    till.work()
    assert till.refunds(booking) == []
    till.wait(hours=24 * 6 + 12)
    end(booking.id, call_off)
    till.work()
    assert till.status(booking) is Status.CANCELLED
    assert till.received(booking) == (booking.total_minor, booking.total_minor)
