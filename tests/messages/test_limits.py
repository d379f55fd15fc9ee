"""Nobody writes faster than people type; what was typed too fast is not lost."""

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask

from studiobook import extensions
from studiobook.app import create_app
from studiobook.db.base import db
from studiobook.messages.models import Message, Thread
from studiobook.settings import Settings
from tests.factories.world import make_message
from tests.messages.conftest import Browse, House
from tests.support.client import PageClient


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    """An installation with limits; the limiter is one per process, so they end with it."""
    app = create_app(dataclasses.replace(settings, rate_limits=True))
    app.test_client_class = PageClient
    yield app
    extensions.limiter.enabled = False
    with app.app_context():
        db.engine.dispose()


def test_the_thirteenth_message_of_a_minute_waits_with_its_text(house: House, browse: Browse):
    make_message(studio=house.studio, guest=house.guest)
    path = f"/messages/{db.session.query(Thread).one().code}"
    guest = browse(house.guest)
    answers = [guest.submit(path, {"body": f"Number {n}"}) for n in range(13)]
    assert [a.status_code for a in answers] == [303] * 12 + [429]
    assert "Number 12" in answers[-1].text
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert db.session.query(Message).count() == 13
    # Others write on.
    manager = browse(house.manager)
    assert manager.submit(f"/manage{path}", {"body": "Yes?"}).status_code == 303
