"""While a provider does not answer, nobody waits for it, and nothing is lost."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from studiobook.bookings.states import Status
from studiobook.payments.errors import PaymentsAway
from studiobook.payments.gateways.breaker import FAILURES, Breaker
from studiobook.payments.gateways.errors import BadSignature, GatewayRefused, GatewayUnavailable
from studiobook.payments.gateways.guarded import guarded
from studiobook.payments.gateways.registry import EXTENSION, Registry
from studiobook.queue import connect
from tests.contracts.hand_clock import HandClock
from tests.payments.till import Till

NOBODY = connect("redis://127.0.0.1:9")


class Counting:
    """An adapter that counts how often it is really asked, and answers as it is told."""

    name = "counting"

    def __init__(self) -> None:
        self.asked = 0
        self.answer: Exception | None = GatewayUnavailable("silence")

    def read_account(self, _ref: str) -> str:
        self.asked += 1
        if self.answer:
            raise self.answer
        return "fine"

    def verify(self) -> None:
        raise BadSignature


@pytest.fixture
def hand() -> HandClock:
    return HandClock()


def clock_of(hand: HandClock) -> Any:
    return lambda: datetime.fromtimestamp(hand(), UTC)


@pytest.fixture(params=["redis", "redis is away", "no redis"])
def two(request: pytest.FixtureRequest, app: Flask, hand: HandClock) -> tuple[Counting, Any, Any]:
    """One adapter, guarded in two processes, or twice in the same when nothing is shared."""
    shared = {"redis": app.extensions["studiobook_redis"], "redis is away": NOBODY}
    client = shared.get(request.param)
    adapter = Counting()
    first: Any = guarded(adapter, Breaker("x", redis=client, now=clock_of(hand)))  # type: ignore[arg-type]
    if request.param != "redis":
        return adapter, first, first
    second: Any = guarded(adapter, Breaker("x", redis=client, now=clock_of(hand)))  # type: ignore[arg-type]
    return adapter, first, second


def ask(gateway: Any, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(GatewayUnavailable):
            gateway.read_account("acct")


def test_five_silences_open_it_for_everybody_and_one_answer_closes_it(two, hand) -> None:
    adapter, first, second = two
    ask(first, FAILURES)
    ask(second, 3)
    assert adapter.asked == FAILURES
    hand.seconds += 31
    ask(second)
    ask(first)
    assert adapter.asked == FAILURES + 1
    hand.seconds += 31
    adapter.answer = None
    assert first.read_account("acct") == "fine"
    assert second.read_account("acct") == "fine"
    assert first.breaker.open_since is None


def test_one_at_a_time_tries_whether_it_answers_again(two, hand) -> None:
    adapter, first, second = two
    ask(first, FAILURES)
    hand.seconds += 31
    first.breaker.admit()
    ask(second)
    assert adapter.asked == FAILURES


def test_a_clear_no_and_a_bad_signature_are_no_failures(two) -> None:
    adapter, first, _second = two
    adapter.answer = GatewayRefused("card_declined")
    for _ in range(2 * FAILURES):
        with pytest.raises(GatewayRefused):
            first.read_account("acct")
        with pytest.raises(BadSignature):
            first.verify()
    assert adapter.asked == 2 * FAILURES


def test_webhooks_are_believed_while_it_is_open(two) -> None:
    _adapter, first, _second = two
    ask(first, FAILURES)
    with pytest.raises(BadSignature):
        first.verify()


def test_an_answer_in_between_starts_the_count_anew(two) -> None:
    adapter, first, _second = two
    for _ in range(3):
        adapter.answer = GatewayUnavailable("silence")
        ask(first, FAILURES - 1)
        adapter.answer = None
        first.read_account("acct")
    assert first.breaker.open_since is None


@pytest.mark.usefixtures("sound")
def test_a_checkout_is_told_at_once_to_try_later_and_keeps_its_hold(
    till: Till, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.extensions["studiobook_redis"]
    gateway = guarded(till.stage.gateway, Breaker("sandbox", redis=client))
    monkeypatch.setitem(app.extensions, EXTENSION, Registry(gateway))
    booking = till.booking()
    till.server.switch(fail_times=100)
    for _ in range(5):
        with pytest.raises(PaymentsAway):
            till.open(booking)
    asked = till.server.provider.store.switches()["fail_times"]
    assert asked == 100 - FAILURES
    with pytest.raises(PaymentsAway):
        till.open(booking)
    assert till.server.provider.store.switches()["fail_times"] == asked
    assert till.status(booking) is Status.HELD
    till.server.switch(fail_times=0)
    till.wait(minutes=1)
    till.stage.pay(till.open(booking))
    till.hear()
    assert till.status(booking) is Status.CONFIRMED
