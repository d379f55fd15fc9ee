"""Stripe's webhooks are believed when Stripe signed them for this address, now, in this mode."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe

from studiobook.payments.gateways.protocol import BadSignature, MissingSecret, Notice, Subject
from studiobook.payments.gateways.stripe.gateway import StripeGateway

NOW = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)
SECRETS = {"": "whsec_main", "connect": "whsec_connect", "events": "whsec_new,whsec_old"}

SNAPSHOT = {
    "id": "evt_1",
    "object": "event",
    "type": "checkout.session.completed",
    "created": int(NOW.timestamp()),
    "livemode": False,
    "data": {"object": {"id": "cs_1", "metadata": {"account": "acct_1"}}},
}
OF_ACCOUNT = SNAPSHOT | {
    "type": "payout.paid",
    "account": "acct_1",
    "data": {"object": {"id": "po_1"}},
}
THIN = {
    "id": "evt_3",
    "object": "v2.core.event",
    "type": "v2.core.account[requirements].updated",
    "created": "2027-01-15T12:00:00.000Z",
    "livemode": False,
    "related_object": {"id": "acct_1", "type": "v2.core.account", "url": "/v2/core/accounts/1"},
}


def heard(
    event: Any,
    *,
    secret: str = "whsec_main",
    endpoint: str = "",
    at: timedelta = timedelta(0),
    key: str = "sk_test_1",
) -> Notice:
    body = event if isinstance(event, str) else json.dumps(event)
    stamp = int((NOW + at).timestamp())
    header = stripe.WebhookSignature.generate_signature_header(body, secret, stamp)
    gateway = StripeGateway(key=key, secrets=SECRETS)
    return gateway.verify({"Stripe-Signature": header}, body.encode(), now=NOW, endpoint=endpoint)


def test_each_address_hears_its_own_kind() -> None:
    main = heard(SNAPSHOT)
    assert (main.subject, main.object_ref, main.account_ref) == (Subject.CHECKOUT, "cs_1", "acct_1")
    paid = heard(OF_ACCOUNT, secret="whsec_connect", endpoint="connect")
    assert (paid.subject, paid.object_ref, paid.account_ref) == (Subject.PAYOUT, "po_1", "acct_1")
    thin = heard(THIN, secret="whsec_new", endpoint="events")
    assert (thin.subject, thin.object_ref, thin.created_at) == (Subject.ACCOUNT, "acct_1", NOW)


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("checkout.session.async_payment_failed", Subject.CHECKOUT),
        ("refund.failed", Subject.REFUND),
        ("charge.refund.updated", Subject.REFUND),
        ("charge.dispute.closed", Subject.DISPUTE),
        ("charge.refunded", Subject.OTHER),
    ],
)
def test_a_type_tells_the_subject(kind: str, subject: Subject) -> None:
    assert heard(SNAPSHOT | {"type": kind}).subject is subject


def test_an_account_that_shut_us_out_is_asked_about_itself() -> None:
    gone = OF_ACCOUNT | {"type": "account.application.deauthorized"}
    notice = heard(gone, secret="whsec_connect", endpoint="connect")
    assert (notice.subject, notice.object_ref) == (Subject.ACCOUNT, "acct_1")


@pytest.mark.parametrize("secret", ["whsec_new", "whsec_old"])
def test_a_secret_is_changed_without_losing_a_webhook(secret: str) -> None:
    assert heard(THIN, secret=secret, endpoint="events").event_id == "evt_3"


@pytest.mark.parametrize("minutes", [-4.9, 4.9])
def test_clocks_may_differ_a_little(minutes: float) -> None:
    assert heard(SNAPSHOT, at=timedelta(minutes=minutes)).event_id == "evt_1"


@pytest.mark.parametrize(
    ("event", "how"),
    [
        (SNAPSHOT, {"at": timedelta(minutes=-6)}),
        (SNAPSHOT, {"at": timedelta(minutes=6)}),
        (SNAPSHOT, {"secret": "whsec_connect"}),
        (SNAPSHOT, {"secret": "whsec_connect", "endpoint": "connect"}),
        (OF_ACCOUNT, {}),
        (THIN, {}),
        (SNAPSHOT, {"secret": "whsec_new", "endpoint": "events"}),
        (SNAPSHOT, {"key": "sk_live_1"}),
        (SNAPSHOT | {"livemode": True}, {}),
        (SNAPSHOT | {"livemode": "false"}, {}),
        ("[]", {}),
        ("{", {}),
        (SNAPSHOT | {"data": {"object": {"id": "x" * 121}}}, {}),
        (SNAPSHOT | {"data": {"object": {"id": "cs_1", "metadata": "?"}}}, {}),
        (SNAPSHOT | {"created": "yesterday"}, {}),
    ],
    ids=str,
)
def test_what_is_not_for_here_and_now_is_refused(event: Any, how: dict[str, Any]) -> None:
    with pytest.raises(BadSignature):
        heard(event, **how)


@pytest.mark.parametrize("header", ["", "v1=00", "t=1", "t=1,t=2,v1=00", "t=x,v1=00", "t=1,v1=é"])
def test_an_odd_header_is_refused(header: str) -> None:
    gateway = StripeGateway(key="sk_test_1", secrets=SECRETS)
    with pytest.raises(BadSignature):
        gateway.verify({"Stripe-Signature": header}, b"{}", now=NOW)


def test_without_a_secret_nothing_can_be_believed() -> None:
    gateway = StripeGateway(key="sk_test_1", secrets={"": None, "connect": " , "})
    for endpoint in ("", "connect", "events"):
        with pytest.raises(MissingSecret):
            gateway.verify({}, b"{}", now=NOW, endpoint=endpoint)
