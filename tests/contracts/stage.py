"""What a contract test can make the guest, the clock and the provider do, whichever it is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol

import requests

from studiobook.dev.sandbox.delivery import Webhook
from studiobook.dev.sandbox.server import SandboxServer
from studiobook.payments.gateways.accounts import ConnectPage
from studiobook.payments.gateways.protocol import CheckoutPage, Gateway
from studiobook.payments.gateways.sandbox.gateway import SandboxGateway
from tests.contracts.hand_clock import START as START  # noqa: PLC0414  # known from here
from tests.contracts.hand_clock import HandClock as HandClock  # noqa: PLC0414  # as above
from tests.contracts.sandbox_owners import SandboxOwners
from tests.contracts.square_stage import square_stage
from tests.contracts.stripe_stage import stripe_stage


class Stage(Protocol):
    """A gateway together with its provider, whose strings the test holds.

    `clear` makes an account's pending money available. `pay_out` is the provider's own clock,
    which sends what is available to the bank; `land` lets it arrive, `bounce` sends it back.
    `finish_onboarding` and `refuse_onboarding` give what the browser brings back in the address.
    `restrict` takes away the right to charge until `relieve`; `revoke` our access for good.
    `received` is what was taken by a page, and given back of it.
    """

    gateway: Gateway
    #: An account there that can charge.
    account_ref: str
    #: A webhook that is older than this is believed no more.
    stale_after: timedelta

    @property
    def now(self) -> datetime: ...
    def wait(self, time: timedelta) -> None: ...

    # Guests
    def pay(self, page: CheckoutPage) -> None: ...
    def decline(self, page: CheckoutPage) -> None: ...
    def pay_slowly(self, page: CheckoutPage, *, fails: bool = False) -> None: ...
    def pay_another_amount(self, page: CheckoutPage, minor: int) -> None: ...

    # Owners: the pages at the provider that they see, and what they do there
    def new_account(self) -> str: ...
    def location_of(self, account_ref: str) -> str | None: ...
    def finish_onboarding(self, page: ConnectPage) -> Mapping[str, str]: ...
    def refuse_onboarding(self, page: ConnectPage) -> Mapping[str, str]: ...
    def restrict(self, account_ref: str) -> None: ...
    def relieve(self, account_ref: str) -> None: ...
    def revoke(self, account_ref: str) -> None: ...

    # Banks
    def clear(self, account_ref: str) -> None: ...
    def pay_out(self, account_ref: str) -> str: ...
    def land(self, payout_ref: str) -> None: ...
    def bounce(self, payout_ref: str) -> None: ...
    def dispute(self, payment_ref: str, minor: int) -> str: ...
    def decide(self, dispute_ref: str, *, won: bool) -> None: ...
    def refunds_wait(self, *, then_fail: bool = False) -> None: ...
    def refund_by_hand(self, payment_ref: str, minor: int) -> None: ...
    def fail_refund(self, ref: str) -> None: ...

    # The network, and the provider on a bad day
    def hang_up_after_acting(self) -> None: ...
    def answer_once_with(self, status: int) -> None: ...
    def go_away(self) -> None: ...
    def come_back(self) -> None: ...
    def webhooks(self) -> list[Webhook]: ...

    # What really happened there, in minor units
    def received(self, checkout_ref: str) -> tuple[int, int]: ...


class SandboxStage(SandboxOwners):
    """The sandbox adapter on a sandbox server with a clock of its own."""

    account_ref = "acct_owner"
    stale_after = timedelta(minutes=5)

    def __init__(self, server: SandboxServer, clock: HandClock) -> None:
        self.server = server
        self._clock = clock
        self._accounts = 0
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

    def new_account(self) -> str:
        self._accounts += 1
        return f"acct_owner_{self._accounts}"

    def location_of(self, account_ref: str) -> str | None:
        return None

    def received(self, checkout_ref: str) -> tuple[int, int]:
        store = self.server.provider.store
        page = store.get("checkout", checkout_ref)
        if page is None or not page["payment"]:
            return 0, 0
        refunds = store.filed("refund", page["payment"])
        given = sum(doc["amount"] for doc in refunds if doc["status"] == "succeeded")
        return page["amount"], given

    def refunds_wait(self, *, then_fail: bool = False) -> None:
        self.server.switch(refunds="pending_then_failed" if then_fail else "pending_then_succeeded")

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

    def hang_up_after_acting(self) -> None:
        self.server.switch(drop_answers=1)

    def answer_once_with(self, status: int) -> None:
        self.server.switch(fail_times=1, fail_with=status)

    def webhooks(self) -> list[Webhook]:
        return self.server.webhooks()

    def _press(self, page: CheckoutPage, button: str, answer: int) -> None:
        pressed = requests.post(page.url, data={"action": button}, allow_redirects=False, timeout=5)
        assert pressed.status_code == answer


@contextmanager
def sandbox_stage(start: datetime = START) -> Iterator[SandboxStage]:
    """A fresh provider that remembers nothing."""
    clock = HandClock(start)
    with SandboxServer(clock=clock) as server:
        yield SandboxStage(server, clock)


STAGES: dict[str, Callable[..., AbstractContextManager[Stage]]] = {
    "sandbox": sandbox_stage,
    "stripe": stripe_stage,
    "square": square_stage,
}
