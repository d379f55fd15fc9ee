"""What has to come out the same at every provider, told once: guests, money, bad days.

The doctor looks at the database after each of them.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from studiobook import clock
from studiobook.bookings.cancel import cancel
from studiobook.bookings.expire import expire
from studiobook.bookings.models import Booking
from studiobook.bookings.release import release
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.errors import CannotPay, PaymentsAway
from studiobook.payments.gateways.protocol import CheckoutStatus
from studiobook.payments.models import Charge, Refund
from studiobook.payments.request_refund import request_refund
from studiobook.payments.states import ChargeState, Reason, RefundState
from studiobook.values.money import Money
from tests.payments.till import Till, end

#: Long enough for banks to decide whatever they decide slowly.
LONG = 3


def cancelled(till: Till, booking: Booking) -> None:
    """The owner calls the session off: all of its money goes back."""
    booking_id = booking.id
    in_transaction(lambda: cancel(booking_id, by="owner", now=clock.now()))
    till.work()


def give_back(till: Till, booking: Booking, minor: int, cause: str) -> None:
    """A part goes back, because the owner is kind."""
    booking_id, amount = booking.id, Money(minor, booking.currency)
    in_transaction(
        lambda: request_refund(
            booking_id=booking_id,
            amount=amount,
            reason=Reason.GOODWILL,
            actor="owner",
            cause=cause,
            now=clock.now(),
        )
    )
    till.work()


def charges(booking: Booking) -> list[Charge]:
    db.session.expire_all()
    found = select(Charge).where(Charge.booking_id == booking.id).order_by(Charge.id)
    return list(db.session.scalars(found))


def payment_of(till: Till, booking: Booking) -> str:
    ref = till.charge(booking).payment_ref
    assert ref is not None
    return ref


def only(refunds: list[Refund]) -> Refund:
    [refund] = refunds
    return refund


def unheard(till: Till) -> Booking:
    """Paid in the page's last minute, of which nobody has told us; then the hold expires."""
    booking = till.booking()
    page = till.open(booking)
    till.wait(minutes=30)
    till.stage.pay(page)
    till.wait(minutes=5)
    end(booking.id, expire)
    return booking


def test_who_pays_is_booked(any_till: Till) -> None:
    booking = any_till.booking()
    page = any_till.open(booking)
    any_till.stage.pay(page)
    any_till.hear()
    assert any_till.status(booking) is Status.CONFIRMED
    assert any_till.charge(booking).state is ChargeState.CAPTURED
    assert any_till.received(booking) == (booking.total_minor, 0)


def test_a_declined_card_costs_nothing_and_the_next_one_pays(any_till: Till) -> None:
    booking = any_till.booking()
    page = any_till.open(booking)
    any_till.stage.decline(page)
    any_till.hear()
    assert any_till.status(booking) is Status.HELD
    assert any_till.received(booking) == (0, 0)
    any_till.stage.pay(any_till.open(booking))
    any_till.hear()
    assert any_till.status(booking) is Status.CONFIRMED


def test_who_does_not_pay_loses_the_slot_and_the_page_is_closed(any_till: Till) -> None:
    booking = any_till.booking()
    any_till.open(booking)
    any_till.wait(minutes=35)
    end(booking.id, expire)
    any_till.hear()
    any_till.reconcile()
    assert any_till.status(booking) is Status.EXPIRED
    assert any_till.charge(booking).state is ChargeState.CANCELLED
    with pytest.raises(CannotPay):
        any_till.open(booking)


def test_who_gives_up_can_not_pay_any_more(any_till: Till) -> None:
    booking = any_till.booking()
    any_till.open(booking)
    end(booking.id, release)
    any_till.hear()
    assert any_till.status(booking) is Status.RELEASED
    assert any_till.charge(booking).state is ChargeState.CANCELLED


def test_late_money_on_a_free_slot_books_it_late(any_till: Till) -> None:
    booking = unheard(any_till)
    any_till.hear()
    assert any_till.status(booking) is Status.CONFIRMED
    assert "BookingConfirmedLate" in any_till.facts(booking)
    assert any_till.received(booking) == (booking.total_minor, 0)


def test_late_money_on_a_slot_that_was_sold_goes_back_in_full(any_till: Till) -> None:
    booking = unheard(any_till)
    other = any_till.booking(booking.room, booking.slot)
    any_till.stage.pay(any_till.open(other))
    any_till.hear()
    assert any_till.status(booking) is Status.EXPIRED
    assert any_till.status(other) is Status.CONFIRMED
    assert only(any_till.refunds(booking)).reason == "late"
    assert any_till.received(booking) == (booking.total_minor, booking.total_minor)


