"""Money on its way back."""

import pytest

from studiobook import clock
from studiobook.bookings.cancel import cancel
from studiobook.bookings.models import Booking
from studiobook.db.transaction import transaction
from studiobook.payments.request_refund import request_refund
from studiobook.payments.states import Reason, RefundState
from studiobook.values.money import Money
from tests.payments.till import Till


def call_off(booking: Booking) -> None:
    with transaction():
        cancel(booking.id, by="owner", now=clock.now())


def owe(booking: Booking, minor: int, cause: str) -> None:
    with transaction():
        request_refund(
            booking_id=booking.id,
            amount=Money(minor, booking.currency),
            reason=Reason.CANCELLED,
            actor="owner",
            cause=cause,
            now=clock.now(),
        )


def test_cancelling_gives_back_what_the_terms_say(till: Till):
    booking = till.paid()
    call_off(booking)
    till.work()
    [refund] = till.refunds(booking)
    assert (refund.state, refund.amount_minor) == (RefundState.SUCCEEDED, booking.total_minor)
    assert till.received(booking) == (booking.total_minor, booking.total_minor)
    assert till.facts(booking)[-2:] == ["RefundRequested", "RefundSucceeded"]


def test_hearing_of_a_cancellation_twice_refunds_once(till: Till):
    booking = till.paid()
    owe(booking, 1000, "event-1")
    owe(booking, 1000, "event-1")
    till.work()
    assert len(till.refunds(booking)) == 1
    assert till.received(booking)[1] == 1000


def test_partial_refunds_never_exceed_what_was_paid(till: Till):
    booking = till.paid()
    owe(booking, 1000, "event-1")
    owe(booking, booking.total_minor, "event-2")
    till.work()
    assert [r.amount_minor for r in till.refunds(booking)] == [1000, booking.total_minor - 1000]
    assert till.received(booking) == (booking.total_minor, booking.total_minor)


@pytest.mark.parametrize(
    ("then_fail", "end"), [(False, RefundState.SUCCEEDED), (True, RefundState.FAILED)]
)
def test_a_pending_refund_is_told_as_pending_until_it_ends(till: Till, then_fail, end):
    booking = till.paid()
    till.stage.refunds_wait(then_fail=then_fail)
    call_off(booking)
    till.hear()
    assert till.refunds(booking)[0].state is RefundState.PENDING
    till.wait(minutes=1)
    till.hear()
    assert till.refunds(booking)[0].state is end


def test_a_pending_refund_is_followed_without_webhooks(till: Till):
    booking = till.paid()
    till.stage.refunds_wait()
    till.server.switch(lose_events=100)
    call_off(booking)
    till.work()
    till.wait(minutes=3)
    till.reconcile()
    assert till.refunds(booking)[0].state is RefundState.SUCCEEDED


def test_a_refund_that_comes_back_from_the_bank_is_a_failed_one(till: Till):
    booking = till.paid()
    call_off(booking)
    till.work()
    [refund] = till.refunds(booking)
    till.wait(hours=24 * 20)
    till.stage.fail_refund(refund.gateway_ref or "")
    till.hear()
    [refund] = till.refunds(booking)
    assert (refund.state, refund.next_check_at) == (RefundState.FAILED, None)
    assert till.facts(booking)[-1] == "RefundFailed"


def test_a_refund_made_at_the_provider_is_adopted_and_not_given_twice(till: Till):
    booking = till.paid()
    till.stage.refund_by_hand(till.charge(booking).payment_ref or "", 1000)
    till.hear()
    call_off(booking)
    till.work()
    refunds = till.refunds(booking)
    assert [r.reason for r in refunds] == ["provider", "cancelled"]
    assert till.received(booking) == (booking.total_minor, booking.total_minor)


def test_the_webhook_of_our_own_refund_may_overtake_its_answer(till: Till):
    booking = till.paid()
    till.stage.hang_up_after_acting()
    call_off(booking)
    till.work()
    assert till.refunds(booking)[0].state is RefundState.UNKNOWN
    till.hear()
    [refund] = till.refunds(booking)
    assert (refund.state, refund.reason) == (RefundState.SUCCEEDED, "cancelled")


def test_a_refund_whose_answer_was_lost_is_found_and_not_sent_again(till: Till):
    booking = till.paid()
    till.server.switch(lose_events=100)
    till.stage.hang_up_after_acting()
    call_off(booking)
    till.work()
    till.wait(minutes=3)
    till.reconcile()
    assert [r.state for r in till.refunds(booking)] == [RefundState.SUCCEEDED]
    assert till.received(booking) == (booking.total_minor, booking.total_minor)


def test_a_stored_500_does_not_hold_a_refund_up_for_ever(till: Till):
    booking = till.paid()
    till.stage.answer_once_with(500)
    call_off(booking)
    till.work()
    assert till.refunds(booking)[0].state is RefundState.UNKNOWN
    till.wait(minutes=3)
    till.reconcile()
    assert [r.state for r in till.refunds(booking)] == [RefundState.SUCCEEDED]
    assert till.received(booking) == (booking.total_minor, booking.total_minor)


def test_a_refused_refund_waits_for_a_human(till: Till):
    booking = till.paid()
    payment = till.charge(booking).payment_ref or ""
    till.stage.refund_by_hand(payment, booking.total_minor)
    call_off(booking)
    till.work()
    [refund] = till.refunds(booking)
    assert (refund.state, refund.refusal) == (RefundState.FAILED, "amount_too_large")


def test_what_is_given_back_beside_us_is_not_given_twice(till: Till, sound: None):
    booking = till.paid()
    till.stage.go_away()
    call_off(booking)
    till.work()
    payment = till.charge(booking).payment_ref
    assert payment is not None
    till.stage.come_back()
    till.stage.refund_by_hand(payment, booking.total_minor // 4)
    till.hear()
    till.wait(hours=1)
    till.reconcile()
    assert till.received(booking) == (booking.total_minor, booking.refund_due_minor)


def test_a_refund_that_a_bank_sent_back_is_noticed_though_nobody_told(till: Till):
    booking = till.paid()
    call_off(booking)
    till.work()
    [refund] = till.refunds(booking)
    assert refund.gateway_ref is not None
    till.server.switch(lose_events=100)
    till.stage.fail_refund(refund.gateway_ref)
    till.wait(hours=25)
    till.reconcile()
    [refund] = till.refunds(booking)
    assert refund.state is RefundState.FAILED
