"""Six hours without the provider: no hold is burned, refunds queue up, all is settled after."""

from datetime import timedelta

import pytest

from studiobook import clock
from studiobook.bookings import jobs as booking_jobs
from studiobook.bookings.cancel import cancel
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.errors import PaymentsAway
from studiobook.payments.states import UNDECIDED, ChargeState, RefundState
from tests.payments.till import Till
from tests.support.doctor import DAYS, PICTURES, PROCESSES, findings

HALF_HOURS = 12


def called_off(till: Till, booking: Booking) -> None:
    booking_id = booking.id
    in_transaction(lambda: cancel(booking_id, by="owner", now=clock.now()))
    till.work()


def go_round(till: Till, *, minutes: float) -> None:
    """What the clock does; the doctor agrees with how things stand at every moment."""
    till.wait(minutes=minutes)
    booking_jobs.expire_holds()
    till.reconcile()
    assert findings(till.stage.now, but=(PICTURES, PROCESSES, DAYS)) == []


def can_not_pay_now(till: Till, booking: Booking) -> None:
    """The guest is told so, and keeps the time."""
    for _ in range(2):
        with pytest.raises(PaymentsAway):
            till.open(booking)
    db.session.rollback()
    assert till.status(booking) is Status.HELD


def test_six_hours_without_the_provider_cost_nobody_anything(any_till: Till) -> None:
    till = any_till
    before, during = till.paid(), [till.paid() for _ in range(3)]
    unheard, unpaid = till.booking(), till.booking()
    till.stage.pay(till.open(unheard))
    till.open(unpaid)
    told = till.stage.webhooks()
    called_off(till, before)
    till.stage.webhooks()

    till.stage.go_away()
    first = till.booking()
    can_not_pay_now(till, first)
    # They come, and can't be understood yet.
    for sent in told:
        assert till.post(sent) == 200
    for half_hour in range(HALF_HOURS):
        if half_hour % 4 == 1:
            called_off(till, during[half_hour // 4])
        go_round(till, minutes=30)
    last = till.booking()
    can_not_pay_now(till, last)
    for booking in during:
        [refund] = till.refunds(booking)
        assert refund.state in UNDECIDED
        assert till.received(booking)[1] == 0

    till.stage.come_back()
    # Whoever waits is not made to wait for the clock.
    till.wait(minutes=2)
    till.stage.pay(till.open(last))
    till.hear()
    for _ in range(4):
        go_round(till, minutes=31)
    assert till.status(last) is Status.CONFIRMED
    assert till.status(unheard) is Status.CONFIRMED
    assert till.status(unpaid) is Status.EXPIRED
    assert till.charge(unpaid).state is ChargeState.CANCELLED
    for booking in (before, *during):
        [refund] = till.refunds(booking)
        assert refund.state is RefundState.SUCCEEDED
        assert till.received(booking) == (booking.total_minor, booking.total_minor)


def test_a_short_absence_leaves_the_hold_its_full_time(any_till: Till) -> None:
    till = any_till
    booking = till.booking()
    lapses_at = booking.lapses_at
    till.stage.go_away()
    can_not_pay_now(till, booking)
    till.wait(minutes=10)
    can_not_pay_now(till, booking)
    till.stage.come_back()
    till.wait(minutes=2)
    till.stage.pay(till.open(booking))
    till.hear()
    assert lapses_at is not None
    assert till.stage.now < lapses_at + timedelta(minutes=5)
    assert till.status(booking) is Status.CONFIRMED
