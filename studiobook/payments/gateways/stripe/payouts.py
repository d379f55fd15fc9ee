"""What lies on an owner's account at Stripe, and what leaves it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from studiobook.payments.gateways.accounts import (
    Balance,
    PayoutLine,
    PayoutOrder,
    PayoutState,
    PayoutStatus,
)
from studiobook.payments.gateways.stripe.amounts import from_stripe, to_stripe
from studiobook.payments.gateways.stripe.client import MOST, Doc, StripeApi
from studiobook.payments.gateways.stripe.payout_lines import lines_of
from studiobook.values.money import Money

_STATUS = {
    "pending": PayoutStatus.PENDING,
    "in_transit": PayoutStatus.PENDING,
    "paid": PayoutStatus.PAID,
    "failed": PayoutStatus.FAILED,
    "canceled": PayoutStatus.CANCELLED,
}


class StripePayouts:
    """See the protocol. All of it happens on the owner's account, not on ours."""

    _api: StripeApi

    pays_out_on_demand = True

    def read_balance(self, account_ref: str) -> Balance | None:
        """See the protocol."""
        on = {"stripe_account": account_ref}
        doc = self._api.ask(lambda c: c.v1.balance.retrieve({}, on))
        return Balance(available=_sums(doc["available"]), pending=_sums(doc["pending"]))

    def request_payout(self, order: PayoutOrder) -> PayoutState:
        """See the protocol."""
        body = {
            "amount": to_stripe(order.amount),
            "currency": order.amount.currency.lower(),
            "metadata": {"key": order.idempotency_key},
        }
        options = {"stripe_account": order.account_ref, "idempotency_key": order.idempotency_key}
        return _payout(self._api.ask(lambda c: c.v1.payouts.create(body, options)))

    def read_payout(self, ref: str, *, account_ref: str) -> PayoutState:
        """See the protocol."""
        on = {"stripe_account": account_ref}
        return _payout(self._api.ask(lambda c: c.v1.payouts.retrieve(ref, {}, on)))

    def list_payouts(self, account_ref: str, *, since: datetime) -> Sequence[PayoutState]:
        """See the protocol."""
        query = {"created": {"gte": int(since.timestamp())}, "limit": MOST}
        on = {"stripe_account": account_ref}
        return [_payout(doc) for doc in self._api.ask_all(lambda c: c.v1.payouts.list(query, on))]

    def list_payout_lines(self, ref: str, *, account_ref: str) -> Sequence[PayoutLine]:
        """See the protocol."""
        return lines_of(self._api, ref, account_ref)


def _sums(parts: list[Doc]) -> tuple[Money, ...]:
    return tuple(from_stripe(part["amount"], part["currency"]) for part in parts)


def _payout(doc: Doc) -> PayoutState:
    return PayoutState(
        ref=doc["id"],
        status=_STATUS.get(doc["status"], PayoutStatus.PENDING),
        amount=from_stripe(doc["amount"], doc["currency"]),
        created_at=datetime.fromtimestamp(doc["created"], UTC),
        arrives_on=datetime.fromtimestamp(doc["arrival_date"], UTC).date(),
        idempotency_key=(doc.get("metadata") or {}).get("key"),
        failure=doc.get("failure_message") or doc.get("failure_code"),
    )
