"""What leaves an account at the sandbox provider."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from studiobook.payments.gateways.accounts import (
    Balance,
    LineKind,
    PayoutLine,
    PayoutOrder,
    PayoutState,
    PayoutStatus,
)
from studiobook.payments.gateways.sandbox.client import SandboxClient
from studiobook.values.money import Money


class SandboxPayouts:
    """See the protocol."""

    _client: SandboxClient

    pays_out_on_demand = True

    def read_balance(self, account_ref: str) -> Balance | None:
        """See the protocol."""
        return read_balance(self._client.get("/balance", account_ref=account_ref))

    def request_payout(self, order: PayoutOrder) -> PayoutState:
        """See the protocol."""
        answer = self._client.post(
            "/payouts",
            {"amount": order.amount.minor, "currency": order.amount.currency},
            account_ref=order.account_ref,
            key=order.idempotency_key,
        )
        return read_payout(answer)

    def read_payout(self, ref: str, *, account_ref: str) -> PayoutState:
        """See the protocol."""
        return read_payout(self._client.get(f"/payouts/{ref}", account_ref=account_ref))

    def list_payouts(self, account_ref: str, *, since: datetime) -> Sequence[PayoutState]:
        """See the protocol."""
        since_text = str(int(since.timestamp()))
        found = self._client.get("/payouts", account_ref=account_ref, created_from=since_text)
        return [read_payout(doc) for doc in found["data"]]

    def list_payout_lines(self, ref: str, *, account_ref: str) -> Sequence[PayoutLine]:
        """See the protocol."""
        found = self._client.get(f"/payouts/{ref}/lines", account_ref=account_ref)
        return [read_line(doc) for doc in found["data"]]


def read_balance(doc: dict[str, Any]) -> Balance:
    """A balance as the provider writes it."""
    return Balance(available=_moneys(doc["available"]), pending=_moneys(doc["pending"]))


def read_payout(doc: dict[str, Any]) -> PayoutState:
    """A payout as the provider writes it."""
    return PayoutState(
        ref=doc["id"],
        status=PayoutStatus(doc["status"]),
        amount=Money(doc["amount"], doc["currency"]),
        created_at=datetime.fromtimestamp(doc["created"], UTC),
        arrives_on=date.fromisoformat(doc["arrives_on"]),
        idempotency_key=doc["idempotency_key"],
        failure=doc["failure"],
    )


def read_line(doc: dict[str, Any]) -> PayoutLine:
    """A line of a payout as the provider writes it."""
    currency = doc["currency"]
    return PayoutLine(
        ref=doc["id"],
        kind=LineKind(doc["kind"]),
        gross=Money(doc["gross"], currency),
        fee=Money(doc["fee"], currency),
        provider_fee=Money(doc["provider_fee"], currency),
        net=Money(doc["net"], currency),
        line_ref=doc["line_ref"],
        at=datetime.fromtimestamp(doc["created"], UTC),
    )


def _moneys(docs: list[dict[str, Any]]) -> tuple[Money, ...]:
    return tuple(Money(doc["amount"], doc["currency"]) for doc in docs)
