"""What lies on each owner's account, and what is sent from there to their bank.

A balance is made of movements: sales, refunds, what banks take back. A sale is pending until it
has cleared. A payout takes every movement that it pays out with it: they are its lines.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from studiobook.dev.sandbox.refusal import Refusal
from studiobook.dev.sandbox.store import Doc, Store, new_id

DAY = 24 * 60 * 60
#: What the provider keeps of a sale: 1.4 %, and as many minor units.
BASIS_POINTS, EACH = 140, 25
#: And of each dispute, in minor units.
DISPUTE_FEE = 1500


class Tell(Protocol):
    """Owe the world a webhook about an object."""

    def __call__(self, event_type: str, *, account: str, kind: str, ref: str) -> None:
        """See Provider.tell."""


class Purse:
    """The balances and payouts of all accounts. `tell` owes the world a webhook."""

    def __init__(self, store: Store, clock: Callable[[], float], *, tell: Tell) -> None:
        self._store = store
        self._clock = clock
        self._tell = tell

    def enter_sale(self, payment: Doc) -> None:
        """A payment came in: it clears in a while."""
        provider_fee = (payment["amount"] * BASIS_POINTS + 5000) // 10000 + EACH
        parts = {"gross": payment["amount"], "fee": payment["fee"], "provider_fee": provider_fee}
        waits = self._store.switches()["clear_hours"] * 3600
        self.enter(payment, "sale", parts, line_ref=payment["id"], waits=waits)

    def enter_refund(self, refund: Doc, *, back: bool = False) -> None:
        """A refund left at once, or came `back`; the fee that was charged stays charged."""
        sign = 1 if back else -1
        parts = {"gross": sign * refund["amount"], "fee": sign * refund["fee"], "provider_fee": 0}
        self.enter(refund, "refund", parts, line_ref=refund["payment"])

    def enter_dispute(self, dispute: Doc, *, back: bool = False) -> None:
        """A bank took a payment, which costs the owner a fee; or it came `back`, without that."""
        gross = dispute["amount"] if back else -dispute["amount"]
        parts = {"gross": gross, "fee": 0, "provider_fee": 0 if back else DISPUTE_FEE}
        self.enter(dispute, "dispute", parts, line_ref=dispute["payment"])

    def enter(
        self, doc: Doc, kind: str, parts: dict[str, int], *, line_ref: str | None, waits: float = 0
    ) -> None:
        """Move the balance of the document's account; available after `waits` seconds.

        `parts` are gross, fee and provider_fee, signed as seen by the owner.
        """
        now = self._clock()
        movement = parts | {
            "id": new_id("mov"),
            "kind": kind,
            "account": doc["account"],
            "currency": doc["currency"],
            "net": parts["gross"] - parts["fee"] - parts["provider_fee"],
            "line_ref": line_ref,
            "created": int(now),
            "available_at": now + waits,
        }
        with self._store.changing():
            self._store.put("movement", movement, filed_under=doc["account"])
            if self._store.get("purse", _purse_id(doc["account"])) is None:
                self._sleep(doc["account"])

    def balance(self, account: str) -> dict[str, list[dict[str, Any]]]:
        """What can be paid out now, and what has yet to clear, in each currency."""
        now = self._clock()
        free = self._store.filed("movement", account)
        return {
            "available": _sums(doc for doc in free if doc["available_at"] <= now),
            "pending": _sums(doc for doc in free if doc["available_at"] > now),
        }

    def clear(self, account: str) -> None:
        """Let everything clear at once."""
        with self._store.changing():
            for movement in self._store.filed("movement", account):
                self._store.put("movement", movement | {"available_at": self._clock()})

    def pay_out_all(self, account: str) -> list[Doc]:
        """What the provider's own clock does: send whatever is available, by currency."""
        with self._store.changing():
            sums = self.balance(account)["available"]
            return [self.pay_out(account, one, key=None) for one in sums if one["amount"] > 0]

    def pay_out(self, account: str, order: Doc, *, key: str | None) -> Doc:
        """Send an amount to the bank. What is left of the last sale goes on as a line of its own.

        Refused when there is less.
        """
        with self._store.changing():
            lines = self._available(account, order["currency"])
            rest = sum(line["net"] for line in lines) - order["amount"]
            if rest < 0:
                raise Refusal("balance_insufficient", "There is less available.", param="amount")
            payout = self._new_payout(account, order, key)
            self._store.refile(lines, under=payout["id"])
            if rest:
                self._carry(payout, rest)
            self._put(payout)
            self._tell_of(payout, "created")
            return payout

    def payout(self, ref: str) -> Doc:
        """One payout as it stands now."""
        self.tick()
        payout = self._store.get("payout", ref)
        if payout is None:
            raise Refusal("not_found", f"No such payout: {ref}", status=404)
        return payout

    def payouts_of(self, account: str, *, created_from: int) -> list[Doc]:
        """Every payout since a moment, newest first."""
        self.tick()
        found = self._store.filed("payout", account)
        return [doc for doc in reversed(found) if doc["created"] >= created_from]

    def lines_of(self, ref: str) -> list[Doc]:
        """The movements that a payout is made of; those of one that failed are free again."""
        payout = self.payout(ref)
        return payout["lines"] or self._store.filed("movement", ref)

    def land(self, ref: str) -> Doc:
        """It reaches the bank."""
        return self._end(self.payout(ref), "paid")

    def bounce(self, ref: str, failure: str = "account_closed") -> Doc:
        """The bank does not take it, or sends it back: the money is in the balance again."""
        with self._store.changing():
            payout = self.payout(ref)
            if payout["status"] not in ("pending", "paid"):
                raise Refusal("payout_over", "This payout is over.")
            lines = self.lines_of(ref)
            self._store.refile(lines, under=payout["account"])
            return self._end(payout | {"lines": lines, "failure": failure}, "failed")

    def tick(self) -> None:
        """Let payouts land, and send those of the night, where it is their moment."""
        now = self._clock()
        with self._store.changing():
            for payout in self._store.waking("payout", now):
                self._end(payout, "paid")
            for purse in self._store.waking("purse", now):
                if self._store.switches()["daily_payouts"]:
                    self.pay_out_all(purse["account"])
                self._sleep(purse["account"])

    def _available(self, account: str, currency: str) -> list[Doc]:
        now = self._clock()
        free = self._store.filed("movement", account)
        return [d for d in free if d["currency"] == currency and d["available_at"] <= now]

    def _new_payout(self, account: str, order: Doc, key: str | None) -> Doc:
        now = self._clock()
        lands_at = _night_after(now) + DAY / 2
        return {
            "id": new_id("po"),
            "account": account,
            "amount": order["amount"],
            "currency": order["currency"],
            "status": "pending",
            "failure": None,
            "arrives_on": time.strftime("%Y-%m-%d", time.gmtime(lands_at)),
            "settles_at": lands_at,
            "idempotency_key": key,
            "created": int(now),
            "lines": [],
        }

    def _carry(self, payout: Doc, rest: int) -> None:
        parts = {"gross": -rest, "fee": 0, "provider_fee": 0}
        self.enter(payout, "other", parts, line_ref=None)
        self._store.refile(
            self._store.filed("movement", payout["account"])[-1:], under=payout["id"]
        )
        self.enter(payout, "other", parts | {"gross": rest}, line_ref=None)

    def _end(self, payout: Doc, status: str) -> Doc:
        if payout["status"] == status:
            return payout
        ended = payout | {"status": status}
        self._put(ended)
        self._tell_of(ended, status)
        return ended

    def _put(self, payout: Doc) -> None:
        wakes_at = payout["settles_at"] if payout["status"] == "pending" else None
        self._store.put("payout", payout, filed_under=payout["account"], wakes_at=wakes_at)

    def _tell_of(self, payout: Doc, what: str) -> None:
        account, ref = payout["account"], payout["id"]
        self._tell(f"payout.{what}", account=account, kind="payout", ref=ref)

    def _sleep(self, account: str) -> None:
        doc = {"id": _purse_id(account), "account": account}
        self._store.put("purse", doc, wakes_at=_night_after(self._clock()))


def _purse_id(account: str) -> str:
    return f"purse_{account}"


def _night_after(now: float) -> float:
    return now - now % DAY + DAY


def _sums(movements: Iterable[Doc]) -> list[dict[str, Any]]:
    sums: dict[str, int] = defaultdict(int)
    for movement in movements:
        sums[movement["currency"]] += movement["net"]
    return [{"amount": sums[currency], "currency": currency} for currency in sorted(sums)]
