"""/search as people meet it: the form, its complaints, its results and ways on from none."""

from datetime import UTC, datetime, timedelta

import pytest

from studiobook.db.base import db
from studiobook.rooms.models import RoomEquipment
from studiobook.studios.models import Badge, EquipmentType
from tests.factories import world
from tests.factories.world import NOW
from tests.support.markup import Markup, words

DAY = NOW.date() + timedelta(days=3)


@pytest.fixture(autouse=True)
def _now(app, monkeypatch):
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)


@pytest.fixture
def room(app):
    """One room of one city."""
    studio = world.make_studio(city=world.make_city())
    return world.make_room(studio=studio, horizon_days=14)


def _city(room):
    return room.studio.city


def test_the_empty_search_asks_where_and_lists_the_cities(client, room):
    page = client.get("/search")
    assert page.status_code == 200
    assert _city(room).name in page.text
    assert "Where do you need a room?" in page.text


def test_a_city_alone_is_enough(client, room):
    page = client.get(f"/search?city={_city(room).slug}")
    assert page.status_code == 200
    assert "1 room free on Monday 23 November for 2 h at any time" in page.text


def test_the_day_that_the_form_offers_is_never_over_where_it_is_tomorrow_already(
    client, monkeypatch
):
    ahead = world.make_city(zone="Australia/Melbourne")
    world.make_room(studio=world.make_studio(city=ahead), horizon_days=14)
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW.replace(hour=15))
    offered = next(
        field for field in Markup(client.get("/").text).all("input") if field.get("name") == "date"
    ).get("value")
    assert offered == "2026-11-23"
    page = client.get(f"/search?city={ahead.slug}&date={offered}&hours=2")
    assert page.status_code == 200
    assert "1 room free on Tuesday 24 November" in page.text
    assert client.get(f"/search?city={ahead.slug}&date=2026-11-22").status_code == 422


