"""The sandbox adapter on a sandbox provider, for whatever has to hold at every provider."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import requests

from studiobook.dev.sandbox.server import SandboxServer
from studiobook.payments.gateways.protocol import CheckoutPage, Gateway
from studiobook.payments.gateways.sandbox.gateway import SandboxGateway
from tests.contracts.hand_clock import START, HandClock
from tests.contracts.server_stage import ServerStage


class SandboxStage(ServerStage):
    """The sandbox adapter on a sandbox server with a clock of its own."""

    account_ref = "acct_owner"

    def __init__(self, server: SandboxServer, clock: HandClock) -> None:
        super().__init__(server, clock)
        self.server = server
        self._accounts = 0
        self.gateway: Gateway = SandboxGateway(
            url=server.url, key=server.api_key, secret=server.secret
        )

    def new_account(self) -> str:
        self._accounts += 1
        return f"acct_owner_{self._accounts}"

    def received(self, checkout_ref: str) -> tuple[int, int]:
        store = self.server.provider.store
        page = store.get("checkout", checkout_ref)
        if page is None or not page["payment"]:
            return 0, 0
        refunds = store.filed("refund", page["payment"])
        given = sum(doc["amount"] for doc in refunds if doc["status"] == "succeeded")
        return page["amount"], given

    def refund_by_hand(self, payment_ref: str, minor: int) -> None:
        requests.post(
            f"{self.server.url}/_payments/{payment_ref}/refunds", data={"amount": minor}, timeout=5
        )

    def fail_refund(self, ref: str) -> None:
        requests.post(f"{self.server.url}/_refunds/{ref}/failure", timeout=5)

    def dispute(self, payment_ref: str, minor: int) -> str:
        return str(self.server.provider.dispute(payment_ref, amount=minor)["id"])

    def decide(self, dispute_ref: str, *, won: bool) -> None:
        self.server.provider.move_dispute(dispute_ref, to="won" if won else "lost")

    def clear(self, account_ref: str) -> None:
        self.server.provider.purse.clear(account_ref)

    def pay_out(self, account_ref: str) -> str:
        ref: str = self.server.provider.purse.pay_out_all(account_ref)[0]["id"]
        return ref

    def land(self, payout_ref: str) -> None:
        self.server.provider.purse.land(payout_ref)

    def bounce(self, payout_ref: str) -> None:
        self.server.provider.purse.bounce(payout_ref)

    def restrict(self, account_ref: str) -> None:
        self._act(account_ref, "restrict")

    def relieve(self, account_ref: str) -> None:
        self._act(account_ref, "relieve")

    def revoke(self, account_ref: str) -> None:
        self._act(account_ref, "revoke")

    def pay_another_amount(self, page: CheckoutPage, minor: int) -> None:
        paid = requests.post(
            f"{self.server.url}/_checkouts/{page.ref}/payment", data={"amount": minor}, timeout=5
        )
        paid.raise_for_status()

    def _act(self, account_ref: str, action: str) -> None:
        path = f"{self.server.url}/_accounts/{account_ref}"
        requests.post(path, data={"action": action}, timeout=5).raise_for_status()


@contextmanager
def sandbox_stage(start: datetime = START) -> Iterator[SandboxStage]:
    """A fresh provider that remembers nothing."""
    clock = HandClock(start)
    with SandboxServer(clock=clock) as server:
        yield SandboxStage(server, clock)
