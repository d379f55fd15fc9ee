"""Pages to pay on: Checkout sessions that charge for an owner's account."""

from datetime import UTC, datetime, timedelta
from typing import Any

from studiobook.payments.gateways.protocol import (
    CheckoutOrder,
    CheckoutPage,
    CheckoutState,
    CheckoutStatus,
    GatewayRefused,
)
from studiobook.payments.gateways.stripe.amounts import from_stripe, to_stripe
from studiobook.payments.gateways.stripe.client import MOST, Doc, StripeApi

#: No page lives longer, so a key's page was made within this time or never.
LONGEST = timedelta(hours=24)

_EXPAND = [
    "payment_intent.latest_charge.transfer",
    "payment_intent.latest_charge.balance_transaction",
]
#: A payment that was under way and came to nothing.
_LOST = {"requires_payment_method", "canceled"}


class StripeCheckouts:
    """See the protocol."""

    _api: StripeApi

    def open_checkout(self, order: CheckoutOrder) -> CheckoutPage:
        """See the protocol."""
        body = _body(order)
        options = {"idempotency_key": order.idempotency_key}
        return _page(self._api.ask(lambda c: c.v1.checkout.sessions.create(body, options)))

    def find_checkout(
        self,
        idempotency_key: str,
        *,
        account_ref: str,  # noqa: ARG002  # the pages are the platform's own
        since: datetime,
    ) -> CheckoutPage | None:
        """See the protocol. Stripe can't look for a key of ours, so the list is gone through."""
        created = {"gte": _unix(since), "lte": _unix(since + LONGEST)}
        query = {"created": created, "limit": MOST}
        for doc in self._api.ask_all(lambda c: c.v1.checkout.sessions.list(query)):
            if (doc.get("metadata") or {}).get("key") == idempotency_key:
                return _page(doc)
        return None

    def read_checkout(
        self,
        ref: str,
        *,
        account_ref: str,  # noqa: ARG002  # as above
    ) -> CheckoutState:
        """See the protocol."""
        query = {"expand": _EXPAND}
        return _state(self._api.ask(lambda c: c.v1.checkout.sessions.retrieve(ref, query)))

    def close_checkout(
        self,
        ref: str,
        *,
        account_ref: str,
        link_ref: str | None = None,  # noqa: ARG002  # other providers need it
    ) -> CheckoutState:
        """See the protocol."""
        try:
            return _state(self._api.ask(lambda c: c.v1.checkout.sessions.expire(ref)))
        except GatewayRefused:
            # Stripe has no code for "complete or expired already"; reading tells, or refuses too.
            state = self.read_checkout(ref, account_ref=account_ref)
            if state.status is CheckoutStatus.OPEN:
                raise
            return state


def _body(order: CheckoutOrder) -> Doc:
    amount, fee = to_stripe(order.amount), to_stripe(order.fee)
    tags = {"booking": order.reference, "key": order.idempotency_key, "account": order.account_ref}
    payment: Doc = {
        "description": order.description,
        "transfer_data": {"destination": order.account_ref},
        "metadata": tags,
    }
    if fee:
        payment["application_fee_amount"] = fee
    price = {
        "currency": order.amount.currency.lower(),
        "unit_amount": amount,
        "product_data": {"name": order.description},
    }
    return {
        "mode": "payment",
        "client_reference_id": order.reference,
        "customer_email": order.buyer_email,
        "expires_at": _unix(order.expires_at),
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
        "line_items": [{"quantity": 1, "price_data": price}],
        "payment_intent_data": payment,
        "metadata": tags,
    }


def _page(doc: Doc) -> CheckoutPage:
    expires_at = datetime.fromtimestamp(doc["expires_at"], UTC)
    # An expired or complete session has no address any more.
    return CheckoutPage(ref=doc["id"], url=doc.get("url") or "", expires_at=expires_at)


def _state(doc: Doc) -> CheckoutState:
    status = _status(doc)
    amount = from_stripe(doc["amount_total"], doc["currency"])
    payment = _object(doc.get("payment_intent"))
    if status is not CheckoutStatus.PAID or payment is None:
        reference = doc.get("client_reference_id") or ""
        return CheckoutState(ref=doc["id"], status=status, reference=reference, amount=amount)
    charge = _object(payment.get("latest_charge")) or {}
    transfer = _object(charge.get("transfer")) or {}
    return CheckoutState(
        ref=doc["id"],
        status=status,
        reference=doc.get("client_reference_id") or "",
        amount=from_stripe(payment["amount_received"], payment["currency"]),
        payment_ref=payment["id"],
        paid_at=_paid_at(charge),
        line_ref=transfer.get("destination_payment"),
    )


def _status(doc: Doc) -> CheckoutStatus:
    if doc["payment_status"] == "paid":
        return CheckoutStatus.PAID
    if doc["status"] == "open":
        return CheckoutStatus.OPEN
    if doc["status"] == "expired":
        return CheckoutStatus.EXPIRED
    payment = _object(doc.get("payment_intent")) or {}
    lost = payment.get("status") in _LOST
    return CheckoutStatus.FAILED if lost else CheckoutStatus.PROCESSING


def _paid_at(charge: Doc) -> datetime | None:
    # A slow payment's charge is as old as its attempt; its booking on the balance is not.
    moment = (_object(charge.get("balance_transaction")) or charge).get("created")
    return None if moment is None else datetime.fromtimestamp(moment, UTC)


def _object(value: Any) -> Doc | None:
    """An expanded object; None where there is none, or only its id."""
    return value if isinstance(value, dict) else None


def _unix(moment: datetime) -> int:
    return int(moment.timestamp())
