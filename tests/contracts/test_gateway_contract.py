"""What every adapter promises, told once and run against each of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from studiobook.payments.gateways.protocol import (
    BadSignature,
    CheckoutOrder,
    CheckoutPage,
    CheckoutStatus,
    GatewayRefused,
    GatewayUnavailable,
    RefundOrder,
    RefundStatus,
    Subject,
)
from studiobook.values.money import Money
from tests.contracts.stage import STAGES, Stage

PRICE = Money(12_000, "EUR")
LONG = timedelta(minutes=1)


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    with STAGES[request.param]() as stage:
        yield stage


def order(stage: Stage, key: str = "c-1") -> CheckoutOrder:
    return CheckoutOrder(
        idempotency_key=key,
        account_ref=stage.account_ref,
        reference="K7QM2X",
        description="Live room, Saturday 16 January 10:00 to 14:00",
        amount=PRICE,
        fee=Money(480, "EUR"),
        buyer_email="guest@example.org",
        success_url="https://studiobook.example/back",
        cancel_url="https://studiobook.example/cancel",
        expires_at=stage.now + timedelta(minutes=31),
        location_ref=stage.location_of(stage.account_ref),
    )


def state(stage: Stage, page: CheckoutPage) -> CheckoutStatus:
    return stage.gateway.read_checkout(page.ref, account_ref=stage.account_ref).status


def paid(stage: Stage) -> str:
    """The payment of a page that was paid."""
    page = stage.gateway.open_checkout(order(stage))
    stage.pay(page)
    payment_ref = stage.gateway.read_checkout(page.ref, account_ref=stage.account_ref).payment_ref
    assert payment_ref is not None
    return payment_ref


def refund_order(stage: Stage, payment_ref: str, minor: int, key: str = "r-1") -> RefundOrder:
    return RefundOrder(
        idempotency_key=key,
        account_ref=stage.account_ref,
        payment_ref=payment_ref,
        amount=Money(minor, "EUR"),
        fee=Money(minor // 25, "EUR"),
        reason="cancelled",
    )


def test_a_fresh_page_is_open_and_carries_the_intent(stage: Stage) -> None:
    page = stage.gateway.open_checkout(order(stage))
    read = stage.gateway.read_checkout(page.ref, account_ref=stage.account_ref)
    assert (read.status, read.amount, read.reference) == (CheckoutStatus.OPEN, PRICE, "K7QM2X")
    assert (read.payment_ref, read.paid_at) == (None, None)


def test_a_paid_page_names_its_payment_and_moment(stage: Stage) -> None:
    page = stage.gateway.open_checkout(order(stage))
    stage.pay(page)
    read = stage.gateway.read_checkout(page.ref, account_ref=stage.account_ref)
    assert (read.status, read.amount, read.paid_at) == (CheckoutStatus.PAID, PRICE, stage.now)
    assert read.payment_ref


def test_a_declined_card_leaves_the_page_open(stage: Stage) -> None:
    page = stage.gateway.open_checkout(order(stage))
    stage.decline(page)
    assert state(stage, page) is CheckoutStatus.OPEN


@pytest.mark.parametrize(
    ("fails", "end"), [(False, CheckoutStatus.PAID), (True, CheckoutStatus.FAILED)]
)
def test_a_slow_payment_is_not_money_until_it_is(
    stage: Stage, *, fails: bool, end: CheckoutStatus
) -> None:
    page = stage.gateway.open_checkout(order(stage))
    stage.pay_slowly(page, fails=fails)
    assert state(stage, page) is CheckoutStatus.PROCESSING
    stage.wait(LONG)
    assert state(stage, page) is end


def test_a_page_ends_when_it_said_so_and_no_other_does(stage: Stage) -> None:
    page = stage.gateway.open_checkout(order(stage))
    stage.wait(timedelta(minutes=32))
    ended = CheckoutStatus.OPEN if page.expires_at is None else CheckoutStatus.EXPIRED
    assert state(stage, page) is ended


def test_a_page_that_would_expire_too_soon_is_refused(stage: Stage) -> None:
    hasty = replace(order(stage, "c-2"), expires_at=stage.now + timedelta(minutes=29))
    if stage.gateway.open_checkout(order(stage)).expires_at is None:
        # Where pages end by being closed, no length is too short.
        assert stage.gateway.open_checkout(hasty).expires_at is None
        return
    with pytest.raises(GatewayRefused):
        stage.gateway.open_checkout(hasty)


def test_a_closed_page_cannot_be_paid(stage: Stage) -> None:
    page = stage.gateway.open_checkout(order(stage))
    closed = stage.gateway.close_checkout(page.ref, account_ref=stage.account_ref)
    assert closed.status is CheckoutStatus.EXPIRED


def test_closing_a_paid_page_reports_the_money(stage: Stage) -> None:
    page = stage.gateway.open_checkout(order(stage))
    stage.pay(page)
    closed = stage.gateway.close_checkout(page.ref, account_ref=stage.account_ref)
    assert closed.status is CheckoutStatus.PAID


def test_the_same_key_opens_the_same_page(stage: Stage) -> None:
    first = stage.gateway.open_checkout(order(stage))
    assert stage.gateway.open_checkout(order(stage)) == first


def test_the_same_key_with_other_values_is_refused(stage: Stage) -> None:
    stage.gateway.open_checkout(order(stage))
    with pytest.raises(GatewayRefused):
        stage.gateway.open_checkout(replace(order(stage), amount=Money(1_000, "EUR")))


def test_a_page_whose_answer_was_lost_is_found_by_its_key(stage: Stage) -> None:
    stage.hang_up_after_acting()
    with pytest.raises(GatewayUnavailable):
        stage.gateway.open_checkout(order(stage))
    found = stage.gateway.find_checkout("c-1", account_ref=stage.account_ref, since=stage.now)
    assert found == stage.gateway.open_checkout(order(stage))


def test_a_page_that_never_was_is_not_found(stage: Stage) -> None:
    found = stage.gateway.find_checkout("c-1", account_ref=stage.account_ref, since=stage.now)
    assert found is None


@pytest.mark.parametrize("status", [500, 429, 409])
def test_an_error_answer_means_unknown(stage: Stage, status: int) -> None:
    stage.answer_once_with(status)
    with pytest.raises(GatewayUnavailable):
        stage.gateway.open_checkout(order(stage))


def test_a_500_is_given_again_to_the_same_key_and_not_to_a_new_one(stage: Stage) -> None:
    stage.answer_once_with(500)
    for _ in range(2):
        with pytest.raises(GatewayUnavailable):
            stage.gateway.open_checkout(order(stage))
    assert stage.gateway.open_checkout(order(stage, key="c-2")).url


def test_refunds_add_up_to_the_payment_and_not_a_cent_more(stage: Stage) -> None:
    payment_ref = paid(stage)
    stage.gateway.refund(refund_order(stage, payment_ref, 5_000))
    with pytest.raises(GatewayRefused):
        stage.gateway.refund(refund_order(stage, payment_ref, 7_001, key="r-2"))
    rest = stage.gateway.refund(refund_order(stage, payment_ref, 7_000, key="r-3"))
    assert rest.status is RefundStatus.SUCCEEDED
    listed = stage.gateway.list_refunds(payment_ref, account_ref=stage.account_ref)
    assert [refund.amount.minor for refund in listed] == [5_000, 7_000]


def test_the_same_key_refunds_once(stage: Stage) -> None:
    payment_ref = paid(stage)
    first = stage.gateway.refund(refund_order(stage, payment_ref, 5_000))
    assert stage.gateway.refund(refund_order(stage, payment_ref, 5_000)) == first


@pytest.mark.parametrize(
    ("then_fail", "end"), [(False, RefundStatus.SUCCEEDED), (True, RefundStatus.FAILED)]
)
def test_a_pending_refund_ends_one_way_or_the_other(
    stage: Stage, *, then_fail: bool, end: RefundStatus
) -> None:
    payment_ref = paid(stage)
    stage.refunds_wait(then_fail=then_fail)
    refund = stage.gateway.refund(refund_order(stage, payment_ref, 5_000))
    assert refund.status is RefundStatus.PENDING
    stage.wait(LONG)
    read = stage.gateway.read_refund(refund.ref, account_ref=stage.account_ref)
    assert read.status is end


def test_a_refund_may_fail_after_it_succeeded(stage: Stage) -> None:
    refund = stage.gateway.refund(refund_order(stage, paid(stage), 5_000))
    stage.fail_refund(refund.ref)
    read = stage.gateway.read_refund(refund.ref, account_ref=stage.account_ref)
    assert read.status is RefundStatus.FAILED


def test_a_refund_whose_answer_was_lost_is_listed_under_its_key(stage: Stage) -> None:
    payment_ref = paid(stage)
    stage.hang_up_after_acting()
    with pytest.raises(GatewayUnavailable):
        stage.gateway.refund(refund_order(stage, payment_ref, 5_000))
    listed = stage.gateway.list_refunds(payment_ref, account_ref=stage.account_ref)
    assert [refund.idempotency_key for refund in listed] == ["r-1"]


def test_a_refund_made_by_hand_is_listed_without_a_key_of_ours(stage: Stage) -> None:
    payment_ref = paid(stage)
    stage.refund_by_hand(payment_ref, 3_000)
    [listed] = stage.gateway.list_refunds(payment_ref, account_ref=stage.account_ref)
    assert (listed.amount.minor, listed.idempotency_key) == (3_000, None)


def test_an_unknown_object_is_refused(stage: Stage) -> None:
    with pytest.raises(GatewayRefused):
        stage.gateway.read_checkout("chk_nothing", account_ref=stage.account_ref)


def test_a_signed_webhook_is_believed_and_names_its_object(stage: Stage) -> None:
    page = stage.gateway.open_checkout(order(stage))
    stage.pay(page)
    [sent] = stage.webhooks()
    notice = stage.gateway.verify(sent.headers, sent.body, now=stage.now)
    assert (notice.subject, notice.object_ref) == (Subject.CHECKOUT, page.ref)
    assert notice.account_ref == stage.account_ref


def test_a_changed_or_unsigned_or_stale_webhook_is_not_believed(stage: Stage) -> None:
    stage.pay(stage.gateway.open_checkout(order(stage)))
    [sent] = stage.webhooks()
    with pytest.raises(BadSignature):
        stage.gateway.verify(sent.headers, sent.body + b" ", now=stage.now)
    with pytest.raises(BadSignature):
        stage.gateway.verify({}, sent.body, now=stage.now)
    late = stage.now + stage.stale_after
    assert stage.gateway.verify(sent.headers, sent.body, now=late).object_ref
    with pytest.raises(BadSignature):
        stage.gateway.verify(sent.headers, sent.body, now=late + LONG)
