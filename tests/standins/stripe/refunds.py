"""Money back to guests, and what of it comes from the owner and from the platform."""

from studiobook.dev.sandbox.store import Doc
from tests.standins.stripe.checkouts import Checkouts
from tests.standins.stripe.refusal import Refusal

#: How often one payment can be given back in pieces.
MOST_REFUNDS = 20
GONE = ("pending", "requires_action", "succeeded")


class Refunds(Checkouts):
    """Refunds of payment intents: partial, full, pending, failed after all."""

    def create_refund(self, order: Doc) -> Doc:
        """Give money back: all that is left, when no amount is named."""
        intent = self.get("payment_intent", order["payment_intent"], param="payment_intent")
        charge = self._refundable(intent)
        left = charge["amount"] - self._given(intent["id"]) - self._lost(charge)
        amount = order.get("amount", left)
        self._require_rest(charge, amount, left)
        switches = self.store.switches()
        is_slow = switches["refunds"] != "immediate"
        refund = self.new(
            "re",
            "refund",
            amount=amount,
            charge=charge["id"],
            currency=charge["currency"],
            failure_reason=None,
            metadata=order.get("metadata") or {},
            payment_intent=intent["id"],
            reason=order.get("reason"),
            status="pending" if is_slow else "succeeded",
            _wakes_at=self.clock() + switches["refund_seconds"] if is_slow else None,
            _fails=switches["refunds"] == "pending_then_failed",
            _fee=0,
        )
        if order.get("reverse_transfer"):
            self._take_back(charge, refund, with_fee=bool(order.get("refund_application_fee")))
        elif order.get("refund_application_fee"):
            raise Refusal("Only together with reverse_transfer.", param="refund_application_fee")
        self.keep(refund, under=intent["id"])
        self.tell("refund.created", refund)
        return refund

    def refund(self, ref: str) -> Doc:
        """One refund as it stands now."""
        self.tick()
        return self.get("refund", ref)

    def refunds_of(self, intent: str) -> list[Doc]:
        """All refunds of a payment, oldest first."""
        self.tick()
        return self.store.filed("refund", intent)

    def fail_refund(self, ref: str) -> Doc:
        """A bank sends money back that had gone through."""
        with self.store.changing():
            refund = self.get("refund", ref)
            refund |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
            refund |= {"_wakes_at": None}
            self._give_again(refund)
            self.keep(refund, under=refund["payment_intent"])
            self.tell("refund.failed", refund)
            return refund

    def tick(self) -> None:
        """Also: refunds that took their time."""
        super().tick()
        with self.store.changing():
            for refund in self.store.waking("refund", self.clock()):
                if refund["_fails"]:
                    self.fail_refund(refund["id"])
                    continue
                refund |= {"status": "succeeded", "_wakes_at": None}
                self.tell("refund.updated", self.keep(refund, under=refund["payment_intent"]))

    def _refundable(self, intent: Doc) -> Doc:
        if not intent["latest_charge"]:
            message = f"This PaymentIntent ({intent['id']}) does not have a successful charge."
            raise Refusal(message, param="payment_intent")
        charge = self.get("charge", intent["latest_charge"])
        self._require_undisputed(charge)
        return charge

    def _require_undisputed(self, charge: Doc) -> None:
        disputes = self.store.filed("dispute", charge["id"])
        is_open = any(it["status"] in ("needs_response", "under_review") for it in disputes)
        if is_open or self._lost(charge) == charge["amount"]:
            message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
            raise Refusal(message, code="charge_disputed")

    def _lost(self, charge: Doc) -> int:
        """What banks have given back of it, which can't be given again."""
        disputes = self.store.filed("dispute", charge["id"])
        return sum(it["amount"] for it in disputes if it["status"] == "lost")

    def _given(self, intent: str) -> int:
        return sum(it["amount"] for it in self.refunds_of(intent) if it["status"] in GONE)

    def _require_rest(self, charge: Doc, amount: int, left: int) -> None:
        if left == 0:
            message = f"Charge {charge['id']} has already been refunded."
            raise Refusal(message, code="charge_already_refunded")
        if amount > left:
            raise Refusal(
                f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})",
                param="amount",
            )
        if len(self.refunds_of(charge["payment_intent"])) >= MOST_REFUNDS:
            raise Refusal("This payment has been given back in too many pieces.")

    def _take_back(self, charge: Doc, refund: Doc, *, with_fee: bool) -> None:
        """The owner's share comes from the owner, the fee's from the platform, in proportion."""
        transfer = self.get("transfer", charge["transfer"])
        fee = self._fee_share(charge, refund["amount"]) if with_fee else 0
        refund["_fee"] = fee
        returned = self.new(
            "pyr",
            "refund",
            amount=refund["amount"],
            charge=transfer["destination_payment"],
            currency=refund["currency"],
            status="succeeded",
        )
        self.move(
            "payment_refund",
            self.keep(returned)["id"],
            account=transfer["destination"],
            amount=-refund["amount"],
            currency=refund["currency"],
            fee=-fee,
            matures=0,
        )
        refund["_returned"] = returned["id"]

    def _fee_share(self, charge: Doc, amount: int) -> int:
        fee, whole = charge["application_fee_amount"] or 0, charge["amount"]
        before = [it for it in self.refunds_of(charge["payment_intent"]) if it["status"] in GONE]
        gone, given = sum(it["amount"] for it in before), sum(it["_fee"] for it in before)
        share = (2 * fee * (gone + amount) + whole) // (2 * whole) - given
        return int(max(0, min(share, fee - given)))

    def _give_again(self, refund: Doc) -> None:
        """A refund that failed: what it took from the owner is theirs again."""
        if "_returned" not in refund:
            return
        returned = self.get("refund", refund["_returned"])
        payment = self.get("charge", returned["charge"])
        self.move(
            "payment_failure_refund",
            returned["id"],
            account=payment["_account"],
            amount=refund["amount"],
            currency=refund["currency"],
            fee=refund["_fee"],
            matures=0,
        )
