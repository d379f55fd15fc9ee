"""Checkout sessions: opened, paid at once or slowly, completed, expired."""

from typing import Any

from studiobook.dev.sandbox.store import Doc
from tests.standins.stripe.accounts import Accounts
from tests.standins.stripe.balances import Balances
from tests.standins.stripe.refusal import Refusal

#: Seconds that a page may stay open, after which it is over by itself.
SHORTEST, LONGEST = 30 * 60, 24 * 60 * 60
#: The least that can be charged, in minor units of currencies that have two digits.
LEAST = 50
_WHOLE = ("bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv")


class Checkouts(Accounts, Balances):
    """Payments of guests: on our account, and passed on to an owner's."""

    def create_session(self, order: Doc, *, page_url: str) -> Doc:
        """A page to pay on."""
        self._require_moment(order)
        amount, currency = self._total(order)
        payment = order.get("payment_intent_data") or {}
        self._require_payee(payment, amount)
        session = self.new(
            "cs_test",
            "checkout.session",
            amount_subtotal=amount,
            amount_total=amount,
            currency=currency,
            cancel_url=order.get("cancel_url"),
            client_reference_id=order.get("client_reference_id"),
            customer_email=order.get("customer_email"),
            expires_at=order.get("expires_at", self.now() + LONGEST),
            metadata=order.get("metadata") or {},
            mode=order["mode"],
            payment_intent=None,
            payment_status="unpaid",
            status="open",
            success_url=order["success_url"],
            ui_mode="hosted_page",
        )
        session |= {"url": f"{page_url}/c/pay/{session['id']}", "_payment": payment}
        session |= {"_wakes_at": session["expires_at"]}
        session |= {"_name": order["line_items"][0]["price_data"]["product_data"]["name"]}
        return self.keep(session)

    def session(self, ref: str) -> Doc:
        """One session as it stands now."""
        self.tick()
        return self.get("checkout.session", ref)

    def pay(self, ref: str, *, minor: int | None = None) -> Doc:
        """The guest's bank says yes; `minor` is what it gives, if not what was asked for."""
        with self.store.changing():
            session = self._open(ref)
            self._capture(session, minor or session["amount_total"])
            return self._completed(session, paid=True)

    def pay_slowly(self, ref: str, *, fails: bool) -> Doc:
        """The guest has done their part; the bank takes its time."""
        with self.store.changing():
            session = self._open(ref)
            self._intent(session, "processing")
            seconds = self.store.switches()["slow_seconds"]
            session |= {"_wakes_at": self.clock() + seconds, "_fails": fails}
            return self._completed(session, paid=False)

    def decline(self, ref: str) -> None:
        """The guest's bank says no: the page stays open, and may be tried again."""
        with self.store.changing():
            session = self._open(ref)
            self._intent(session, "requires_payment_method")
            self.keep(session)

    def expire(self, ref: str) -> Doc:
        """Close an open page."""
        with self.store.changing():
            session = self.session(ref)
            if session["status"] != "open":
                raise Refusal(
                    'Only Checkout Sessions with a status in ["open"] can be expired.'
                    f" This Checkout Session has a status of `{session['status']}`."
                )
            return self._expired(session)

    def tick(self) -> None:
        """Also: pages that are over, and payments that took their time."""
        super().tick()
        with self.store.changing():
            for session in self.store.waking("checkout.session", self.clock()):
                if session["status"] == "open":
                    self._expired(session)
                else:
                    self._settled(session)

    def _open(self, ref: str) -> Doc:
        session = self.session(ref)
        if session["status"] != "open":
            raise Refusal("This page is closed.", status=409)
        return session

    def _completed(self, session: Doc, *, paid: bool) -> Doc:
        if paid:
            session |= {"_wakes_at": None, "payment_status": "paid"}
        self.keep(session | {"status": "complete", "url": None})
        session = self.get("checkout.session", session["id"])
        self.tell("checkout.session.completed", session)
        return session

    def _expired(self, session: Doc) -> Doc:
        session |= {"status": "expired", "url": None, "_wakes_at": None}
        self.tell("checkout.session.expired", self.keep(session))
        return session

    def _settled(self, session: Doc) -> None:
        if session["_fails"]:
            self._intent(session, "requires_payment_method")
            self.keep(session | {"_wakes_at": None})
            self.tell("checkout.session.async_payment_failed", session)
            return
        self._capture(session, session["amount_total"])
        session |= {"payment_status": "paid", "_wakes_at": None}
        self.tell("checkout.session.async_payment_succeeded", self.keep(session))

    def _intent(self, session: Doc, status: str, **more: Any) -> Doc:
        """The payment behind a page, made at the guest's first try."""
        known = session["payment_intent"] and self.get("payment_intent", session["payment_intent"])
        wanted = session["_payment"]
        intent = known or self.new(
            "pi",
            "payment_intent",
            amount=session["amount_total"],
            amount_received=0,
            application_fee_amount=wanted.get("application_fee_amount"),
            currency=session["currency"],
            description=wanted.get("description"),
            latest_charge=None,
            metadata=wanted.get("metadata") or {},
            transfer_data=wanted.get("transfer_data"),
        )
        session["payment_intent"] = intent["id"]
        return self.keep(intent | {"status": status, **more})

    def _capture(self, session: Doc, amount: int) -> None:
        intent = self._intent(session, "succeeded")
        charge = self.new(
            "ch",
            "charge",
            amount=amount,
            amount_captured=amount,
            amount_refunded=0,
            currency=session["currency"],
            disputed=False,
            payment_intent=intent["id"],
            refunded=False,
            status="succeeded",
            **{name: intent[name] for name in ("application_fee_amount", "transfer_data")},
        )
        charge["balance_transaction"] = self.move(
            "charge", charge["id"], account="", amount=amount, currency=session["currency"]
        )["id"]
        charge["transfer"] = self._pass_on(charge) if intent["transfer_data"] else None
        self.keep(charge)
        self.keep(intent | {"latest_charge": charge["id"], "amount_received": amount})

    def _pass_on(self, charge: Doc) -> str:
        account = charge["transfer_data"]["destination"]
        amount, currency = charge["amount"], charge["currency"]
        transfer = self.new(
            "tr",
            "transfer",
            amount=amount,
            amount_reversed=0,
            currency=currency,
            destination=account,
            source_transaction=charge["id"],
        )
        arrived = self.new(
            "py",
            "charge",
            amount=amount,
            currency=currency,
            application_fee_amount=charge["application_fee_amount"],
            source_transfer=transfer["id"],
            status="succeeded",
            _account=account,
        )
        fee = charge["application_fee_amount"] or 0
        self.move(
            "payment", arrived["id"], account=account, amount=amount, currency=currency, fee=fee
        )
        self.keep(arrived)
        self.keep(transfer | {"destination_payment": arrived["id"]})
        return str(transfer["id"])

    def _require_moment(self, order: Doc) -> None:
        life = order.get("expires_at", self.now() + LONGEST) - self.now()
        if not SHORTEST <= life <= LONGEST:
            word = "at least 30 minutes" if life < SHORTEST else "less than 24 hours"
            raise Refusal(
                f"The `expires_at` timestamp must be {word} from Checkout Session creation.",
                param="expires_at",
                is_early=True,
            )

    def _total(self, order: Doc) -> tuple[int, str]:
        prices = [line["price_data"] for line in order["line_items"]]
        currency = prices[0]["currency"]
        if any(price["currency"] != currency for price in prices):
            raise Refusal("All line items must have the same currency.", is_early=True)
        amount = sum(
            line["price_data"]["unit_amount"] * line.get("quantity", 1)
            for line in order["line_items"]
        )
        if amount < (1 if currency in _WHOLE else LEAST):
            message = "The Checkout Session's total amount due must be at least 50 cents."
            raise Refusal(message, code="amount_too_small", is_early=True)
        return amount, currency

    def _require_payee(self, payment: Doc, amount: int) -> None:
        fee, data = payment.get("application_fee_amount", 0), payment.get("transfer_data")
        name = "payment_intent_data[application_fee_amount]"
        if fee > amount:
            raise Refusal("The fee is more than the amount.", param=name, is_early=True)
        if data is None and fee:
            message = "Can only apply an application_fee_amount when there is a destination."
            raise Refusal(message, param=name, is_early=True)
        if data is not None:
            self._require_transfers(data["destination"])

    def _require_transfers(self, ref: str) -> None:
        param = "payment_intent_data[transfer_data][destination]"
        account = self.store.get("account", ref)
        if account is None:
            message = f"No such destination: '{ref}'"
            raise Refusal(message, code="resource_missing", param=param, is_early=True)
        if account["state"] == "closed":
            self.owner(ref)
        if account["state"] != "active":
            raise Refusal(
                "Your destination account needs to have at least one of the following"
                " capabilities enabled: transfers, crypto_transfers, legacy_payments",
                code="insufficient_capabilities_for_transfer",
                param=param,
                is_early=True,
            )
