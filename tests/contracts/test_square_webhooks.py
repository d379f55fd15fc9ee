"""What Square signs, and what it does not: its webhooks are believed as far as that goes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from studiobook.dev.sandbox.delivery import Webhook
from studiobook.payments.gateways.protocol import BadSignature, GatewayRefused, MissingSecret
from studiobook.payments.gateways.square.gateway import SquareGateway
from studiobook.payments.gateways.square.signature import HEADER
from tests.contracts.square_stage import SquareStage, square_stage
from tests.contracts.test_gateway_contract import order, paid, refund_order
from tests.standins.square.signing import sign

KEYS = {"application_id": "x", "application_secret": "x", "is_sandbox": True}


@pytest.fixture
def stage() -> Iterator[SquareStage]:
    with square_stage() as stage:
        yield stage


@pytest.fixture
def webhook(stage: SquareStage) -> Webhook:
    """Somebody paid."""
    stage.pay(stage.gateway.open_checkout(order(stage)))
    [sent] = stage.webhooks()
    return sent


def adapter(stage: SquareStage, **changed: object) -> SquareGateway:
    values = {
        "webhook_url": stage.server.notification_url,
        "webhook_key": stage.server.webhook_key,
        "access_token_of": str,
        **KEYS,
        **changed,
    }
    return SquareGateway(**values)  # type: ignore[arg-type]


def test_while_a_key_is_changed_both_are_good(stage: SquareStage, webhook: Webhook):
    changing = adapter(stage, webhook_key=f"the-new-one, {stage.server.webhook_key}")
    assert changing.verify(webhook.headers, webhook.body, now=stage.now).event_id
    changed = adapter(stage, webhook_key="the-new-one")
    with pytest.raises(BadSignature):
        changed.verify(webhook.headers, webhook.body, now=stage.now)


def test_without_a_key_nothing_is_believed(stage: SquareStage, webhook: Webhook):
    with pytest.raises(MissingSecret):
        adapter(stage, webhook_key=None).verify(webhook.headers, webhook.body, now=stage.now)


@pytest.mark.parametrize(
    "changed", [{"webhook_url": "https://elsewhere.example/webhooks/square"}, {"is_sandbox": False}]
)
def test_what_was_sent_elsewhere_or_from_the_other_world_is_refused(
    stage: SquareStage, webhook: Webhook, changed: dict[str, object]
):
    with pytest.raises(BadSignature):
        adapter(stage, **changed).verify(webhook.headers, webhook.body, now=stage.now)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"", b"[]", b'{"type": 7}', b"null"])
def test_a_good_signature_over_nonsense_is_refused(stage: SquareStage, body: bytes):
    headers = {HEADER: sign(stage.server.webhook_key, stage.server.notification_url, body)}
    with pytest.raises(BadSignature):
        stage.gateway.verify(headers, body, now=stage.now)


@pytest.mark.parametrize("given", ["", "ü", "AAAA", "a" * 10_000])
def test_a_broken_signature_is_refused_and_breaks_nothing(
    stage: SquareStage, webhook: Webhook, given: str
):
    with pytest.raises(BadSignature):
        stage.gateway.verify({HEADER: given}, webhook.body, now=stage.now)


def test_an_event_of_the_future_is_refused(stage: SquareStage, webhook: Webhook):
    with pytest.raises(BadSignature):
        stage.gateway.verify(webhook.headers, webhook.body, now=stage.now - timedelta(minutes=6))


def test_without_a_location_nothing_is_sold(stage: SquareStage):
    with pytest.raises(GatewayRefused, match="location_missing"):
        stage.gateway.open_checkout(replace(order(stage), location_ref=None))


def test_a_page_on_which_a_card_was_declined_ends_as_well(stage: SquareStage):
    page = stage.gateway.open_checkout(order(stage))
    stage.decline(page)
    stage.gateway.close_checkout(page.ref, account_ref=stage.account_ref, link_ref=page.link_ref)
    with pytest.raises(AssertionError):
        stage.pay(page)
    assert stage.received(page.ref) == (0, 0)


def test_after_a_failed_refund_no_other_one_is_taken(stage: SquareStage):
    payment_ref = paid(stage)
    stage.fail_refund(stage.gateway.refund(refund_order(stage, payment_ref, 1_000)).ref)
    with pytest.raises(GatewayRefused):
        stage.gateway.refund(refund_order(stage, payment_ref, 1_000, key="r-2"))


def test_a_payment_takes_twenty_refunds(stage: SquareStage):
    payment_ref = paid(stage)
    for number in range(20):
        stage.gateway.refund(refund_order(stage, payment_ref, 100, key=f"r-{number}"))
    with pytest.raises(GatewayRefused):
        stage.gateway.refund(refund_order(stage, payment_ref, 100, key="r-20"))
    listed = stage.gateway.list_refunds(payment_ref, account_ref=stage.account_ref)
    assert [one.idempotency_key for one in listed] == [f"r-{number}" for number in range(20)]
