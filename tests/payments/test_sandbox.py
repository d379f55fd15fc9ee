"""The stand-in for a provider: how it delivers, misbehaves and remembers."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import requests

from studiobook.dev.sandbox.delivery import RETRY_AFTER, Postman, webhook
from studiobook.dev.sandbox.provider import OUT_OF_ORDER
from studiobook.dev.sandbox.server import SandboxServer
from studiobook.payments.gateways.protocol import CheckoutPage, CheckoutStatus
from tests.contracts.hand_clock import HandClock
from tests.contracts.sandbox_stage import SandboxStage, sandbox_stage
from tests.contracts.test_account_contract import order as connect_order
from tests.contracts.test_gateway_contract import order
from tests.support.markup import Markup


class Listener(HTTPServer):
    """Somewhere to post to; it answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Ear)
        self.heard: list[dict[str, str]] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def types(self) -> list[str]:
        return [event["type"] for event in self.heard]


class Ear(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Listener)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def stage() -> Iterator[SandboxStage]:
    with sandbox_stage() as stage:
        yield stage


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,))
    thread.start()
    yield listener
    listener.shutdown()
    thread.join()
    listener.server_close()


@pytest.fixture
def postman(stage: SandboxStage, listener: Listener) -> Postman:
    """Delivers when it is told to, not by itself."""
    server = stage.server
    sign = partial(webhook, server.provider, secret=server.secret)
    return Postman(server.provider, url=listener.url, sign=sign)


def slow_story(stage: SandboxStage) -> CheckoutPage:
    page = stage.gateway.open_checkout(order(stage))
    stage.pay_slowly(page)
    stage.wait(timedelta(minutes=1))
    stage.server.provider.tick()
    return page


def test_events_are_posted_in_order(stage: SandboxStage, listener: Listener, postman: Postman):
    slow_story(stage)
    postman.deliver_due()
    postman.deliver_due()
    assert listener.types() == ["checkout.processing", "checkout.paid"]


def test_an_event_is_posted_again_until_somebody_listens(
    stage: SandboxStage, listener: Listener, postman: Postman
):
    stage.pay(stage.gateway.open_checkout(order(stage)))
    listener.status = 503
    postman.deliver_due()
    listener.status = 200
    postman.deliver_due()
    assert len(listener.heard) == 1
    stage.wait(timedelta(seconds=RETRY_AFTER[0]))
    postman.deliver_due()
    assert len(listener.heard) == 2


def test_an_event_that_nobody_wants_is_given_up(
    stage: SandboxStage, listener: Listener, postman: Postman
):
    stage.pay(stage.gateway.open_checkout(order(stage)))
    listener.status = 500
    for _ in range(len(RETRY_AFTER) + 3):
        postman.deliver_due()
        stage.wait(timedelta(hours=3))
    assert len(listener.heard) == len(RETRY_AFTER) + 1


def test_switches_lose_double_delay_and_reorder(
    stage: SandboxStage, listener: Listener, postman: Postman
):
    stage.server.switch(lose_events=1, double_events=True)
    slow_story(stage)
    postman.deliver_due()
    assert listener.types() == ["checkout.paid"] * 2


def test_a_delayed_event_comes_later(stage: SandboxStage, listener: Listener, postman: Postman):
    stage.server.switch(delay_events=60)
    stage.pay(stage.gateway.open_checkout(order(stage)))
    postman.deliver_due()
    assert listener.heard == []
    stage.wait(timedelta(seconds=61))
    postman.deliver_due()
    assert listener.types() == ["checkout.paid"]


def test_a_reordered_event_comes_after_the_one_that_follows_it(
    stage: SandboxStage, listener: Listener, postman: Postman
):
    stage.server.switch(reorder_events=True, slow_seconds=0)
    page = stage.gateway.open_checkout(order(stage))
    stage.pay_slowly(page)
    stage.server.provider.tick()
    stage.wait(timedelta(seconds=OUT_OF_ORDER))
    postman.deliver_due()
    assert listener.types() == ["checkout.paid", "checkout.processing"]


