"""What a contract test can make the guest, the clock and the provider do, whichever it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol

import requests

from studiobook.dev.sandbox.delivery import Webhook
from studiobook.dev.sandbox.server import SandboxServer
from studiobook.payments.gateways.protocol import CheckoutPage, Gateway
from studiobook.payments.gateways.sandbox.gateway import SandboxGateway

START = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)


class Stage(Protocol):
    """A gateway together with its provider, whose strings the test holds."""

    gateway: Gateway
    account_ref: str

    @property
    def now(self) -> datetime: ...
    def wait(self, time: timedelta) -> None: ...
    def pay(self, page: CheckoutPage) -> None: ...
    def decline(self, page: CheckoutPage) -> None: ...
    def pay_slowly(self, page: CheckoutPage, *, fails: bool = False) -> None: ...
    def refunds_wait(self, *, then_fail: bool = False) -> None: ...
    def refund_by_hand(self, payment_ref: str, minor: int) -> None: ...
    def fail_refund(self, ref: str) -> None: ...
    def hang_up_after_acting(self) -> None: ...
    def answer_once_with(self, status: int) -> None: ...
    def webhooks(self) -> list[Webhook]: ...


class SandboxStage:
    """The sandbox adapter on a sandbox server with a clock of its own."""

    account_ref = "acct_owner"

    def __init__(self, server: SandboxServer, clock: "HandClock") -> None:
        self.server = server
        self._clock = clock
        self.gateway: Gateway = SandboxGateway(
            url=server.url, key=server.api_key, secret=server.secret
        )

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

    def refunds_wait(self, *, then_fail: bool = False) -> None:
        self.server.switch(refunds="pending_then_failed" if then_fail else "pending_then_succeeded")

    def refund_by_hand(self, payment_ref: str, minor: int) -> None:
        requests.post(
            f"{self.server.url}/_payments/{payment_ref}/refunds", data={"amount": minor}, timeout=5
        )

    def fail_refund(self, ref: str) -> None:
        requests.post(f"{self.server.url}/_refunds/{ref}/failure", timeout=5)

    def hang_up_after_acting(self) -> None:
        self.server.switch(drop_answers=1)

    def answer_once_with(self, status: int) -> None:
        self.server.switch(fail_times=1, fail_with=status)

    def webhooks(self) -> list[Webhook]:
        return self.server.webhooks()

    def _press(self, page: CheckoutPage, button: str, answer: int) -> None:
        pressed = requests.post(page.url, data={"action": button}, allow_redirects=False, timeout=5)
        assert pressed.status_code == answer


class HandClock:
    """A clock that moves when it is told to."""

    def __init__(self, start: datetime = START) -> None:
        self.seconds = start.timestamp()

    def __call__(self) -> float:
        return self.seconds


@contextmanager
def sandbox_stage() -> Iterator[SandboxStage]:
    """A fresh provider that remembers nothing."""
    clock = HandClock()
    with SandboxServer(clock=clock) as server:
        yield SandboxStage(server, clock)


STAGES = {"sandbox": sandbox_stage}
