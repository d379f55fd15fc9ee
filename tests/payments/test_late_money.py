"""Money that arrives when the hold is over: a booking if the time is still free, else all back."""

import pytest

from studiobook import clock
from studiobook.bookings.expire import expire
from studiobook.bookings.release import release
from studiobook.bookings.states import Status
from studiobook.payments.states import ChargeState, RefundState
from tests.payments.till import Till, end

pytestmark = pytest.mark.usefixtures("sound")


def pay_unheard(till: Till):
    """A booking that was paid in its last minute, of which nobody has told us; then it expires."""
    booking = till.booking()
    page = till.open(booking)
    till.wait(minutes=30)
    till.stage.pay(page)
    till.wait(minutes=5)
    end(booking.id, expire)
    assert till.status(booking) is Status.EXPIRED
    return booking


def test_late_money_on_a_free_slot_confirms_late(till: Till):
    booking = pay_unheard(till)
    till.hear()
    assert till.status(booking) is Status.CONFIRMED
    assert "BookingConfirmedLate" in till.facts(booking)
    assert till.refunds(booking) == []


def test_expiring_asks_the_provider_once_more_before_money_is_ever_late(till: Till):
    booking = pay_unheard(till)
    till.work()
    assert till.status(booking) is Status.CONFIRMED


def test_late_money_on_a_slot_that_was_sold_goes_back_in_full(till: Till):
    booking = pay_unheard(till)
    other = till.booking(booking.room, booking.slot)
    till.stage.pay(till.open(other))
    till.hear()
    assert till.status(booking) is Status.EXPIRED
    assert other.status is Status.CONFIRMED
    [refund] = till.refunds(booking)
    assert (refund.state, refund.reason) == (RefundState.SUCCEEDED, "late")
    assert till.received(booking) == (booking.total_minor, booking.total_minor)


def test_money_three_days_late_and_after_the_session_goes_back(till: Till):
    booking = pay_unheard(till)
    till.wait(hours=24 * 8)
    till.hear()
    assert till.charge(booking).state is ChargeState.CAPTURED
    assert till.received(booking) == (booking.total_minor, booking.total_minor)


def test_paying_in_the_moment_of_giving_up_is_the_guests_booking_all_the_same(till: Till):
    booking = till.booking()
    till.stage.pay(till.open(booking))
    end(booking.id, release)
    till.hear()
    assert till.status(booking) is Status.CONFIRMED


def test_an_unpaid_page_ends_with_the_hold(till: Till):
    booking = till.booking()
    till.open(booking)
    till.wait(minutes=35)
    end(booking.id, expire)
    till.work()
    assert till.charge(booking).state is ChargeState.CANCELLED
    assert till.charge(booking).next_check_at is None
    assert clock.now() > till.charge(booking).expires_at