def test_unknown_switches_and_values_are_refused(stage: SandboxStage):
    address = f"{stage.server.url}/_switches"
    for bad in ({"explode": 1}, {"refunds": "never"}, {"fail_with": 200}, {"lose_events": -1}):
        assert requests.post(address, json=bad, timeout=5).status_code == 400
    assert requests.post(address, json={"lose_events": 2}, timeout=5).json()["lose_events"] == 2


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"colour": "red"}, "colour"),
        ({"amount": 0}, "amount"),
        ({"amount": 10.5}, "amount"),
        ({"amount": True}, "amount"),
        ({"fee": 20_000}, "fee"),
        ({"currency": "eur"}, "currency"),
        ({"success_url": "javascript:alert(1)"}, "success_url"),
        ({"expires_at": 0}, "expires_at"),
    ],
)
def test_odd_parameters_are_refused_by_name(stage: SandboxStage, change, param):
    body = {
        "account": stage.account_ref,
        "reference": "K7QM2X",
        "description": "Live room",
        "amount": 12_000,
        "fee": 480,
        "currency": "EUR",
        "buyer_email": "guest@example.org",
        "success_url": "https://studiobook.example/back",
        "cancel_url": "https://studiobook.example/cancel",
        "expires_at": int((stage.now + timedelta(minutes=31)).timestamp()),
    }
    headers = {
        "Authorization": f"Bearer {stage.server.api_key}",
        "Sandbox-Account": stage.account_ref,
        "Idempotency-Key": "k",
    }
    address = f"{stage.server.url}/v1/checkouts"
    answer = requests.post(address, json=body | change, headers=headers, timeout=5)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)
    answer = requests.post(address, json=body, headers=headers, timeout=5)
    assert answer.status_code == 200


def test_without_its_key_the_api_says_nothing(stage: SandboxStage):
    assert requests.get(f"{stage.server.url}/v1/checkouts/chk_1", timeout=5).status_code == 401


def test_its_pages_are_well_made_in_every_state(stage: SandboxStage):
    page = stage.gateway.open_checkout(order(stage))
    addresses = [page.url, f"{stage.server.url}/", f"{stage.server.url}/pay/chk_none"]
    for address in addresses:
        assert complaints(address) == []
    stage.decline(page)
    stage.pay(page)
    assert "This is paid" in requests.get(page.url, timeout=5).text
    for address in addresses:
        assert complaints(address) == []


def complaints(address: str) -> list[str]:
    """What is wrong with a page. A foreign site has no token of ours in its forms."""
    found = Markup(requests.get(address, timeout=5).text).complaints()
    return [complaint for complaint in found if "CSRF" not in complaint]


def test_it_remembers_over_a_restart(tmp_path: Path):
    clock, state = HandClock(), str(tmp_path / "state.sqlite3")
    with SandboxServer(state=state, clock=clock) as server:
        stage = SandboxStage(server, clock)
        page = stage.gateway.open_checkout(order(stage))
        stage.pay(page)
    with SandboxServer(state=state, clock=clock) as server:
        stage = SandboxStage(server, clock)
        read = stage.gateway.read_checkout(page.ref, account_ref=stage.account_ref)
        assert read.status is CheckoutStatus.PAID


def test_a_link_to_an_account_works_once_and_for_minutes(stage: SandboxStage) -> None:
    spent = stage.gateway.start_connection(connect_order())
    stage.finish_onboarding(spent)
    old = stage.gateway.start_connection(connect_order())
    assert requests.get(old.url, timeout=5).status_code == 200
    stage.wait(timedelta(minutes=5))
    for page in (spent, old):
        answer = requests.get(page.url, allow_redirects=False, timeout=5)
        assert answer.headers["Location"] == connect_order().refresh_url


def test_an_account_that_was_made_up_can_charge_until_it_is_restricted(stage: SandboxStage) -> None:
    assert stage.gateway.read_account("acct_made_up").can_charge
    stage.restrict("acct_made_up")
    assert not stage.gateway.read_account("acct_made_up").can_charge
    assert "acct_made_up" in requests.get(stage.server.url, timeout=5).text
