"""Nobody is flooded with mails about their booking, nor an address with offers."""

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask

from studiobook import extensions
from studiobook.app import create_app
from studiobook.db.base import db
from studiobook.settings import Settings
from tests.factories.sign_in import sign_in
from tests.factories.world import make_room, make_user
from tests.support.client import PageClient, csrf_token


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    """An installation with limits; the limiter is one per process, so they end with it."""
    app = create_app(dataclasses.replace(settings, rate_limits=True))
    app.test_client_class = PageClient
    yield app
    extensions.limiter.enabled = False
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    "act",
    [
        "manage/bookings/{}/extension",
        "manage/bookings/{}/move",
        "manage/bookings/{}/no-show",
        "manage/bookings/{}/no-show/removal",
        "manage/bookings/{}/overtime",
        "bookings/{}/extension",
        "bookings/{}/overtime/objection",
        "bookings/{}/reschedule",
    ],
)
def test_one_booking_is_changed_twenty_times_an_hour(client: PageClient, act: str):
    sign_in(client, make_user())
    one, other = (f"/{act}".format(code) for code in ("K68D7YDR0N", "K68D7YDR0M"))
    form = {"csrf_token": csrf_token(client.get("/account").text)}
    codes = [client.post(one, data=form).status_code for _ in range(21)]
    assert codes == [404] * 20 + [429]
    assert client.post(other, data=form).status_code == 404


def test_one_address_is_offered_twenty_times_a_day_whoever_does_it(client: PageClient):
    room = make_room()
    path = f"/manage/rooms/{room.code}/phone-bookings"
    sign_in(client, room.studio.company.admins[0].user)

    token = csrf_token(client.get("/account").text)

    def offer(email: str) -> int:
        return client.post(path, data={"csrf_token": token, "email": email}).status_code

    assert [offer("nina@example.com") for _ in range(21)] == [422] * 20 + [429]
    assert offer("olaf@example.com") == 422
