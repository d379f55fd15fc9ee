"""What is sent from an owner's account to their bank."""

from contextlib import suppress

from studiobook.dev.sandbox.store import Doc
from tests.standins.stripe.balances import Balances
from tests.standins.stripe.refusal import Refusal

#: Seconds that a bank takes.
ON_ITS_WAY = 2 * 24 * 60 * 60
DAY = 24 * 60 * 60


class Payouts(Balances):
    """Payouts that an owner asked for, and those that come by themselves."""

    def create_payout(self, order: Doc, *, account: str, automatic: bool = False) -> Doc:
        """Send money off. Refuses more than may leave now."""
        currency, amount = order["currency"], order["amount"]
        available = self.available(account, currency)
        if amount > available:
            message = "You have insufficient funds in your Stripe account for this payout."
            raise Refusal(message, code="balance_insufficient", param="amount")
        payout = self.new(
            "po",
            "payout",
            amount=amount,
            currency=currency,
            arrival_date=self.now() + ON_ITS_WAY,
            automatic=automatic,
            description=order.get("description"),
            failure_code=None,
            failure_message=None,
            metadata=order.get("metadata") or {},
            method=order.get("method", "standard"),
            status="pending",
            type="bank_account",
            _account=account,
            _wakes_at=self.clock() + ON_ITS_WAY,
        )
        if automatic or amount == available:
            self._take_along(payout)
        leaving = self.move(
            "payout", payout["id"], account=account, amount=-amount, currency=currency, matures=0
        )
        payout["balance_transaction"] = leaving["id"]
        self.keep(payout, under=account)
        self.tell("payout.created", payout, account=account)
        return payout

    def pay_out(self, account: str) -> Doc:
        """The provider's own clock sends all there is."""
        with self.store.changing():
            currencies = {doc["currency"] for doc in self.movements(account)}
            for currency in sorted(currencies):
                amount = self.available(account, currency)
                if amount > 0:
                    order = {"amount": amount, "currency": currency}
                    return self.create_payout(order, account=account, automatic=True)
        raise Refusal("Nothing may leave yet.", code="balance_insufficient")

    def land(self, ref: str) -> Doc:
        """It has reached the bank, maybe sooner than was thought."""
        arrives = min(self.get("payout", ref)["arrival_date"], self.now())
        return self._become(ref, "paid", "payout.paid", arrival_date=arrives)

    def bounce(self, ref: str) -> Doc:
        """The bank sends it back, even after it said that it had arrived."""
        with self.store.changing():
            payout = self._become(
                ref,
                "failed",
                "payout.failed",
                failure_code="account_closed",
                failure_message="The bank account has been closed.",
            )
            self.move(
                "payout_failure",
                ref,
                account=payout["_account"],
                amount=payout["amount"],
                currency=payout["currency"],
                matures=0,
            )
            return payout

    def tick(self) -> None:
        """Also: payouts that arrive, and those that the switch sends every night."""
        super().tick()
        with self.store.changing():
            for payout in self.store.waking("payout", self.clock()):
                self.land(payout["id"])
            if self.store.switches()["daily_payouts"]:
                self._pay_out_nightly()

    def lines(self, ref: str, *, account: str) -> list[Doc]:
        """What an automatic payout took along, newest first."""
        payout = self.own_payout(ref, account=account)
        if not payout["automatic"]:
            raise Refusal(
                "Balance transaction history can only be filtered on automatic transfers,"
                " not manual.",
                param="payout",
            )
        found = self.movements(account)
        names = (ref, payout["balance_transaction"])
        return [doc for doc in reversed(found) if doc["_payout"] == ref or doc["id"] in names]

    def own_payout(self, ref: str, *, account: str) -> Doc:
        """One payout of this account."""
        payout = self.get("payout", ref)
        return payout if payout["_account"] == account else self.get("payout", f"{ref} here")

    def _pay_out_nightly(self) -> None:
        today = self.now() // DAY
        for account in self.store.every("account"):
            if account.get("_night", account["created"] // DAY) < today:
                self.keep(account | {"_night": today})
                with suppress(Refusal):
                    self.pay_out(account["id"])

    def _take_along(self, payout: Doc) -> None:
        account = payout["_account"]
        for doc in self.movements(account):
            is_free = doc["_payout"] is None and doc["status"] == "available"
            if is_free and doc["currency"] == payout["currency"] and doc["type"] != "payout":
                self.keep(doc | {"_payout": payout["id"]}, under=account)

    def _become(self, ref: str, status: str, event: str, **more: str | int) -> Doc:
        payout = self.get("payout", ref) | {"status": status, "_wakes_at": None, **more}
        self.keep(payout, under=payout["_account"])
        self.tell(event, payout, account=payout["_account"])
        return payout
