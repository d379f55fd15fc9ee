"""What only Stripe has, and what the adapter makes of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import stripe

from studiobook.payments.gateways.accounts import (
    ConnectOrder,
    DisputeStatus,
    LineKind,
    PayoutOrder,
)
from studiobook.payments.gateways.protocol import CheckoutStatus, GatewayUnavailable, Subject
from studiobook.payments.gateways.stripe.gateway import StripeGateway
from studiobook.values.money import Money
from tests.contracts.stripe_stage import StripeStage, stripe_stage
from tests.contracts.test_gateway_contract import order, paid, refund_order


@pytest.fixture
def stage() -> Iterator[StripeStage]:
    with stripe_stage() as stage:
        yield stage


def asked(stage: StripeStage, minor: int, key: str = "p-1") -> str:
    payout = PayoutOrder(
        idempotency_key=key, account_ref=stage.account_ref, amount=Money(minor, "EUR")
    )
    return stage.gateway.request_payout(payout).ref


def lines(stage: StripeStage, ref: str) -> list[tuple[LineKind, int, str | None]]:
    found = stage.gateway.list_payout_lines(ref, account_ref=stage.account_ref)
    return [(line.kind, line.net.minor, line.line_ref) for line in found]


def test_a_payout_that_took_all_there_was_leads_to_its_sales(stage: StripeStage) -> None:
    page = stage.gateway.open_checkout(order(stage))
    stage.pay(page)
    sale = stage.gateway.read_checkout(page.ref, account_ref=stage.account_ref).line_ref
    assert sale is not None
    assert sale.startswith("py_")
    stage.clear(stage.account_ref)
    assert lines(stage, asked(stage, 11_520)) == [(LineKind.SALE, 11_520, sale)]


def test_a_payout_of_a_part_has_no_lines_rather_than_wrong_ones(stage: StripeStage) -> None:
    paid(stage)
    stage.clear(stage.account_ref)
    assert lines(stage, asked(stage, 5_000)) == []


def test_asked_for_payouts_one_after_the_other_each_have_their_own(stage: StripeStage) -> None:
    for number in (1, 2):
        page = stage.gateway.open_checkout(order(stage, f"c-{number}"))
        stage.pay(page)
        stage.clear(stage.account_ref)
        [line] = lines(stage, asked(stage, 11_520, f"p-{number}"))
        read = stage.gateway.read_checkout(page.ref, account_ref=stage.account_ref)
        assert line[2] == read.line_ref
        stage.wait(timedelta(hours=1))


def test_without_a_fee_none_is_taken_and_none_given_back(stage: StripeStage) -> None:
    page = stage.gateway.open_checkout(replace(order(stage), fee=Money(0, "EUR")))
    stage.pay(page)
    read = stage.gateway.read_checkout(page.ref, account_ref=stage.account_ref)
    assert read.payment_ref is not None
    back = replace(refund_order(stage, read.payment_ref, 5_000), fee=Money(0, "EUR"))
    assert stage.gateway.refund(back).amount == Money(5_000, "EUR")
    balance = stage.gateway.read_balance(stage.account_ref)
    assert balance is not None
    assert [part.minor for part in (*balance.available, *balance.pending)] == [-5_000, 12_000]


def test_a_bank_that_only_asks_has_not_taken_anything(stage: StripeStage) -> None:
    def status() -> DisputeStatus:
        return stage.gateway.read_dispute(ref, account_ref=stage.account_ref).status

    payment = paid(stage)
    ref = stage.server.provider.create_dispute(payment, amount=None, inquiry=True)["id"]
    assert status() is DisputeStatus.INQUIRY
    assert stage.gateway.refund(refund_order(stage, payment, 100)).ref
    stage.server.provider.escalate(ref)
    assert status() is DisputeStatus.OPEN


def test_a_page_is_found_among_more_than_stripe_lists_at_once(stage: StripeStage) -> None:
    since = stage.now
    mine = stage.gateway.open_checkout(order(stage))
    provider = stage.server.provider
    theirs = provider.session(mine.ref) | {"metadata": {"key": "other"}}
    for number in range(101):
        provider.keep(theirs | {"id": f"cs_other_{number}"})
    found = stage.gateway.find_checkout("c-1", account_ref=stage.account_ref, since=since)
    assert found == mine


def test_a_link_to_fill_in_an_account_works_once_and_soon(stage: StripeStage) -> None:
    wish = ConnectOrder(
        idempotency_key="a-1",
        company="A studio",
        email="owner@example.org",
        country="DE",
        currency="EUR",
        return_url="https://studiobook.example/back?page=1",
        refresh_url="https://studiobook.example/again",
        state="s-1",
    )
    first = stage.gateway.start_connection(wish)
    assert first.account_ref is not None
    assert stage.finish_onboarding(first) == {"page": "1", "state": "s-1"}
    [heard] = stage.webhooks()
    notice = stage.gateway.verify(heard.headers, heard.body, now=stage.now, endpoint="events")
    assert (notice.subject, notice.object_ref) == (Subject.ACCOUNT, first.account_ref)
    # A spent link leads to the address that makes another one, for the same account.
    assert stage.finish_onboarding(first) == {"state": "s-1"}
    again = stage.gateway.start_connection(replace(wish, account_ref=first.account_ref))
    assert (again.account_ref, again.url != first.url) == (first.account_ref, True)


def test_our_own_key_that_is_no_good_says_nothing_about_anybodys_money(stage: StripeStage) -> None:
    stranger = StripeGateway(key="sk_test_no", secrets={}, api_base=stage.server.url)
    with pytest.raises(GatewayUnavailable):
        stranger.open_checkout(order(stage))


def test_a_voucher_that_waits_for_its_guest_is_under_way(stage: StripeStage) -> None:
    page = stage.gateway.open_checkout(order(stage))
    stage.pay_slowly(page)
    provider = stage.server.provider
    intent = provider.get("payment_intent", provider.session(page.ref)["payment_intent"])
    provider.keep(intent | {"status": "requires_action"})
    read = stage.gateway.read_checkout(page.ref, account_ref=stage.account_ref)
    assert read.status is CheckoutStatus.PROCESSING


def test_the_sdk_tries_nothing_a_second_time(
    stage: StripeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The control: an SDK that was left to itself would try again and succeed.
    monkeypatch.setattr(stripe, "max_network_retries", 2)
    stage.answer_once_with(409)
    with pytest.raises(GatewayUnavailable):
        stage.gateway.open_checkout(order(stage))
