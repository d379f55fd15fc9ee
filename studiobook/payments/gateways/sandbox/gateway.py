"""Speaking with the sandbox provider over HTTP."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from studiobook.payments.gateways.protocol import (
    CheckoutOrder,
    CheckoutPage,
    CheckoutState,
    CheckoutStatus,
    GatewayRefused,
    MissingSecret,
    Notice,
    RefundOrder,
    RefundState,
    RefundStatus,
)
from studiobook.payments.gateways.sandbox.client import SandboxClient
from studiobook.payments.gateways.sandbox.connections import SandboxConnections
from studiobook.payments.gateways.sandbox.disputes import SandboxDisputes
from studiobook.payments.gateways.sandbox.events import read_notice
from studiobook.payments.gateways.sandbox.payouts import SandboxPayouts
from studiobook.payments.gateways.sandbox.signature import HEADER, check_signature
from studiobook.values.money import Money

_CLOSED_ALREADY = "checkout_not_open"


class SandboxGateway(SandboxConnections, SandboxPayouts, SandboxDisputes):
    """The `Gateway` protocol over the sandbox's JSON API."""

    name = "sandbox"
    label = "Sandbox"
    endpoints = frozenset({""})

    def __init__(self, *, url: str, key: str, secret: str | None) -> None:
        self._client = SandboxClient(url=url, key=key)
        self._secret = secret

    def open_checkout(self, order: CheckoutOrder) -> CheckoutPage:
        """See the protocol."""
        answer = self._client.post(
            "/checkouts",
            {
                "account": order.account_ref,
                "reference": order.reference,
                "description": order.description,
                "amount": order.amount.minor,
                "fee": order.fee.minor,
                "currency": order.amount.currency,
                "buyer_email": order.buyer_email,
                "success_url": order.success_url,
                "cancel_url": order.cancel_url,
                "expires_at": int(order.expires_at.timestamp()),
            },
            account_ref=order.account_ref,
            key=order.idempotency_key,
        )
        return _page(answer)

    def find_checkout(
        self, idempotency_key: str, *, account_ref: str, since: datetime
    ) -> CheckoutPage | None:
        """See the protocol."""
        query = {"idempotency_key": idempotency_key, "created_from": str(int(since.timestamp()))}
        found = self._client.get("/checkouts", account_ref=account_ref, **query)["data"]
        return _page(found[0]) if found else None

    def read_checkout(self, ref: str, *, account_ref: str) -> CheckoutState:
        """See the protocol."""
        return _checkout(self._client.get(f"/checkouts/{ref}", account_ref=account_ref))

    def close_checkout(
        self,
        ref: str,
        *,
        account_ref: str,
        link_ref: str | None = None,  # noqa: ARG002  # other providers need it
    ) -> CheckoutState:
        """See the protocol."""
        try:
            closed = self._client.post(f"/checkouts/{ref}/expire", {}, account_ref=account_ref)
        except GatewayRefused as refusal:
            if refusal.code != _CLOSED_ALREADY:
                raise
            return self.read_checkout(ref, account_ref=account_ref)
        return _checkout(closed)

    def refund(self, order: RefundOrder) -> RefundState:
        """See the protocol."""
        answer = self._client.post(
            "/refunds",
            {
                "payment": order.payment_ref,
                "amount": order.amount.minor,
                "fee": order.fee.minor,
                "currency": order.amount.currency,
                "reason": order.reason,
            },
            account_ref=order.account_ref,
            key=order.idempotency_key,
        )
        return _refund(answer)

    def read_refund(self, ref: str, *, account_ref: str) -> RefundState:
        """See the protocol."""
        return _refund(self._client.get(f"/refunds/{ref}", account_ref=account_ref))

    def list_refunds(self, payment_ref: str, *, account_ref: str) -> Sequence[RefundState]:
        """See the protocol."""
        found = self._client.get("/refunds", account_ref=account_ref, payment=payment_ref)["data"]
        return [_refund(doc) for doc in found]

    def verify(
        self,
        headers: Mapping[str, str],
        raw_body: bytes,
        *,
        now: datetime,
        endpoint: str = "",  # noqa: ARG002  # there is but one
    ) -> Notice:
        """See the protocol."""
        if not self._secret:
            raise MissingSecret("SANDBOX_SECRET is not set")
        given = {name.lower(): value for name, value in headers.items()}
        check_signature(given.get(HEADER.lower()), raw_body, secret=self._secret, now=now)
        return read_notice(raw_body)


def _page(doc: dict[str, Any]) -> CheckoutPage:
    expires_at = datetime.fromtimestamp(doc["expires_at"], UTC)
    return CheckoutPage(ref=doc["id"], url=doc["url"], expires_at=expires_at)


def _checkout(doc: dict[str, Any]) -> CheckoutState:
    paid_at = doc["paid_at"]
    return CheckoutState(
        ref=doc["id"],
        status=CheckoutStatus(doc["status"]),
        reference=doc["reference"],
        amount=Money(doc["amount"], doc["currency"]),
        payment_ref=doc["payment"],
        paid_at=None if paid_at is None else datetime.fromtimestamp(paid_at, UTC),
    )


def _refund(doc: dict[str, Any]) -> RefundState:
    return RefundState(
        ref=doc["id"],
        status=RefundStatus(doc["status"]),
        payment_ref=doc["payment"],
        amount=Money(doc["amount"], doc["currency"]),
        idempotency_key=doc["idempotency_key"],
        fee=Money(doc["fee"], doc["currency"]),
    )
