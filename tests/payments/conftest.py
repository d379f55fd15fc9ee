"""A till for tests: a guest who pays, a provider that misbehaves, and a clock to turn."""

from collections.abc import Iterator

import pytest
from flask import Flask

from studiobook import clock
from studiobook.dev.sandbox.server import SandboxServer
from studiobook.payments.gateways.registry import EXTENSION, Registry
from tests.contracts.hand_clock import HandClock
from tests.contracts.sandbox_stage import SandboxStage
from tests.contracts.stage import STAGES
from tests.factories.world import NOW
from tests.payments.till import Till
from tests.support.client import PageClient
from tests.support.doctor import DAYS, PICTURES, PROCESSES, findings


@pytest.fixture
def till(app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    """The app on a sandbox provider of its own; both live by the same clock."""
    hand = HandClock(NOW)
    with SandboxServer(clock=hand) as server:
        stage = SandboxStage(server, hand)
        monkeypatch.setitem(app.extensions, EXTENSION, Registry(stage.gateway))
        monkeypatch.setattr(clock, "now", lambda: stage.now)
        yield Till(stage, client)


@pytest.fixture(params=STAGES)
def any_till(
    request: pytest.FixtureRequest,
    app: Flask,
    client: PageClient,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Till]:
    """The same till at each provider: what holds at one has to hold at all of them."""
    with STAGES[request.param](NOW) as stage:
        monkeypatch.setitem(app.extensions, EXTENSION, Registry(stage.gateway))
        monkeypatch.setattr(clock, "now", lambda: stage.now)
        yield Till(stage, client)
        assert findings(stage.now, but=(PICTURES, PROCESSES, DAYS)) == []


@pytest.fixture
def sound(till: Till) -> Iterator[None]:
    """Whatever the test did, the doctor finds nothing afterwards."""
    yield
    assert findings(till.stage.now, but=(PICTURES, PROCESSES, DAYS)) == []