def test_parts_go_back_and_then_the_rest_and_never_more(any_till: Till) -> None:
    booking = any_till.paid()
    give_back(any_till, booking, 1001, "event-1")
    give_back(any_till, booking, 1001, "event-1")
    give_back(any_till, booking, 2000, "event-2")
    give_back(any_till, booking, booking.total_minor, "event-3")
    any_till.hear()
    refunds = any_till.refunds(booking)
    assert [r.amount_minor for r in refunds] == [1001, 2000, booking.total_minor - 3001]
    assert {r.state for r in refunds} == {RefundState.SUCCEEDED}
    assert sum(r.fee_minor for r in refunds) == booking.fee_minor
    assert any_till.received(booking) == (booking.total_minor, booking.total_minor)


def test_a_cancelled_booking_is_given_back_once(any_till: Till) -> None:
    booking = any_till.paid()
    cancelled(any_till, booking)
    any_till.hear()
    any_till.reconcile()
    assert only(any_till.refunds(booking)).state is RefundState.SUCCEEDED
    assert any_till.received(booking) == (booking.total_minor, booking.total_minor)


@pytest.mark.parametrize("fails", [False, True], ids=["then gone", "then failed"])
def test_a_refund_that_waits_says_so_until_the_bank_decides(any_till: Till, *, fails: bool) -> None:
    booking = any_till.paid()
    any_till.stage.refunds_wait(then_fail=fails)
    cancelled(any_till, booking)
    assert only(any_till.refunds(booking)).state is RefundState.PENDING
    any_till.wait(hours=LONG)
    any_till.hear()
    any_till.reconcile()
    state = RefundState.FAILED if fails else RefundState.SUCCEEDED
    assert only(any_till.refunds(booking)).state is state
    assert any_till.received(booking)[1] == (0 if fails else booking.total_minor)


def test_a_refund_that_fails_after_it_had_gone_is_owed_again(any_till: Till) -> None:
    booking = any_till.paid()
    cancelled(any_till, booking)
    any_till.hear()
    refund = only(any_till.refunds(booking))
    assert refund.state is RefundState.SUCCEEDED
    any_till.stage.fail_refund(refund.gateway_ref or "")
    any_till.hear()
    assert only(any_till.refunds(booking)).state is RefundState.FAILED
    assert any_till.facts(booking)[-1] == "RefundFailed"
    assert any_till.received(booking)[1] == 0


def test_a_refund_made_in_the_dashboard_is_ours_too(any_till: Till) -> None:
    booking = any_till.paid()
    any_till.stage.refund_by_hand(payment_of(any_till, booking), 1000)
    any_till.hear()
    refund = only(any_till.refunds(booking))
    assert (refund.state, refund.amount_minor) == (RefundState.SUCCEEDED, 1000)
    assert refund.reason == "provider"
    assert any_till.status(booking) is Status.CONFIRMED
    # Only the rest is left to give.
    cancelled(any_till, booking)
    any_till.hear()
    assert any_till.received(booking) == (booking.total_minor, booking.total_minor)


def test_a_slow_payment_books_when_it_is_money(any_till: Till) -> None:
    booking = any_till.booking()
    any_till.stage.pay_slowly(any_till.open(booking))
    any_till.hear()
    assert any_till.status(booking) is Status.HELD
    assert any_till.charge(booking).state is not ChargeState.CAPTURED
    any_till.wait(minutes=10)
    any_till.hear()
    any_till.reconcile()
    assert any_till.status(booking) is Status.CONFIRMED
    assert any_till.received(booking) == (booking.total_minor, 0)


def test_a_slow_payment_that_fails_leaves_the_guest_the_hold(any_till: Till) -> None:
    booking = any_till.booking()
    any_till.stage.pay_slowly(any_till.open(booking), fails=True)
    any_till.wait(minutes=10)
    any_till.hear()
    any_till.reconcile()
    assert any_till.status(booking) is Status.HELD
    assert any_till.received(booking) == (0, 0)
    any_till.stage.pay(any_till.open(booking))
    any_till.hear()
    assert any_till.status(booking) is Status.CONFIRMED


def test_another_amount_than_was_asked_for_books_nothing_and_is_shown(any_till: Till) -> None:
    booking = any_till.booking()
    any_till.stage.pay_another_amount(any_till.open(booking), booking.total_minor - 100)
    any_till.hear()
    assert any_till.status(booking) is Status.HELD
    charge = any_till.charge(booking)
    assert (charge.state is ChargeState.CAPTURED, charge.quarantine) == (False, "amount")
    assert "PaymentQuarantined" in any_till.facts(booking)
    any_till.wait(hours=25)
    end(booking.id, expire)
    any_till.reconcile()
    assert any_till.facts(booking).count("PaymentQuarantined") == 1