def test_a_result_shows_its_total_and_its_day(client, room):
    page = client.get(f"/search?city={_city(room).slug}&date={DAY}&from=19:00&hours=3&people=2")
    assert page.status_code == 200
    assert "€124.80" in page.text  # three hours at the price of three single ones, and 4 %
    assert "19:00–22:00" in page.text
    assert "Your choice, 19:00 to 22:00" in page.text


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("city=atlantis", "city", "not in that city yet"),
        ("city=&date=2026-11-30", "city", "choose a city"),
        ("city={city}&date=2026-11-22", "date", "That day is over"),
        ("city={city}&date=2028-11-22", "date", "a year ahead"),
        ("city={city}&date=tomorrow", "date", "as in 2027-03-14"),
        ("city={city}&date=2026-11-23&from=08:00", "from", "That time has passed"),
        ("city={city}&from=19:15", "from", "hour or half hour"),
        ("city={city}&from=late", "from", "as in 19:30"),
        ("city={city}&from=19:00&until=18:00", "until", "end lies before the start"),
        ("city={city}&from=19:00&until=20:00&hours=3", "until", "3 h do not fit"),
        ("city={city}&hours=0", "hours", "half an hour to 24 hours"),
        ("city={city}&hours=1.3", "hours", "hour and half hour"),
        ("city={city}&hours=many", "hours", "as a number"),
        ("city={city}&hours=NaN", "hours", "as a number"),
        ("city={city}&hours=1e9999999", "hours", "as a number"),
        ("city={city}&people=0", "people", "from 1 to 1000"),
        ("city={city}&people=-1", "people", "from 1 to 1000"),
        ("city={city}&people=" + "9" * 5000, "people", "from 1 to 1000"),
        ("city={city}&kind=disco", "kind", "kind of the list"),
        ("city={city}&equipment=theremin", "equipment", "from the list"),
        ("city={city}&badge=golden", "badge", "from the list"),
        ("city={city}&max_total=cheap", "max_total", "as a number"),
        ("city={city}&max_total=-5", "max_total", "above zero"),
        ("city={city}&date=2027-03-28&from=02:30", "from", "clocks jump"),
        ("lat=91&lng=0", "city", "could not read your place"),
        ("lat=x&lng=y", "city", "could not read your place"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(client, room, query, field, sentence):
    page = client.get("/search?" + query.format(city=_city(room).slug))
    assert page.status_code == 422
    complaint = next(e for e in Markup(page.text).root.iter() if e.get("id") == f"{field}-error")
    assert sentence in words(complaint)


def test_a_refused_search_keeps_what_was_typed(client, room):
    page = client.get(f"/search?city={_city(room).slug}&date=2026-11-30&hours=3&people=zero")
    fields = {one.get("name"): one for one in Markup(page.text).all("input")}
    assert fields["date"].get("value") == "2026-11-30"
    assert fields["people"].get("value") == "zero"


@pytest.mark.parametrize(
    "name", ["city", "date", "from", "hours", "people", "kind", "sort", "page"]
)
def test_nul_and_lone_surrogates_are_no_fault_of_ours(client, room, name):
    query = {"city": _city(room).slug, name: "\x00\udc80"}
    parts = "&".join(f"{k}={v}" for k, v in query.items()).replace("\x00\udc80", "%00%ED%B2%80")
    assert client.get(f"/search?{parts}").status_code in (200, 422)


def test_a_doubled_time_asks_which_one_and_finds_each(client, app, monkeypatch):
    early = datetime(2026, 10, 20, 9, tzinfo=UTC)
    monkeypatch.setattr("studiobook.clock.now", lambda: early)
    studio = world.make_studio(city=world.make_city(), now=early)
    world.make_room(studio=studio, horizon_days=14, step=1, minimum=1, now=early)
    query = f"/search?city={studio.city.slug}&date=2026-10-25&from=02:30&hours=1"
    page = client.get(query)
    assert page.status_code == 422
    assert "CEST (UTC+2)" in page.text
    assert "CET (UTC+1)" in page.text
    for fold in (0, 1):
        found = client.get(f"{query}&fold={fold}")
        assert found.status_code == 200
        assert f"fold={fold}" in found.text


def test_the_fragment_is_the_region_of_the_whole_page(client, room):
    query = f"/search?city={_city(room).slug}&date={DAY}&hours=3"
    whole, part = client.get(query), client.get(query, fragment="search")
    title, region = part.text.strip().split("\n", 1)
    assert title in whole.text
    assert region in whole.text
    assert Markup(part.text).region.get("id") == "search"


def test_pages_of_results_are_links(client, room):
    for number in range(20):
        world.make_room(studio=room.studio, name=f"Another {number}", horizon_days=14)
    page = client.get(f"/search?city={_city(room).slug}&date={DAY}&hours=3")
    assert "1–20 of 21 rooms" in page.text
    second = client.get(f"/search?city={_city(room).slug}&date={DAY}&hours=3&page=2")
    assert "21–21 of 21 rooms" in second.text
    beyond = client.get(f"/search?city={_city(room).slug}&date={DAY}&hours=3&page=9")
    assert beyond.status_code == 200


def test_an_empty_search_offers_what_works_and_says_how_much(client, room):
    gear = EquipmentType(name="Theremin", slug="theremin", family="keys")
    badge = Badge(name="Step-free", slug="step-free")
    db.session.add_all([gear, badge])
    world.make_booking(room=room, slot=world.slot_in(room, days=3, hour=18, hours=4))
    db.session.flush()
    busy = f"/search?city={_city(room).slug}&date={DAY}&from=19:00&hours=3"
    ways = _ways(client.get(busy).text)
    assert ways["At another time that day"] == 1
    assert ways["On Friday 27 November"] == 1
    assert "For 2 h instead of 3 h" not in ways  # taken as well
    for query, label in (
        ("&equipment=theremin", "Without Theremin"),
        ("&badge=step-free", "Without “Step-free”"),
        ("&max_total=1", "At a higher total"),
        ("&kind=dance", "Rooms of any kind"),
    ):
        free = f"/search?city={_city(room).slug}&date={DAY}&from=10:00&hours=3{query}"
        assert _ways(client.get(free).text)[label] == 1


def test_each_way_on_finds_as_many_as_it_says(client, room):
    world.make_booking(room=room, slot=world.slot_in(room, days=3, hour=14, hours=10))
    page = client.get(f"/search?city={_city(room).slug}&date={DAY}&from=19:00&hours=3")
    links = [a for li in Markup(page.text).all("li") for a in li.iter("a") if a.get("hx-get")]
    ways = [a.get("href") or "" for a in links if "date=" in (a.get("href") or "")]
    assert ways
    for href in ways:
        assert "1 room free" in client.get(href).text


def test_gear_narrows_the_search(client, room):
    gear = EquipmentType(name="Theremin", slug="theremin", family="keys")
    db.session.add(gear)
    db.session.flush()
    db.session.add(RoomEquipment(room_id=room.id, type_id=gear.id, quantity=1))
    db.session.flush()
    page = client.get(f"/search?city={_city(room).slug}&date={DAY}&equipment=theremin")
    assert "1 room free" in page.text


def _ways(html: str) -> dict[str, int]:
    found = {}
    for item in Markup(html).all("li"):
        link = item.find("a")
        if link is not None and link.get("hx-get") and words(item).endswith(("room", "rooms")):
            found[words(link)] = int(words(item).split()[-2])
    return found
