"""What comes after the price: more time and overtime are paid by the same till."""

from datetime import timedelta

import pytest

from studiobook import clock
from studiobook.bookings.extend import extend
from studiobook.bookings.models import Booking
from studiobook.bookings.overtime import claim_overtime, contest_overtime, withdraw_overtime
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.errors import CannotPay
from studiobook.payments.queries import charges_for_booking, refunds_for_booking
from studiobook.payments.states import ChargeState
from tests.factories.world import FEE
from tests.payments.till import Till

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("sound")]

HOUR = timedelta(hours=1)


def again(booking: Booking) -> Booking:
    """As the database has it now."""
    db.session.expire_all()
    return db.session.get_one(Booking, booking.id)


def claimed(till: Till) -> Booking:
    booking = till.paid()
    till.stage.wait(booking.slot.ends_at + HOUR - till.stage.now)
    booking_id, now = booking.id, clock.now()
    in_transaction(lambda: claim_overtime(booking_id, half_hours=2, fee=FEE, now=now))
    till.work()
    return again(booking)


def test_more_time_is_the_guests_as_soon_as_its_difference_is_paid(till: Till):
    booking = till.paid()
    booking_id, now = booking.id, clock.now()
    in_transaction(
        lambda: extend(booking_id, half_hours=2, present=4, by="owner", fee=FEE, now=now)
    )
    till.stage.pay(till.open(booking))
    till.hear()
    longer = again(booking)
    assert (longer.slot.half_hours, longer.total_minor) == (6, 12480)
    charges = charges_for_booking(booking_id)
    assert [(c.amount_minor, c.fee_minor) for c in charges] == [(8320, 320), (4160, 160)]


def test_overtime_is_paid_by_a_second_charge(till: Till):
    booking = claimed(till)
    till.stage.pay(till.open(booking))
    till.hear()
    paid = again(booking)
    assert (paid.total_minor, paid.status) == (12480, Status.COMPLETED)
    assert [c.fee_minor for c in charges_for_booking(booking.id)] == [320, 160]


def test_a_no_closes_the_page(till: Till):
    booking = claimed(till)
    page = till.open(booking)
    booking_id, now = booking.id, clock.now()
    in_transaction(lambda: contest_overtime(booking_id, objection="No.", now=now))
    till.work()
    assert charges_for_booking(booking_id)[-1].state is ChargeState.CANCELLED
    assert page.ref
    with pytest.raises(CannotPay):
        till.open(again(booking))


def test_money_for_what_was_withdrawn_goes_back(till: Till):
    booking = claimed(till)
    page = till.open(booking)
    booking_id, now = booking.id, clock.now()
    till.stage.pay(page)
    in_transaction(lambda: withdraw_overtime(booking_id, now=now))
    till.hear()
    assert again(booking).total_minor == 8320
    assert [refund.amount_minor for refund in refunds_for_booking(booking_id)] == [4160]
