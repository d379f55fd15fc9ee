"""The stage of the journeys: an app that knows its provider, a town, pages that are listened to."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from studiobook import clock
from studiobook.app import create_app
from studiobook.db.base import db
from studiobook.dev.services.ports import free_port
from studiobook.settings import Settings
from tests.journeys.town import Town, founded
from tests.support.client import PageClient
from tests.support.doctor import PICTURES, PROCESSES, findings


@pytest.fixture(scope="session")
def provider_port() -> int:
    """Where the payment provider will listen: the page's policy must know it from the start."""
    return free_port()


@pytest.fixture(scope="session")
def app(settings: Settings, provider_port: int) -> Iterator[Flask]:
    """As everywhere, but connected to a provider of its own."""
    app = create_app(replace(settings, sandbox_url=f"http://127.0.0.1:{provider_port}"))
    app.test_client_class = PageClient
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def sound(town: Town) -> Iterator[None]:
    """However somebody booked, the doctor finds nothing afterwards."""
    yield
    db.session.rollback()
    assert findings(clock.now(), but=(PICTURES, PROCESSES)) == []


@pytest.fixture
def town(app: Flask, live_server: str, provider_port: int) -> Iterator[Town]:
    """A few rooms on a running site."""
    with founded(app, live_server, port=provider_port) as found:
        yield found
