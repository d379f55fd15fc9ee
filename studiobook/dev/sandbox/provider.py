"""What the provider does: pages are opened, paid and closed; payments are given back."""

import time
from collections.abc import Callable
from typing import Any

from studiobook.dev.sandbox.disputes import Disputes
from studiobook.dev.sandbox.purse import Purse
from studiobook.dev.sandbox.refusal import Refusal
from studiobook.dev.sandbox.store import Doc, Store, new_id

Clock = Callable[[], float]

#: How far behind its successor a reordered webhook falls, in seconds.
OUT_OF_ORDER = 3


class Provider(Disputes):
    """The rules of checkouts, refunds and events over one store and one clock."""

    def __init__(self, store: Store, clock: Clock = time.time) -> None:
        self.store = store
        self.clock = clock
        self.purse = Purse(store, clock, tell=self.tell)

    def open_checkout(self, order: Doc, *, key: str, page_url: str) -> Doc:
        """A new page on which the order can be paid."""
        ref = new_id("chk")
        checkout = order | {
            "id": ref,
            "url": f"{page_url}/pay/{ref}",
            "status": "open",
            "payment": None,
            "paid_at": None,
            "settles_at": None,
            "settles_to": None,
            "idempotency_key": key,
            "created": int(self.clock()),
        }
        self.store.put("checkout", checkout, filed_under=key, wakes_at=checkout["expires_at"])
        return checkout

    def checkout(self, ref: str) -> Doc:
        """One page as it stands now."""
        self.tick()
        return self._get("checkout", ref)

    def pay(self, ref: str, *, slowly_to: str | None = None, amount: int | None = None) -> Doc:
        """The guest's bank says yes: at once, or after a while it becomes `slowly_to`.

        With an `amount` something else is taken than was asked for.
        """
        with self.store.changing():
            checkout = self.checkout(ref)
            if checkout["status"] != "open":
                raise Refusal("checkout_not_open", "This page is closed.")
            if slowly_to is None:
                return self._captured(checkout | ({"amount": amount} if amount else {}))
            checkout["status"] = "processing"
            checkout["settles_at"] = self.clock() + self.store.switches()["slow_seconds"]
            checkout["settles_to"] = slowly_to
            return self._changed("checkout", checkout)

    def checkouts_of_key(self, key: str, *, account: str, created_from: int) -> list[Doc]:
        """The page that an idempotency key made for an account since a moment, or none."""
        self.tick()
        return [
            doc
            for doc in self.store.filed("checkout", key)
            if doc["account"] == account and doc["created"] >= created_from
        ]

    def expire(self, ref: str) -> Doc:
        """Close an open page."""
        with self.store.changing():
            checkout = self.checkout(ref)
            if checkout["status"] != "open":
                message = f"Only open pages can expire; this one is {checkout['status']}."
                raise Refusal("checkout_not_open", message)
            checkout["status"] = "expired"
            return self._changed("checkout", checkout)

    def refund(self, order: Doc, *, key: str | None) -> Doc:
        """Give money back. Without a key it is one made by hand on the control page."""
        with self.store.changing():
            payment = self._get("payment", order["payment"])
            self.require_undisputed(payment["id"])
            self._require_refundable(payment, order)
            mode = self.store.switches()["refunds"]
            pending = mode != "immediate"
            later = "failed" if mode == "pending_then_failed" else "succeeded"
            refund = order | {
                "id": new_id("ref"),
                "account": payment["account"],
                "status": "pending" if pending else "succeeded",
                "settles_at": self.clock() + self.store.switches()["refund_seconds"],
                "settles_to": later,
                "idempotency_key": key,
                "created": int(self.clock()),
            }
            self.purse.enter_refund(refund)
            return self._changed("refund", refund)

    def refund_by_ref(self, ref: str) -> Doc:
        """One refund as it stands now."""
        self.tick()
        return self._get("refund", ref)

    def refunds_of(self, payment: str) -> list[Doc]:
        """All refunds of a payment, oldest first."""
        self.tick()
        return self.store.filed("refund", payment)

    def fail_refund(self, ref: str) -> Doc:
        """A bank sends money back that had already gone through."""
        with self.store.changing():
            return self._refund_ended(self._get("refund", ref), "failed")

    def tick(self) -> None:
        """Let everything happen whose moment has come."""
        now = self.clock()
        with self.store.changing():
            for checkout in self.store.waking("checkout", now):
                if checkout["status"] == "open":
                    self._changed("checkout", checkout | {"status": "expired"})
                else:
                    self._settled(checkout)
            for refund in self.store.waking("refund", now):
                self._refund_ended(refund, refund["settles_to"])
            self.purse.tick()

    def _refund_ended(self, refund: Doc, status: str) -> Doc:
        if status == "failed" and refund["status"] != "failed":
            self.purse.enter_refund(refund, back=True)
        return self._changed("refund", refund | {"status": status})

    def _settled(self, checkout: Doc) -> None:
        if checkout["settles_to"] == "paid":
            self._captured(checkout)
        else:
            self._changed("checkout", checkout | {"status": "failed"})

    def _captured(self, checkout: Doc) -> Doc:
        payment = {
            "id": new_id("pay"),
            "checkout": checkout["id"],
            **{name: checkout[name] for name in ("amount", "fee", "currency", "account")},
        }
        self.store.put("payment", payment)
        self.purse.enter_sale(payment)
        paid = {"status": "paid", "payment": payment["id"], "paid_at": int(self.clock())}
        return self._changed("checkout", checkout | paid)

    def _require_refundable(self, payment: Doc, order: Doc) -> None:
        if order["currency"] != payment["currency"]:
            raise Refusal("currency_mismatch", "Not the payment's currency.", param="currency")
        gone = sum(
            doc["amount"]
            for doc in self.refunds_of(payment["id"])
            if doc["status"] in ("pending", "succeeded")
        ) + self.taken_by_banks(payment["id"])
        if gone + order["amount"] > payment["amount"]:
            left = payment["amount"] - gone
            raise Refusal("amount_too_large", f"Only {left} is left to refund.", param="amount")

    def _changed(self, kind: str, doc: Doc) -> Doc:
        """Store the document and owe the world a webhook about it."""
        self.store.put(kind, doc, filed_under=doc.get("payment"), wakes_at=_wakes_at(doc))
        self.tell(f"{kind}.{doc['status']}", account=doc["account"], kind=kind, ref=doc["id"])
        return doc

    def tell(self, event_type: str, *, account: str, kind: str, ref: str) -> None:
        """Owe the world a webhook about an object."""
        event = {
            "id": new_id("evt"),
            "type": event_type,
            "account": account,
            "created": int(self.clock()),
            "object": {"kind": kind, "id": ref},
        }
        self.store.put("event", event)
        self._owe(event)

    def _owe(self, event: Doc) -> None:
        switches = self.store.switches()
        if self.store.use("lose_events"):
            self.store.schedule(event["id"], due_at=self.clock(), state="lost")
            return
        held_back = OUT_OF_ORDER if switches["reorder_events"] and self._is_odd_one() else 0
        due_at = self.clock() + switches["delay_events"] + held_back
        for _ in range(2 if switches["double_events"] else 1):
            self.store.schedule(event["id"], due_at=due_at)

    def _is_odd_one(self) -> bool:
        return self.store.count("event") % 2 == 1

    def _get(self, kind: str, ref: str) -> Doc:
        doc = self.store.get(kind, ref)
        if doc is None:
            raise Refusal("not_found", f"No such {kind}: {ref}", status=404)
        return doc


def _wakes_at(doc: Doc) -> float | None:
    """When a document changes by itself, if ever."""
    if doc["status"] == "open" and "expires_at" in doc:
        return float(doc["expires_at"])
    if doc["status"] in ("processing", "pending"):
        return float(doc["settles_at"])
    return None


def public(doc: Doc) -> dict[str, Any]:
    """A document as the API shows it."""
    hidden = ("settles_at", "settles_to", "lines")
    return {name: value for name, value in doc.items() if name not in hidden}
