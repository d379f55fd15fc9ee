"""Speaking with the sandbox provider over HTTP."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import requests

from studiobook.payments.gateways.protocol import (
    CheckoutOrder,
    CheckoutPage,
    CheckoutState,
    CheckoutStatus,
    GatewayRefused,
    GatewayUnavailable,
    MissingSecret,
    Notice,
    RefundOrder,
    RefundState,
    RefundStatus,
)
from studiobook.payments.gateways.sandbox.events import read_notice
from studiobook.payments.gateways.sandbox.signature import HEADER, check_signature
from studiobook.values.money import Money

#: Seconds to connect and to read.
TIMEOUT = (3.0, 10.0)

#: Answers that say nothing about whether the order was or will be carried out.
_NO_ANSWER = {408, 409, 429}
_CLOSED_ALREADY = "checkout_not_open"


class SandboxGateway:
    """The `Gateway` protocol over the sandbox's JSON API."""

    name = "sandbox"

    def __init__(self, *, url: str, key: str, secret: str | None) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._secret = secret

    def open_checkout(self, order: CheckoutOrder) -> CheckoutPage:
        """See the protocol."""
        answer = self._post(
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
        found = self._get("/checkouts", account_ref=account_ref, **query)["data"]
        return _page(found[0]) if found else None

    def read_checkout(self, ref: str, *, account_ref: str) -> CheckoutState:
        """See the protocol."""
        return _checkout(self._get(f"/checkouts/{ref}", account_ref=account_ref))

    def close_checkout(self, ref: str, *, account_ref: str) -> CheckoutState:
        """See the protocol."""
        try:
            return _checkout(self._post(f"/checkouts/{ref}/expire", {}, account_ref=account_ref))
        except GatewayRefused as refusal:
            if refusal.code != _CLOSED_ALREADY:
                raise
            return self.read_checkout(ref, account_ref=account_ref)

    def refund(self, order: RefundOrder) -> RefundState:
        """See the protocol."""
        answer = self._post(
            "/refunds",
            {
                "payment": order.payment_ref,
                "amount": order.amount.minor,
                "currency": order.amount.currency,
                "reason": order.reason,
            },
            account_ref=order.account_ref,
            key=order.idempotency_key,
        )
        return _refund(answer)

    def read_refund(self, ref: str, *, account_ref: str) -> RefundState:
        """See the protocol."""
        return _refund(self._get(f"/refunds/{ref}", account_ref=account_ref))

    def list_refunds(self, payment_ref: str, *, account_ref: str) -> Sequence[RefundState]:
        """See the protocol."""
        found = self._get("/refunds", account_ref=account_ref, payment=payment_ref)["data"]
        return [_refund(doc) for doc in found]

    def verify(self, headers: Mapping[str, str], raw_body: bytes, *, now: datetime) -> Notice:
        """See the protocol."""
        if not self._secret:
            raise MissingSecret("SANDBOX_SECRET is not set")
        given = {name.lower(): value for name, value in headers.items()}
        check_signature(given.get(HEADER.lower()), raw_body, secret=self._secret, now=now)
        return read_notice(raw_body)

    def _get(self, path: str, *, account_ref: str, **query: str) -> dict[str, Any]:
        return self._ask("GET", path, account_ref=account_ref, params=query)

    def _post(
        self, path: str, body: dict[str, Any], *, account_ref: str, key: str | None = None
    ) -> dict[str, Any]:
        return self._ask("POST", path, account_ref=account_ref, key=key, json=body)

    def _ask(
        self, method: str, path: str, *, account_ref: str, key: str | None = None, **request: Any
    ) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._key}", "Sandbox-Account": account_ref}
        if key:
            headers["Idempotency-Key"] = key
        try:
            answer = requests.request(
                method, f"{self._url}/v1{path}", headers=headers, timeout=TIMEOUT, **request
            )
            body: dict[str, Any] = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise GatewayUnavailable(type(error).__name__) from error
        if answer.status_code >= 500 or answer.status_code in _NO_ANSWER:
            raise GatewayUnavailable(f"answered {answer.status_code}")
        if not answer.ok:
            raise GatewayRefused(body["error"]["code"], body["error"]["message"])
        return body


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
    )
