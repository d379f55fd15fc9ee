"""The Stripe adapter, with its real SDK, on the stand-in for Stripe."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import requests

from studiobook.dev.sandbox.delivery import Webhook
from studiobook.payments.gateways.accounts import ConnectPage
from studiobook.payments.gateways.protocol import CheckoutPage, Gateway
from studiobook.payments.gateways.stripe.gateway import StripeGateway
from tests.contracts.hand_clock import START, HandClock
from tests.standins.stripe.server import StripeServer


class StripeStage:
    """Satisfies `Stage`."""

    stale_after = timedelta(minutes=5)

    def __init__(self, server: StripeServer, clock: HandClock) -> None:
        self.server = server
        self._clock = clock
        self.gateway: Gateway = StripeGateway(
            key=server.api_key, secrets=server.secrets, api_base=server.url
        )
        self.account_ref = self.new_account()

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)

    def wait(self, time: timedelta) -> None:
        self._clock.seconds += time.total_seconds()

    def pay(self, page: CheckoutPage) -> None:
        self._press(page, "pay", 303)

    def decline(self, page: CheckoutPage) -> None:
        self._press(page, "decline", 402)

    def pay_slowly(self, page: CheckoutPage, *, fails: bool = False) -> None:
        self._press(page, "slow_fail" if fails else "slow", 303)

    def pay_another_amount(self, page: CheckoutPage, minor: int) -> None:
        self.server.provider.pay(page.ref, minor=minor)

    def new_account(self) -> str:
        """One that has been there for long: nobody is told of it."""
        provider = self.server.provider
        given = {"display_name": "A studio", "defaults": {"currency": "eur"}}
        account = provider.create_account(given | {"identity": {"country": "de"}})
        provider.keep(account | {"state": "active"})
        return str(account["id"])

    def location_of(self, account_ref: str) -> str | None:
        return None

    def finish_onboarding(self, page: ConnectPage) -> Mapping[str, str]:
        return self._leave(page, "finish")

    def refuse_onboarding(self, page: ConnectPage) -> Mapping[str, str]:
        return self._leave(page, "leave")

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

    def refunds_wait(self, *, then_fail: bool = False) -> None:
        self.server.switch(refunds="pending_then_failed" if then_fail else "pending_then_succeeded")

    def refund_by_hand(self, payment_ref: str, minor: int) -> None:
        address = f"{self.server.url}/_payments/{payment_ref}/refunds"
        answer = requests.post(address, data={"amount": minor}, timeout=5, allow_redirects=False)
        assert answer.status_code == 303

    def fail_refund(self, ref: str) -> None:
        self.server.provider.fail_refund(ref)

    def hang_up_after_acting(self) -> None:
        self.server.switch(drop_answers=1)

    def answer_once_with(self, status: int) -> None:
        self.server.switch(fail_times=1, fail_with=status)

    def go_away(self) -> None:
        self.server.switch(away=True)

    def come_back(self) -> None:
        self.server.switch(away=False)

    def webhooks(self) -> list[Webhook]:
        return self.server.webhooks()

    def received(self, checkout_ref: str) -> tuple[int, int]:
        provider = self.server.provider
        session = provider.store.get("checkout.session", checkout_ref)
        if session is None or session["payment_status"] != "paid":
            return 0, 0
        intent = provider.get("payment_intent", session["payment_intent"])
        refunds = provider.refunds_of(intent["id"])
        given = sum(doc["amount"] for doc in refunds if doc["status"] == "succeeded")
        return intent["amount_received"], given

    def _press(self, page: CheckoutPage, button: str, answer: int) -> None:
        pressed = requests.post(page.url, data={"action": button}, allow_redirects=False, timeout=5)
        assert pressed.status_code == answer

    def _leave(self, page: ConnectPage, button: str) -> Mapping[str, str]:
        left = requests.post(page.url, data={"action": button}, allow_redirects=False, timeout=5)
        return dict(parse_qsl(urlsplit(left.headers["Location"]).query))


@contextmanager
def stripe_stage(start: datetime = START) -> Iterator[StripeStage]:
    """A fresh provider that remembers nothing."""
    clock = HandClock(start)
    with StripeServer(clock=clock) as server:
        yield StripeStage(server, clock)
