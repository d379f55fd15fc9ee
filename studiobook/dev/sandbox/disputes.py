"""Guests' banks that take a payment back, or ask about it, and how they decide."""

from typing import Any

from studiobook.dev.sandbox.purse import Purse
from studiobook.dev.sandbox.refusal import Refusal
from studiobook.dev.sandbox.store import Doc, Store, new_id

#: Seconds within which an owner may answer.
EVIDENCE_WITHIN = 7 * 24 * 60 * 60
#: While it is open, the money is with the bank.
OPEN = "open"
#: The money is not on the owner's account.
_GONE = (OPEN, "lost")
_FROM: dict[str, tuple[str, ...]] = {
    OPEN: ("inquiry",),
    "won": ("inquiry", OPEN, "lost"),
    "lost": ("inquiry", OPEN),
}


class Disputes:
    """The provider's half that deals with banks."""

    store: Store
    clock: Any
    purse: Purse

    def dispute(self, payment_ref: str, *, amount: int | None = None, inquiry: bool = False) -> Doc:
        """A bank takes a payment back, or only asks about it."""
        with self.store.changing():
            payment = self._get("payment", payment_ref)
            amount = amount or payment["amount"]
            if not 0 < amount <= payment["amount"]:
                raise Refusal("amount_too_large", "More than was paid.", param="amount")
            dispute = {
                "id": new_id("dp"),
                "payment": payment_ref,
                "status": "inquiry" if inquiry else OPEN,
                "amount": amount,
                "currency": payment["currency"],
                "account": payment["account"],
                "reason": "fraudulent",
                "created": int(self.clock()),
                "evidence_due_by": int(self.clock()) + EVIDENCE_WITHIN,
            }
            if dispute["status"] == OPEN:
                self.purse.enter_dispute(dispute)
            return self._changed("dispute", dispute)

    def move_dispute(self, ref: str, *, to: str) -> Doc:
        """The bank makes up its mind."""
        with self.store.changing():
            dispute = self._get("dispute", ref)
            if dispute["status"] not in _FROM.get(to, ()):
                raise Refusal("dispute_not_open", f"This one is {dispute['status']}.")
            was_gone, is_gone = (one in _GONE for one in (dispute["status"], to))
            if was_gone != is_gone:
                self.purse.enter_dispute(dispute, back=was_gone)
            return self._changed("dispute", dispute | {"status": to})

    def dispute_by_ref(self, ref: str) -> Doc:
        """One dispute as it stands now."""
        return self._get("dispute", ref)

    def disputes_of(self, account: str, *, created_from: int) -> list[Doc]:
        """Those about an account's payments that were opened since."""
        return [
            doc
            for doc in self.store.every("dispute")
            if doc["account"] == account and doc["created"] >= created_from
        ]

    def require_undisputed(self, payment_ref: str) -> None:
        """No refund while a bank has the money."""
        if any(doc["status"] == OPEN for doc in self.store.filed("dispute", payment_ref)):
            raise Refusal("charge_disputed", "A bank has this payment in hand.")

    def taken_by_banks(self, payment_ref: str) -> int:
        """What banks hold or have kept of a payment."""
        return sum(
            doc["amount"]
            for doc in self.store.filed("dispute", payment_ref)
            if doc["status"] in _GONE
        )

    def _get(self, kind: str, ref: str) -> Doc:
        raise NotImplementedError

    def _changed(self, kind: str, doc: Doc) -> Doc:
        raise NotImplementedError
