"""From the hold to the money, when nothing goes wrong but people."""

from datetime import timedelta

import pytest

from studiobook import clock
from studiobook.bookings.release import release
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.payments.connect import disconnect
from studiobook.payments.errors import CannotPay, PaymentRefused, StudioCannotCharge
from studiobook.payments.models import Charge
from studiobook.payments.queries import can_charge
from studiobook.payments.states import ChargeState
from tests.payments.till import Till, end


def test_a_paid_page_confirms_the_booking(till: Till):
    booking = till.paid()
    charge = till.charge(booking)
    assert till.status(booking) is Status.CONFIRMED
    assert (charge.state, charge.captured_minor) == (ChargeState.CAPTURED, booking.total_minor)
    assert charge.next_check_at is None
    assert till.facts(booking)[-2:] == ["PaymentCaptured", "BookingConfirmed"]


def test_the_provider_is_asked_for_exactly_the_frozen_price(till: Till):
    booking = till.booking()
    page = till.server.provider.checkout(till.open(booking).ref)
    assert (page["amount"], page["fee"]) == (booking.total_minor, booking.fee_minor)
    assert (page["currency"], page["reference"]) == (booking.currency, booking.code)
    assert page["buyer_email"] == booking.guest_email


def test_coming_back_gives_the_same_page(till: Till):
    booking = till.booking()
    page = till.open(booking)
    till.wait(minutes=5)
    assert till.open(booking) == page


def test_the_slot_is_kept_a_little_longer_than_the_page(till: Till):
    booking = till.booking()
    till.wait(minutes=20)
    till.open(booking)
    db.session.refresh(booking)
    assert booking.lapses_at is not None
    assert booking.lapses_at - till.charge(booking).expires_at == timedelta(minutes=2)


def test_opening_pages_again_and_again_does_not_keep_a_slot_for_ever(till: Till):
    booking = till.booking()
    for _ in range(2):
        till.stage.pay_slowly(till.open(booking), fails=True)
        till.wait(minutes=29)
        till.hear()
    with pytest.raises(CannotPay):
        till.open(booking)


def test_a_declined_card_can_be_followed_by_a_good_one(till: Till):
    booking = till.booking()
    page = till.open(booking)
    till.stage.decline(page)
    till.stage.pay(page)
    till.hear()
    assert till.status(booking) is Status.CONFIRMED


def test_a_slow_payment_confirms_only_when_the_money_is_there(till: Till):
    booking = till.booking()
    till.stage.pay_slowly(till.open(booking))
    till.hear()
    assert till.charge(booking).state is ChargeState.PROCESSING
    assert till.status(booking) is Status.HELD
    till.wait(minutes=1)
    till.hear()
    assert till.status(booking) is Status.CONFIRMED


def test_a_slow_payment_that_fails_leaves_the_hold_and_a_second_try(till: Till):
    booking = till.booking()
    first = till.open(booking)
    till.stage.pay_slowly(first, fails=True)
    till.wait(minutes=1)
    till.hear()
    assert till.charge(booking).state is ChargeState.FAILED
    second = till.open(booking)
    assert second.ref != first.ref
    till.stage.pay(second)
    till.hear()
    assert till.status(booking) is Status.CONFIRMED


def test_a_failure_that_we_have_not_heard_of_does_not_send_the_guest_to_a_dead_page(till: Till):
    booking = till.booking()
    first = till.open(booking)
    till.stage.pay_slowly(first, fails=True)
    till.wait(minutes=1)
    assert till.open(booking).ref != first.ref


def test_what_is_paid_cannot_be_paid_again(till: Till):
    booking = till.paid()
    with pytest.raises(CannotPay):
        till.open(booking)


def test_a_lapsed_hold_cannot_be_paid(till: Till):
    booking = till.booking()
    till.wait(minutes=31)
    with pytest.raises(CannotPay):
        till.open(booking)


def test_a_studio_that_cannot_charge_takes_no_money(till: Till):
    room = till.room()
    booking = till.booking(room)
    with transaction():
        disconnect(company=room.studio.company, now=clock.now())
    with pytest.raises(StudioCannotCharge):
        till.open(booking)
    assert not can_charge(room.studio.company_id)
    assert not room.listed


def test_a_refused_page_costs_nothing_and_leaves_the_hold(till: Till):
    booking = till.booking()
    booking.guest_email = "no address"
    with pytest.raises(PaymentRefused):
        till.open(booking)
    charge = till.charge(booking)
    assert (charge.state, charge.refusal) == (ChargeState.FAILED, "invalid_value")
    assert till.status(booking) is Status.HELD


def test_giving_the_hold_up_closes_its_page(till: Till):
    booking = till.booking()
    page = till.open(booking)
    end(booking.id, release)
    till.work()
    assert till.server.provider.checkout(page.ref)["status"] == "expired"
    assert till.charge(booking).state is ChargeState.CANCELLED


@pytest.mark.parametrize("change", [{"amount": 1}, {"currency": "USD"}, {"reference": "OTHER"}])
def test_money_that_differs_from_the_intent_is_set_aside_for_a_human(till: Till, change):
    booking = till.booking()
    page = till.open(booking)
    store = till.server.provider.store
    till.stage.pay(page)
    store.put("checkout", till.server.provider.checkout(page.ref) | change)
    till.hear()
    charge = till.charge(booking)
    assert charge.quarantine == next(iter(change))
    assert charge.state is not ChargeState.CAPTURED
    assert till.status(booking) is Status.HELD
    till.hear([])
    assert till.facts(booking).count("PaymentQuarantined") == 1


def test_two_attempts_that_are_both_paid_leave_one_payment(till: Till):
    booking = till.booking()
    first = till.open(booking)
    # The provider told us that the first had failed, and takes its money after all.
    charge = db.session.get_one(Charge, till.charge(booking).id)
    charge.state, charge.next_check_at = ChargeState.FAILED, None
    db.session.commit()
    second = till.open(booking)
    till.stage.pay(second)
    till.stage.pay(first)
    till.hear()
    assert till.status(booking) is Status.CONFIRMED
    assert [refund.reason for refund in till.refunds(booking)] == ["paid_twice"]
    taken, given = till.received(booking)
    assert taken - given == booking.total_minor
