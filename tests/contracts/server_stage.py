"""What every stage does in one way: its clock, its pages' buttons, the switches of its server."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import requests

from studiobook.dev.sandbox.delivery import Webhook
from studiobook.dev.sandbox.serving import ProviderServer
from studiobook.payments.gateways.accounts import ConnectPage
from studiobook.payments.gateways.protocol import CheckoutPage
from tests.contracts.hand_clock import HandClock


class ServerStage:
    """The part of `Stage` that any pretended provider plays; each adds what is its own."""

    #: The buttons that finish and refuse an owner's page.
    finish, refuse = "finish", "refuse"
    stale_after = timedelta(minutes=5)

    def __init__(self, server: ProviderServer, clock: HandClock) -> None:
        self._server = server
        self._clock = clock

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)

    def wait(self, time: timedelta) -> None:
        self._clock.seconds += time.total_seconds()

    def pay(self, page: CheckoutPage) -> None:
        _press(page.url, "pay", 303)

    def decline(self, page: CheckoutPage) -> None:
        _press(page.url, "decline", 402)

    def pay_slowly(self, page: CheckoutPage, *, fails: bool = False) -> None:
        _press(page.url, "slow_fail" if fails else "slow", 303)

    def location_of(self, _account_ref: str) -> str | None:
        return None

    def finish_onboarding(self, page: ConnectPage) -> Mapping[str, str]:
        return _come_back_from(page, self.finish)

    def refuse_onboarding(self, page: ConnectPage) -> Mapping[str, str]:
        return _come_back_from(page, self.refuse)

    def refunds_wait(self, *, then_fail: bool = False) -> None:
        self._server.switch(
            refunds="pending_then_failed" if then_fail else "pending_then_succeeded"
        )

    def hang_up_after_acting(self) -> None:
        self._server.switch(drop_answers=1)

    def answer_once_with(self, status: int) -> None:
        self._server.switch(fail_times=1, fail_with=status)

    def go_away(self) -> None:
        self._server.switch(away=True)

    def come_back(self) -> None:
        self._server.switch(away=False)

    def webhooks(self) -> list[Webhook]:
        return self._server.webhooks()


def _press(url: str, button: str, answer: int) -> requests.Response:
    pressed = requests.post(url, data={"action": button}, allow_redirects=False, timeout=5)
    assert pressed.status_code == answer
    return pressed


def _come_back_from(page: ConnectPage, button: str) -> Mapping[str, str]:
    left = _press(page.url, button, 303)
    return dict(parse_qsl(urlsplit(left.headers["Location"]).query))
