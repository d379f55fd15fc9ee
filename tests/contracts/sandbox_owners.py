"""What owners do at the sandbox provider, and how it goes away and comes back."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

import requests

from studiobook.dev.sandbox.server import SandboxServer
from studiobook.payments.gateways.accounts import ConnectPage
from studiobook.payments.gateways.protocol import CheckoutPage


class SandboxOwners:
    """A part of `SandboxStage`."""

    server: SandboxServer

    def finish_onboarding(self, page: ConnectPage) -> Mapping[str, str]:
        return self._answer(page, "finish")

    def refuse_onboarding(self, page: ConnectPage) -> Mapping[str, str]:
        return self._answer(page, "refuse")

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

    def go_away(self) -> None:
        self.server.switch(away=True)

    def come_back(self) -> None:
        self.server.switch(away=False)

    def _act(self, account_ref: str, action: str) -> None:
        path = f"{self.server.url}/_accounts/{account_ref}"
        requests.post(path, data={"action": action}, timeout=5).raise_for_status()

    def _answer(self, page: ConnectPage, button: str) -> Mapping[str, str]:
        pressed = requests.post(page.url, data={"action": button}, allow_redirects=False, timeout=5)
        assert pressed.status_code == 303
        return dict(parse_qsl(urlsplit(pressed.headers["Location"]).query))