def test_a_page_whose_answer_was_lost_is_found_and_is_the_only_one(any_till: Till) -> None:
    booking = any_till.booking()
    any_till.stage.hang_up_after_acting()
    page = any_till.open(booking)
    assert any_till.open(booking).url == page.url
    any_till.stage.pay(page)
    any_till.hear()
    assert len(charges(booking)) == 1
    assert any_till.status(booking) is Status.CONFIRMED


def test_a_refund_whose_answer_was_lost_goes_back_once(any_till: Till) -> None:
    booking = any_till.paid()
    any_till.stage.hang_up_after_acting()
    cancelled(any_till, booking)
    any_till.wait(minutes=30)
    any_till.reconcile()
    assert only(any_till.refunds(booking)).state is RefundState.SUCCEEDED
    assert any_till.received(booking) == (booking.total_minor, booking.total_minor)


@pytest.mark.parametrize("status", [409, 429, 500])
def test_an_error_for_an_answer_costs_a_minute_and_no_money(any_till: Till, status: int) -> None:
    booking = any_till.booking()
    any_till.stage.answer_once_with(status)
    try:
        page = any_till.open(booking)
    except PaymentsAway:
        page = any_till.open(booking)
    any_till.stage.pay(page)
    any_till.hear()
    assert any_till.status(booking) is Status.CONFIRMED
    any_till.stage.answer_once_with(status)
    cancelled(any_till, booking)
    any_till.wait(minutes=30)
    any_till.reconcile()
    any_till.wait(minutes=30)
    any_till.reconcile()
    assert only(any_till.refunds(booking)).state is RefundState.SUCCEEDED
    assert any_till.received(booking) == (booking.total_minor, booking.total_minor)


def test_with_every_webhook_lost_the_clock_finds_the_truth(any_till: Till) -> None:
    paid, left = any_till.booking(), any_till.booking()
    any_till.stage.pay(any_till.open(paid))
    any_till.open(left)
    any_till.stage.webhooks()  # handed out to nobody
    any_till.wait(minutes=3)
    any_till.reconcile()
    assert any_till.status(paid) is Status.CONFIRMED
    cancelled(any_till, paid)
    any_till.stage.webhooks()
    any_till.wait(minutes=33)
    end(left.id, expire)
    any_till.reconcile()
    assert any_till.received(paid) == (paid.total_minor, paid.total_minor)
    assert only(any_till.refunds(paid)).state is RefundState.SUCCEEDED
    assert any_till.status(left) is Status.EXPIRED
    assert any_till.charge(left).state is ChargeState.CANCELLED


def test_webhooks_that_come_twice_and_backwards_change_nothing(any_till: Till) -> None:
    booking = any_till.booking()
    any_till.stage.pay(any_till.open(booking))
    any_till.wait(minutes=3)
    any_till.reconcile()
    any_till.stage.refund_by_hand(payment_of(any_till, booking), 700)
    heard = any_till.stage.webhooks()
    any_till.hear([*reversed(heard), *heard])
    any_till.hear(heard)
    assert any_till.facts(booking).count("PaymentCaptured") == 1
    assert only(any_till.refunds(booking)).amount_minor == 700
    assert any_till.received(booking) == (booking.total_minor, 700)


def test_what_was_paid_at_an_account_is_given_back_there_after_the_owner_changed_it(
    any_till: Till,
) -> None:
    room = any_till.room()
    old = any_till.paid(room)
    half = any_till.booking(room, old.slot.shift(timedelta(days=1)))
    page = any_till.open(half)
    account_ref = any_till.connect(room.studio.company).external_ref
    db.session.commit()
    # Whoever was on the old account's page may finish there.
    any_till.stage.pay(page)
    any_till.hear()
    assert any_till.status(half) is Status.CONFIRMED
    new = any_till.booking(room, old.slot.shift(timedelta(days=2)))
    any_till.stage.pay(any_till.open(new))
    any_till.hear()
    assert any_till.charge(new).account.external_ref == account_ref
    for booking in (old, half, new):
        cancelled(any_till, booking)
        any_till.hear()
        assert only(any_till.refunds(booking)).state is RefundState.SUCCEEDED
        assert any_till.received(booking) == (booking.total_minor, booking.total_minor)


def test_a_page_that_nobody_paid_in_time_can_be_paid_no_more(any_till: Till) -> None:
    booking = any_till.booking()
    page = any_till.open(booking)
    charge = any_till.charge(booking)
    any_till.wait(minutes=(charge.expires_at - any_till.stage.now).total_seconds() / 60 + 1)
    # Nothing but the reconciler: the hold itself lives a little longer.
    any_till.reconcile()
    read = any_till.stage.gateway.read_checkout(
        page.ref, account_ref=any_till.charge(booking).account.external_ref
    )
    assert read.status is CheckoutStatus.EXPIRED
    assert any_till.charge(booking).state is ChargeState.CANCELLED
    assert any_till.status(booking) is Status.HELD
