"""What every adapter promises about balances and payouts, run against each of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from studiobook.payments.gateways.accounts import (
    Balance,
    LineKind,
    PayoutOrder,
    PayoutState,
    PayoutStatus,
)
from studiobook.payments.gateways.protocol import (
    CheckoutOrder,
    CheckoutState,
    GatewayRefused,
    GatewayUnavailable,
    RefundOrder,
    Subject,
)
from studiobook.values.money import Money
from tests.contracts.stage import STAGES, Stage

PRICE, FEE = Money(12_000, "EUR"), Money(480, "EUR")
#: Providers keep less than this of a payment.
MOST_KEPT = 600


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    with STAGES[request.param]() as stage:
        yield stage


def sell(stage: Stage, key: str = "c-1") -> CheckoutState:
    """A guest pays, and the page as it is read afterwards."""
    page = stage.gateway.open_checkout(
        CheckoutOrder(
            idempotency_key=key,
            account_ref=stage.account_ref,
            reference="K7QM2X",
            description="Live room, Saturday 16 January 10:00 to 14:00",
            amount=PRICE,
            fee=FEE,
            buyer_email="guest@example.org",
            success_url="https://studiobook.example/back",
            cancel_url="https://studiobook.example/cancel",
            expires_at=stage.now + timedelta(minutes=31),
            location_ref=stage.location_of(stage.account_ref),
        )
    )
    stage.pay(page)
    return stage.gateway.read_checkout(page.ref, account_ref=stage.account_ref)


def balance(stage: Stage) -> Balance:
    """The balance; skips where the provider does not say."""
    found = stage.gateway.read_balance(stage.account_ref)
    if found is None:
        pytest.skip("this provider does not tell balances")
    return found


def minor(amounts: tuple[Money, ...]) -> int:
    """The sum in the currency that the tests sell in."""
    return sum(amount.minor for amount in amounts if amount.currency == "EUR")


def listed(stage: Stage) -> list[PayoutState]:
    since = stage.now - timedelta(days=1)
    return list(stage.gateway.list_payouts(stage.account_ref, since=since))


def sold_and_sent(stage: Stage) -> str:
    """A payout that the provider made by itself out of one sale."""
    sell(stage)
    stage.clear(stage.account_ref)
    return stage.pay_out(stage.account_ref)


def order(stage: Stage, key: str = "p-1") -> PayoutOrder:
    """A request for everything that can be had; skips where one cannot ask."""
    if not stage.gateway.pays_out_on_demand:
        pytest.skip("payouts come by themselves at this provider")
    available = minor(balance(stage).available)
    return PayoutOrder(
        idempotency_key=key,
        account_ref=stage.account_ref,
        amount=Money(available, "EUR"),
    )


def test_a_sale_is_pending_until_it_has_cleared(stage: Stage) -> None:
    before = balance(stage)
    sell(stage)
    waiting = balance(stage)
    gained = minor(waiting.pending) - minor(before.pending)
    assert PRICE.minor - FEE.minor - MOST_KEPT <= gained <= PRICE.minor - FEE.minor
    assert minor(waiting.available) == minor(before.available)
    stage.clear(stage.account_ref)
    cleared = balance(stage)
    assert minor(cleared.available) - minor(before.available) == gained
    assert minor(cleared.pending) == 0


def test_a_refund_leaves_the_balance(stage: Stage) -> None:
    sale = sell(stage)
    assert sale.payment_ref is not None
    before = balance(stage)
    stage.gateway.refund(
        RefundOrder(
            idempotency_key="r-1",
            account_ref=stage.account_ref,
            payment_ref=sale.payment_ref,
            amount=Money(5_000, "EUR"),
            fee=Money(200, "EUR"),
            reason="cancelled",
        )
    )
    after = balance(stage)
    lost = minor(before.available + before.pending) - minor(after.available + after.pending)
    assert lost == 4_800


def test_what_is_paid_out_by_itself_has_no_key_of_ours_and_lands(stage: Stage) -> None:
    ref = sold_and_sent(stage)
    [found] = listed(stage)
    assert (found.ref, found.status, found.idempotency_key) == (ref, PayoutStatus.PENDING, None)
    assert found.created_at <= stage.now + timedelta(seconds=5)
    stage.land(ref)
    landed = stage.gateway.read_payout(ref, account_ref=stage.account_ref)
    assert (landed.status, landed.failure) == (PayoutStatus.PAID, None)


def test_the_lines_add_up_to_the_payout_and_name_their_payments(stage: Stage) -> None:
    sales = [sell(stage, key="c-1"), sell(stage, key="c-2")]
    stage.clear(stage.account_ref)
    ref = stage.pay_out(stage.account_ref)
    payout = stage.gateway.read_payout(ref, account_ref=stage.account_ref)
    lines = stage.gateway.list_payout_lines(ref, account_ref=stage.account_ref)
    assert sum(line.net.minor for line in lines) == payout.amount.minor
    for line in lines:
        assert line.gross.minor - line.fee.minor - line.provider_fee.minor == line.net.minor
    sold = [line for line in lines if line.kind is LineKind.SALE]
    assert {line.line_ref for line in sold} == {one.line_ref or one.payment_ref for one in sales}
    assert {(line.gross, line.fee) for line in sold} == {(PRICE, FEE)}
    assert len({line.ref for line in lines}) == len(lines)


def test_a_refund_between_is_a_line_of_its_payment(stage: Stage) -> None:
    sale = sell(stage)
    assert sale.payment_ref is not None
    sell(stage, key="c-2")
    stage.gateway.refund(
        RefundOrder(
            idempotency_key="r-1",
            account_ref=stage.account_ref,
            payment_ref=sale.payment_ref,
            amount=Money(5_000, "EUR"),
            fee=Money(200, "EUR"),
            reason="cancelled",
        )
    )
    stage.clear(stage.account_ref)
    ref = stage.pay_out(stage.account_ref)
    lines = stage.gateway.list_payout_lines(ref, account_ref=stage.account_ref)
    [back] = [line for line in lines if line.kind is LineKind.REFUND]
    assert (back.gross, back.fee) == (Money(-5_000, "EUR"), Money(-200, "EUR"))
    assert back.line_ref == (sale.line_ref or sale.payment_ref)


def test_what_a_bank_sends_back_is_in_the_balance_again(stage: Stage) -> None:
    ref = sold_and_sent(stage)
    stage.bounce(ref)
    failed = stage.gateway.read_payout(ref, account_ref=stage.account_ref)
    assert (failed.status, bool(failed.failure)) == (PayoutStatus.FAILED, True)
    assert minor(balance(stage).available) == failed.amount.minor


def test_a_payout_may_fail_after_it_was_paid(stage: Stage) -> None:
    ref = sold_and_sent(stage)
    stage.land(ref)
    stage.bounce(ref)
    [found] = listed(stage)
    assert found.status is PayoutStatus.FAILED


def test_what_is_asked_for_leaves_the_balance_once(stage: Stage) -> None:
    sell(stage)
    stage.clear(stage.account_ref)
    asked = order(stage)
    first = stage.gateway.request_payout(asked)
    assert (first.status, first.amount) == (PayoutStatus.PENDING, asked.amount)
    assert stage.gateway.request_payout(asked) == first
    assert minor(balance(stage).available) == 0


def test_more_than_there_is_cannot_be_had(stage: Stage) -> None:
    sell(stage)
    stage.clear(stage.account_ref)
    asked = order(stage)
    greedy = replace(asked, amount=Money(asked.amount.minor + 1, "EUR"))
    with pytest.raises(GatewayRefused):
        stage.gateway.request_payout(greedy)
    assert listed(stage) == []


def test_a_request_whose_answer_was_lost_is_listed_under_its_key(stage: Stage) -> None:
    sell(stage)
    stage.clear(stage.account_ref)
    asked = order(stage)
    stage.hang_up_after_acting()
    with pytest.raises(GatewayUnavailable):
        stage.gateway.request_payout(asked)
    assert [found.idempotency_key for found in listed(stage)] == ["p-1"]


def test_an_unknown_payout_is_refused(stage: Stage) -> None:
    with pytest.raises(GatewayRefused):
        stage.gateway.read_payout("po_nothing", account_ref=stage.account_ref)


def test_a_webhook_tells_of_a_payout(stage: Stage) -> None:
    sell(stage)
    stage.clear(stage.account_ref)
    stage.webhooks()
    ref = stage.pay_out(stage.account_ref)
    notices = [
        stage.gateway.verify(sent.headers, sent.body, now=stage.now, endpoint=sent.endpoint)
        for sent in stage.webhooks()
    ]
    told = {(one.subject, one.object_ref, one.account_ref) for one in notices}
    assert (Subject.PAYOUT, ref, stage.account_ref) in told
