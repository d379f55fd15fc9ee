"""Guests' banks that ask about a payment, or take it back.

With destination charges they take it from the platform; the owner's account is not touched.
"""

from studiobook.dev.sandbox.store import Doc
from tests.standins.stripe.refunds import Refunds
from tests.standins.stripe.refusal import Refusal

#: Seconds within which somebody may answer the bank.
EVIDENCE_WITHIN = 7 * 24 * 60 * 60
_DECIDED = ("won", "lost", "warning_closed")


class Disputes(Refunds):
    """Disputes of charges."""

    def create_dispute(self, intent: str, *, amount: int | None, inquiry: bool = False) -> Doc:
        """A bank wants a payment back, or only wants to know about it."""
        with self.store.changing():
            charge = self.get("charge", self.get("payment_intent", intent)["latest_charge"])
            if amount is None:
                given = self.store.filed("refund", intent)
                back = sum(it["amount"] for it in given if it["status"] != "failed")
                amount = charge["amount"] - back
            if not 0 < amount <= charge["amount"]:
                raise Refusal("More than was paid.", param="amount")
            dispute = self.new(
                "du",
                "dispute",
                amount=amount,
                balance_transactions=[],
                charge=charge["id"],
                currency=charge["currency"],
                evidence_details={
                    "due_by": self.now() + EVIDENCE_WITHIN,
                    "has_evidence": False,
                    "past_due": False,
                    "submission_count": 0,
                },
                is_charge_refundable=inquiry,
                metadata={},
                payment_intent=intent,
                reason="fraudulent",
                status="warning_needs_response" if inquiry else "needs_response",
            )
            self.keep(dispute, under=charge["id"])
            self.keep(charge | {"disputed": True})
            self.tell("charge.dispute.created", dispute)
            return dispute

    def escalate(self, ref: str) -> Doc:
        """The bank that asked now takes the money."""
        with self.store.changing():
            dispute = self.get("dispute", ref)
            self._require(dispute, "warning_needs_response", "warning_under_review")
            return self._turn(dispute, "needs_response", "charge.dispute.updated")

    def decide(self, ref: str, *, won: bool) -> Doc:
        """The bank makes up its mind."""
        with self.store.changing():
            dispute = self.get("dispute", ref)
            if dispute["status"] in _DECIDED:
                raise Refusal("This dispute is decided.")
            is_inquiry = dispute["status"].startswith("warning_")
            status = "warning_closed" if is_inquiry and won else "won" if won else "lost"
            return self._turn(dispute, status, "charge.dispute.closed")

    def _require(self, dispute: Doc, *states: str) -> None:
        if dispute["status"] not in states:
            raise Refusal(f"This dispute is {dispute['status']}.")

    def _turn(self, dispute: Doc, status: str, event: str) -> Doc:
        self.keep(dispute | {"status": status}, under=dispute["charge"])
        dispute = self.get("dispute", dispute["id"])
        self.tell(event, dispute)
        return dispute
