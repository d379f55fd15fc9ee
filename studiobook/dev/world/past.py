"""The sandbox provider as it was at any moment of the past year, kept for the one that will run."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from studiobook.dev.sandbox.orders import CHECKOUT, checked
from studiobook.dev.sandbox.provider import Provider
from studiobook.dev.sandbox.store import Store
from studiobook.payments.gateways.accounts import Balance, PayoutLine, PayoutState
from studiobook.payments.gateways.protocol import (
    CheckoutOrder,
    CheckoutPage,
    CheckoutState,
    CheckoutStatus,
    MissingSecret,
    Notice,
    RefundOrder,
    RefundState,
    RefundStatus,
)
from studiobook.payments.gateways.sandbox.payouts import read_balance, read_line, read_payout
from studiobook.values.money import Money

#: More than there will ever be: nobody waits for last year's webhooks.
ALL = 1_000_000_000


class PastGateway:
    """The `Gateway` protocol over the provider's own rules, in memory, with a clock to turn."""

    name = "sandbox"

    def __init__(self, page_url: str) -> None:
        self.now = datetime.now(UTC)
        self._page_url = page_url
        self._store = Store(":memory:")
        self._store.switch({"lose_events": ALL})
        self._provider = Provider(self._store, clock=self._seconds)

    def _seconds(self) -> float:
        return self.now.timestamp()

    def named(self, _name: str) -> "PastGateway":
        """It is its own registry."""
        return self

    def pay(self, ref: str) -> None:
        """The guest pays."""
        self._provider.pay(ref)

    def pay_out_all(self) -> None:
        """What the provider's own clock does: send off what has cleared by now, in each account."""
        for purse in self._store.every("purse"):
            self._provider.purse.pay_out_all(purse["account"])

    def hand_over(self, state: Path) -> None:
        """Leave everything to the provider that will be started on this file."""
        self._store.switch({"lose_events": 0, "daily_payouts": True})
        state.unlink(missing_ok=True)
        self._store.copy_to(str(state))

    def open_checkout(self, order: CheckoutOrder) -> CheckoutPage:
        """See the protocol."""
        asked = checked(
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
            CHECKOUT,
        )
        doc = self._provider.open_checkout(
            asked, key=order.idempotency_key, page_url=self._page_url
        )
        return CheckoutPage(ref=doc["id"], url=doc["url"], expires_at=order.expires_at)

    def find_checkout(
        self, idempotency_key: str, *, account_ref: str, since: datetime
    ) -> CheckoutPage | None:
        """See the protocol; nothing gets lost in memory."""
        return None

    def read_checkout(self, ref: str, *, account_ref: str) -> CheckoutState:
        """See the protocol."""
        doc = self._provider.checkout(ref)
        paid_at = doc["paid_at"]
        return CheckoutState(
            ref=ref,
            status=CheckoutStatus(doc["status"]),
            reference=doc["reference"],
            amount=Money(doc["amount"], doc["currency"]),
            payment_ref=doc["payment"],
            paid_at=None if paid_at is None else datetime.fromtimestamp(paid_at, UTC),
        )

    def close_checkout(
        self, ref: str, *, account_ref: str, link_ref: str | None = None
    ) -> CheckoutState:
        """See the protocol."""
        if self._provider.checkout(ref)["status"] == "open":
            self._provider.expire(ref)
        return self.read_checkout(ref, account_ref=account_ref)

    def refund(self, order: RefundOrder) -> RefundState:
        """See the protocol."""
        doc = self._provider.refund(
            {
                "payment": order.payment_ref,
                "amount": order.amount.minor,
                "fee": order.fee.minor,
                "currency": order.amount.currency,
                "reason": order.reason,
            },
            key=order.idempotency_key,
        )
        return RefundState(
            ref=doc["id"],
            status=RefundStatus(doc["status"]),
            payment_ref=order.payment_ref,
            amount=order.amount,
            idempotency_key=order.idempotency_key,
        )

    def read_refund(self, ref: str, *, account_ref: str) -> RefundState:
        """See the protocol."""
        doc = self._provider.refund_by_ref(ref)
        return RefundState(
            ref=ref,
            status=RefundStatus(doc["status"]),
            payment_ref=doc["payment"],
            amount=Money(doc["amount"], doc["currency"]),
            idempotency_key=doc["idempotency_key"],
        )

    def list_refunds(self, payment_ref: str, *, account_ref: str) -> Sequence[RefundState]:
        """See the protocol."""
        return []

    def read_balance(self, account_ref: str) -> Balance | None:
        """See the protocol."""
        return read_balance(self._provider.purse.balance(account_ref))

    def list_payouts(self, account_ref: str, *, since: datetime) -> Sequence[PayoutState]:
        """See the protocol."""
        created_from = int(since.timestamp())
        found = self._provider.purse.payouts_of(account_ref, created_from=created_from)
        return [read_payout(doc) for doc in found]

    def list_payout_lines(self, ref: str, *, account_ref: str) -> Sequence[PayoutLine]:
        """See the protocol."""
        return [read_line(doc) for doc in self._provider.purse.lines_of(ref)]

    def verify(self, headers: Mapping[str, str], raw_body: bytes, *, now: datetime) -> Notice:
        """The past sends no webhooks."""
        raise MissingSecret
