"""No public page makes more than eight queries, however many rooms it shows."""

from datetime import timedelta

import pytest

from studiobook.db.base import db
from tests.factories import world
from tests.factories.world import NOW
from tests.support.statements import counted

MOST = 8
DAY = NOW.date() + timedelta(days=3)


@pytest.fixture
def studio(app, monkeypatch):
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)
    studio = world.make_studio(city=world.make_city())
    world.make_room(studio=studio, name="Room 0", horizon_days=14)
    return studio


PAGES = {
    "home": "/",
    "search": "/search?city={city}&date={day}&from=19:00&hours=3",
    "any time": "/search?city={city}&date={day}&hours=3",
    "near me": "/search?lat=52.52&lng=13.4&date={day}&hours=3",
    "nothing found": "/search?city={city}&date={day}&from=19:00&hours=3&people=99&kind=dance",
    "city": "/cities/{city}",
    "studio": "/studios/{studio}",
    "company": "/companies/{company}",
    "room": "/studios/{studio}/rooms/{room}",
    "chosen": "/studios/{studio}/rooms/{room}?date={day}&start=19:00&hours=3",
    "calendar": "/rooms/{code}/calendar?date={day}",
    "quote": "/rooms/{code}/quote?date={day}&start=19:00&hours=3",
}


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_makes_few_queries_whatever_it_shows(client, studio, name):
    address = PAGES[name].format(**_places(studio), day=DAY)
    with counted() as with_one:
        client.get(address)
    for number in range(1, 12):
        world.make_room(studio=studio, name=f"Room {number}", horizon_days=14)
    with counted() as with_many:
        client.get(address)
    assert len(with_one) <= MOST
    assert len(with_many) <= len(with_one)


def _places(studio) -> dict[str, str]:
    room = db.session.execute(db.text("SELECT slug, code FROM room ORDER BY id LIMIT 1")).one()
    return {
        "city": studio.city.slug,
        "studio": studio.slug,
        "company": studio.company.slug,
        "room": room.slug,
        "code": room.code,
    }
