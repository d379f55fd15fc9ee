"""The Stripe adapter, with its real SDK, on the stand-in for Stripe."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import requests

from studiobook.payments.gateways.protocol import CheckoutPage, Gateway
from studiobook.payments.gateways.stripe.gateway import StripeGateway
from tests.contracts.hand_clock import START, HandClock
from tests.contracts.server_stage import ServerStage
from tests.standins.stripe.server import StripeServer


class StripeStage(ServerStage):
    """Satisfies `Stage`."""

    refuse = "leave"

    def __init__(self, server: StripeServer, clock: HandClock) -> None:
        super().__init__(server, clock)
        self.server = server
        self.gateway: Gateway = StripeGateway(
            key=server.api_key, secrets=server.secrets, api_base=server.url
        )
        self.account_ref = self.new_account()

    def pay_another_amount(self, page: CheckoutPage, minor: int) -> None:
        self.server.provider.pay(page.ref, minor=minor)

    def new_account(self) -> str:
        """One that has been there for long: nobody is told of it."""
        provider = self.server.provider
        given = {"display_name": "A studio", "defaults": {"currency": "eur"}}
        account = provider.create_account(given | {"identity": {"country": "de"}})
        provider.keep(account | {"state": "active"})
        return str(account["id"])

    def restrict(self, account_ref: str) -> None:
        self.server.provider.set_account(account_ref, "restricted")

    def relieve(self, account_ref: str) -> None:
        self.server.provider.set_account(account_ref, "active")

    def revoke(self, account_ref: str) -> None:
        self.server.provider.set_account(account_ref, "closed")

    def clear(self, account_ref: str) -> None:
        self.server.provider.clear(account_ref)

    def pay_out(self, account_ref: str) -> str:
        return str(self.server.provider.pay_out(account_ref)["id"])

    def land(self, payout_ref: str) -> None:
        self.server.provider.land(payout_ref)

    def bounce(self, payout_ref: str) -> None:
        self.server.provider.bounce(payout_ref)

    def dispute(self, payment_ref: str, minor: int) -> str:
        return str(self.server.provider.create_dispute(payment_ref, amount=minor)["id"])

    def decide(self, dispute_ref: str, *, won: bool) -> None:
        self.server.provider.decide(dispute_ref, won=won)

    def refund_by_hand(self, payment_ref: str, minor: int) -> None:
        address = f"{self.server.url}/_payments/{payment_ref}/refunds"
        answer = requests.post(address, data={"amount": minor}, timeout=5, allow_redirects=False)
        assert answer.status_code == 303

    def fail_refund(self, ref: str) -> None:
        self.server.provider.fail_refund(ref)

    def received(self, checkout_ref: str) -> tuple[int, int]:
        provider = self.server.provider
        session = provider.store.get("checkout.session", checkout_ref)
        if session is None or session["payment_status"] != "paid":
            return 0, 0
        intent = provider.get("payment_intent", session["payment_intent"])
        refunds = provider.refunds_of(intent["id"])
        given = sum(doc["amount"] for doc in refunds if doc["status"] == "succeeded")
        return intent["amount_received"], given


@contextmanager
def stripe_stage(start: datetime = START) -> Iterator[StripeStage]:
    """A fresh provider that remembers nothing."""
    clock = HandClock(start)
    with StripeServer(clock=clock) as server:
        yield StripeStage(server, clock)
