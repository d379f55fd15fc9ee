"""What lies on owners' accounts: every movement of it is one balance transaction."""

from collections import Counter
from typing import Any

from studiobook.dev.sandbox.store import Doc
from tests.standins.stripe.events import Events


class Balances(Events):
    """The books of each owner's account."""

    def move(
        self,
        kind: str,
        source: str | None,
        *,
        account: str,
        amount: int,
        currency: str,
        fee: int = 0,
        matures: int | None = None,
    ) -> Doc:
        """One movement; `fee` is what the platform takes of it, or gives back.

        It may leave after `matures` seconds, or when the switch says so.
        """
        if matures is None:
            matures = self.store.switches()["clear_hours"] * 3600
        details = [{"amount": fee, "currency": currency, "type": "application_fee"}] if fee else []
        doc = self.new(
            "txn",
            "balance_transaction",
            type=kind,
            reporting_category=kind,
            source=source,
            amount=amount,
            fee=fee,
            fee_details=details,
            net=amount - fee,
            currency=currency,
            available_on=self.now() + matures,
            status="pending" if matures else "available",
            _account=account,
            _payout=None,
        )
        return self.keep(doc, under=account)

    def movements(self, account: str) -> list[Doc]:
        """All of an account, oldest first, each with its present status."""
        found = self.store.filed("balance_transaction", account)
        return [doc | {"status": self._status(doc)} for doc in found]

    def balance(self, account: Doc) -> dict[str, Any]:
        """The sums as the API shows them; one of zero where there is nothing."""
        sums: dict[str, Counter[str]] = {"available": Counter(), "pending": Counter()}
        own = (account["defaults"] or {}).get("currency") or "usd"
        for part in sums.values():
            part[own] += 0
        for doc in self.movements(account["id"]):
            sums[doc["status"]][doc["currency"]] += doc["net"]
        return {
            "object": "balance",
            "livemode": False,
            **{name: [_sum(*it) for it in part.items()] for name, part in sums.items()},
        }

    def available(self, account: str, currency: str) -> int:
        """What may leave now."""
        return sum(
            doc["net"]
            for doc in self.movements(account)
            if doc["status"] == "available" and doc["currency"] == currency
        )

    def clear(self, account: str) -> None:
        """All that waits is at the owner's command."""
        with self.store.changing():
            for doc in self.movements(account):
                if doc["status"] == "pending":
                    self.keep(doc | {"available_on": self.now()}, under=account)

    def _status(self, doc: Doc) -> str:
        return "available" if doc["available_on"] <= self.now() else "pending"


def _sum(currency: str, amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": currency, "source_types": {"card": amount}}
