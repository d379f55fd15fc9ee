"""The way of a guest through the pages, without script."""

from datetime import datetime, timedelta

import pytest
import time_machine

from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.rooms.models import Room
from tests.factories.world import NOW, make_hold, make_room, slot_in
from tests.support.client import PageClient

GUEST = {"name": "Gwen Guest", "email": "gwen@example.com", "phone": "", "note": ""}


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(NOW, tick=False):
        yield


def wish(room: Room, **changed: str) -> dict[str, str]:
    fields = {"date": "2026-11-30", "start": "14:00", "hours": "2", "people": "2"}
    return {**fields, **changed}


def post_hold(client: PageClient, room: Room, **changed: str):
    return client.submit(f"/rooms/{room.code}/holds", wish(room, **changed), page="/auth/login")


def only_booking() -> Booking:
    return db.session.query(Booking).one()


def test_a_browser_without_an_account_holds_a_time_in_one_tap(client: PageClient):
    room = make_room()
    answer = post_hold(client, room)
    assert answer.status_code == 303
    booking = only_booking()
    assert answer.location == f"/bookings/{booking.code}/checkout"
    page = client.get(answer.location)
    assert "Held for you until 10:30" in page.text
    assert "€83.20" in page.text
    assert "Mon 30 Nov 2026, 14:00–16:00" in page.text


def test_the_price_in_the_form_is_never_the_price(client: PageClient):
    room = make_room()
    answer = post_hold(client, room, expected_total="1")
    assert answer.status_code == 409
    assert "The price has changed" in answer.text
    assert "€83.20" in answer.text
    assert db.session.query(Booking).count() == 0


def test_a_taken_time_offers_the_nearest_free_ones(client: PageClient):
    room = make_room()
    other = make_room(studio=room.studio, name="Room B")
    make_hold(room=room, slot=slot_in(room, days=7, hour=14))
    answer = post_hold(client, room)
    assert answer.status_code == 409
    assert "Somebody was faster" in answer.text
    assert "Mon 30 Nov 2026, 12:00–14:00" in answer.text
    assert answer.text.count(f"/rooms/{room.code}/holds") >= 3
    assert other.code
