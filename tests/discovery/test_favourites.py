"""Favourites: kept with one press, found again, gone with another."""

from datetime import timedelta

import pytest

from studiobook.db.base import db
from studiobook.rooms.favour import favour, let_go
from studiobook.rooms.models import Favourite, Room
from tests.discovery.test_query_counts import MOST
from tests.factories import world
from tests.factories.sign_in import sign_in
from tests.factories.world import NOW
from tests.support.client import PageClient
from tests.support.statements import counted


@pytest.fixture
def room(app, monkeypatch) -> Room:
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)
    return world.make_room(name="Kept Room", horizon_days=3)


@pytest.fixture
def ada(client: PageClient, room: Room):
    person = world.make_user(name="Ada")
    sign_in(client, person)
    return person


def _page(room: Room) -> str:
    return f"/studios/{room.studio.slug}/rooms/{room.slug}"


def test_a_press_keeps_a_room_and_another_lets_it_go(client, room, ada):
    answer = client.submit(f"/rooms/{room.code}/favourite", {}, page=_page(room))
    assert answer.location == _page(room)
    assert "Kept Room" in client.get("/favourites").text
    assert "Kept among your favourites" in client.get(_page(room)).text
    client.submit(f"/rooms/{room.code}/favourite/removal", {}, page=_page(room))
    assert "Nothing kept yet" in client.get("/favourites").text
    assert "Keep as a favourite" in client.get(_page(room)).text


def test_keeping_twice_and_letting_go_twice_change_nothing_more(room):
    ada = world.make_user()
    for _ in range(2):
        favour(user_id=ada.id, room_id=room.id, now=NOW)
    assert db.session.query(Favourite).count() == 1
    for _ in range(2):
        let_go(user_id=ada.id, room_id=room.id)
    assert db.session.query(Favourite).count() == 0


def test_whoever_is_not_signed_in_is_led_there_and_back(client, room):
    page = client.get(_page(room))
    assert f"/auth/login?next={_page(room)}" in page.text
    assert client.get("/favourites").location.startswith("/auth/login?next=")


def test_another_persons_favourites_are_their_own(client, room, ada):
    favour(user_id=world.make_user().id, room_id=room.id, now=NOW)
    assert "Nothing kept yet" in client.get("/favourites").text


def test_a_kept_room_that_is_off_offer_is_counted_and_not_shown(client, room, ada):
    favour(user_id=ada.id, room_id=room.id, now=NOW)
    room.listed = False
    db.session.flush()
    page = client.get("/favourites")
    assert "Kept Room" not in page.text
    assert "not on offer at the moment" in page.text
    assert client.submit(f"/rooms/{room.code}/favourite", {}, page="/account").status_code == 404


def test_the_latest_comes_first_and_pages_follow(client, room, ada):
    names = [f"Room {number:02}" for number in range(30)]
    for number, name in enumerate(names):
        other = world.make_room(studio=room.studio, name=name, horizon_days=1)
        favour(user_id=ada.id, room_id=other.id, now=NOW + timedelta(minutes=number))
    with counted() as asked:
        first = client.get("/favourites")
    assert len(asked) <= MOST
    assert first.text.index("Room 29") < first.text.index("Room 06")
    assert "Room 05" not in first.text
    assert "Room 00" in client.get("/favourites?page=2").text
    assert client.get("/favourites?page=3").status_code == 404
