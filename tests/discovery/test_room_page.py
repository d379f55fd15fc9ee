"""A room's page: its calendar, the price of a chosen time, and what it says when that is gone."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from studiobook.db.base import db
from studiobook.rooms.add_on import MOST_OFFERED, Charged
from studiobook.rooms.models import RoomEquipment
from studiobook.rooms.openings import offered_starts
from studiobook.rooms.queries import rules_of
from studiobook.studios.models import Badge, EquipmentType
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
from tests.factories import world
from tests.factories.world import NOW
from tests.support.markup import Markup, words

DAY = NOW.date() + timedelta(days=3)


@pytest.fixture(autouse=True)
def _now(app, monkeypatch):
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)


@pytest.fixture
def room(app):
    """A room for six that is open from ten to ten."""
    hours = WeeklyHours.daily(OpenInterval(600, 1320))
    studio = world.make_studio(city=world.make_city(), hours=hours)
    return world.make_room(studio=studio, horizon_days=14)


def _page(room) -> str:
    return f"/studios/{room.studio.slug}/rooms/{room.slug}"


def test_the_page_says_what_the_room_is(client, room):
    gear = EquipmentType(name="Ribbon microphone", slug="ribbon", family="microphones")
    db.session.add(gear)
    db.session.flush()
    db.session.add(RoomEquipment(room_id=room.id, type_id=gear.id, quantity=2, note="matched"))
    room.studio.badges.append(Badge(name="Step-free", slug="step-free"))
    room.description = "High and dry.\n\nWith a piano."
    world.make_engineer(studio=room.studio)
    db.session.flush()
    page = client.get(_page(room)).text
    for said in (
        "Tape House",
        "Up to 6 people",
        "2 × Ribbon microphone, matched",
        "Step-free",
        "10:00–22:00",
        "Edda Engel",
        "€30.00 an hour",
        "until 72 hours before the start",
        "With a piano.",
    ):
        assert said in page
    assert "green door" not in page  # how to get in is for guests


def test_every_free_start_is_a_link_that_says_day_start_end_and_price(client, room):
    page = client.get(f"/rooms/{room.code}/calendar?date={DAY}&hours=3")
    starts = [
        a.get("aria-label") or "" for a in Markup(page.text).all("a") if "start " in _class(a)
    ]
    wanted = [
        f"Thursday 26 November, {hour}:00 to {hour + 3}:00, €124.80" for hour in range(10, 20)
    ]
    assert [label for label in starts if label.startswith("Thursday")] == wanted


def test_what_is_taken_is_no_start(client, room):
    world.make_booking(room=room, slot=world.slot_in(room, days=3, hour=14, hours=2))
    page = client.get(f"/rooms/{room.code}/calendar?date={DAY}&hours=2&view=day")
    labels = [words(a) for a in Markup(page.text).all("a") if "start " in _class(a)]
    assert labels == ["10:00", "11:00", "12:00", "16:00", "17:00", "18:00", "19:00", "20:00"]


def test_the_calendar_offers_what_the_rules_offer(client, app, monkeypatch):
    now = datetime(2027, 3, 24, 9, tzinfo=UTC)
    monkeypatch.setattr("studiobook.clock.now", lambda: now)
    hours = WeeklyHours.daily(OpenInterval(1080, 1620))  # into the night of the clock change
    studio = world.make_studio(city=world.make_city(), hours=hours, now=now)
    room = world.make_room(studio=studio, step=1, minimum=1, horizon_days=14, now=now)
    page = client.get(f"/rooms/{room.code}/calendar?date=2027-03-27&view=day&hours=4")
    bits = dict(db.session.execute(db.text("SELECT on_date, free FROM room_day")).all())
    saturday, sunday = sorted(bits)[4], sorted(bits)[5]
    offered = offered_starts(
        rules_of(room), bits[saturday], bits[sunday], saturday, length=8, now=now
    )
    shown = [words(a) for a in Markup(page.text).all("a") if "start " in _class(a)]
    assert len(shown) == len(list(offered)) > 0
    assert "22:00 to 03:00 (Sun)" in page.text  # four hours of session, five of the clock


def test_a_chosen_time_shows_each_line_of_its_price_and_a_button_that_holds_it(client, room):
    page = client.get(f"{_page(room)}?date={DAY}&start=14:00&hours=3&people=2")
    assert page.status_code == 200
    assert 'Thursday 26 November, <span class="nowrap">14:00–17:00</span>' in page.text
    assert "4 h rate, the lowest price for this length" in page.text
    assert "Service fee" in page.text
    assert "If you cancel you get back €124.80; €62.40 from Tue 24 Nov 10:00" in page.text
    form = next(f for f in Markup(page.text).all("form") if f.get("method") == "post")
    assert form.get("action") == f"/rooms/{room.code}/holds"
    fields = {one.get("name"): one.get("value") for one in form.iter("input")}
    assert fields["expected_total"] == "12480"
    assert fields["start"] == "14:00"


def test_an_engineer_is_a_line_of_the_price(client, room):
    engineer = world.make_engineer(studio=room.studio)
    query = f"date={DAY}&start=14:00&hours=2&engineer={engineer.id}"
    page = client.get(f"/rooms/{room.code}/quote?{query}")
    assert "Engineer: Edda Engel" in page.text
    assert "€145.60" in page.text


def test_an_engineer_who_is_busy_then_is_not_offered(client, room):
    engineer = world.make_engineer(studio=room.studio)
    other = world.make_room(studio=room.studio, name="Room B", horizon_days=14)
    slot = world.slot_in(other, days=3, hour=14, hours=2)
    world.make_booking(room=other, slot=slot, engineer=engineer)
    page = client.get(
        f"/rooms/{room.code}/quote?date={DAY}&start=15:00&hours=2&engineer={engineer.id}"
    )
    assert page.status_code == 422
    assert "This engineer can" in page.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("date={day}&start=03:00&hours=2", "closed for a part"),
        ("date={day}&start=14:30&hours=2", "start on the hour"),
        ("date=2026-11-23&start=09:00&hours=2", "That time has passed"),
        ("date=2026-12-20&start=14:00&hours=2", "up to 14 days ahead"),
        ("date={day}&start=14:00&hours=99", "1 to 12 hours"),
        ("date={day}&start=14:00&people=7", "1 to 6 people"),
        ("date={day}&start=soon&hours=2", "choose a start"),
        ("date=2026-99-99&start=14:00", "as in 2027-03-14"),
        ("date={day}&start=14:00&engineer=x", "engineer of the list"),
        ("date={day}&start=14:00&hours=NaN", "1 to 12 hours"),
        ("week=2026-W99", "as in 2027-03-14"),
    ],
)
def test_what_cannot_be_had_is_said_in_words(client, room, query, sentence):
    page = client.get(f"{_page(room)}?{query.format(day=DAY)}")
    assert page.status_code == 422
    assert sentence in page.text


def test_a_taken_time_says_so_and_keeps_the_calendar(client, room):
    world.make_booking(room=room, slot=world.slot_in(room, days=3, hour=14, hours=2))
    page = client.get(f"{_page(room)}?date={DAY}&start=15:00&hours=2")
    assert page.status_code == 422
    assert "This time is taken" in page.text
    assert "Thursday 26 November, 16:00 to 18:00" in page.text


def test_weeks_and_days_can_be_turned(client, room):
    page = client.get(f"/rooms/{room.code}/calendar?week=2026-W49")
    assert "30 November – 6 December" in page.text
    assert client.get(f"/rooms/{room.code}/calendar?date=2020-01-01").status_code == 200
    assert client.get(f"/rooms/{room.code}/calendar?date=2099-01-01").status_code == 200


@pytest.mark.parametrize("block", ["desk", "quote"])
def test_a_fragment_is_the_region_of_the_whole_page(client, room, block):
    where = "calendar" if block == "desk" else "quote"
    query = f"/rooms/{room.code}/{where}?date={DAY}&start=14:00&hours=3"
    whole, part = client.get(query), client.get(query, fragment=block)
    assert Markup(part.text).region.get("id") == block
    assert Markup(part.text).title == Markup(whole.text).title
    assert "csrf_token" in part.text
    assert len(part.text) < len(whole.text)


@pytest.mark.parametrize("state", ["draft", "suspended"])
def test_a_studio_that_is_not_public_answers_as_if_it_were_absent(client, room, state):
    for table in ("room",):
        db.session.execute(db.text(f"UPDATE {table} SET listed = false"))
    db.session.execute(
        db.text("UPDATE studio SET state = :state, published_at = NULL"), {"state": state}
    )
    absent = client.get("/studios/nobody/rooms/nothing")
    for path in (
        _page(room),
        f"/rooms/{room.code}/calendar",
        f"/rooms/{room.code}/quote",
        f"/studios/{room.studio.slug}",
        f"/companies/{room.studio.company.slug}",
    ):
        hidden = client.get(path)
        assert hidden.status_code == absent.status_code == 404
        assert room.name not in hidden.text


def test_a_room_is_found_only_below_its_own_studio(client, room):
    other = world.make_studio(city=room.studio.city, name="Other")
    world.make_room(studio=other, name="Room B", horizon_days=3)
    assert client.get(f"/studios/{other.slug}/rooms/{room.slug}").status_code == 404


def _class(element) -> str:
    return f"{element.get('class') or ''} "


@pytest.fixture
def drums(room):
    return world.make_add_on(room=room, description="Five pieces, tuned.")


@pytest.fixture
def microphones(room):
    return world.make_add_on(
        room=room, name="Microphone", price_minor=300, charged=Charged.HOUR, most=4
    )


def _controls(page: str) -> dict[str, list[str | None]]:
    """The values of each named control of the form of add-ons."""
    form = next(f for f in Markup(page).all("form") if f.get("id") == "add-ons-form")
    found: dict[str, list[str | None]] = {}
    for one in form.iter("input"):
        counts = one.get("type") != "checkbox" or one.get("checked") is not None
        found.setdefault(one.get("name") or "", []).extend([one.get("value")] if counts else [])
    for one in form.iter("select"):
        chosen = [o.get("value") for o in one.iter("option") if o.get("selected") is not None]
        found[one.get("name") or ""] = chosen
    return found


def test_add_ons_are_told_with_the_room(client, room, drums, microphones):
    page = client.get(_page(room)).text
    for said in ("Drum kit", "€15.00", "Five pieces, tuned.", "Microphone", "€3.00 an hour"):
        assert said in page
    assert "add-ons-form" not in page  # nothing is chosen before there is a time


def test_a_room_without_add_ons_says_nothing_of_them(client, room):
    page = client.get(f"{_page(room)}?date={DAY}&start=14:00&hours=2").text
    assert "add-on" not in page.lower()


@pytest.mark.parametrize("where", ["room", "calendar", "quote"])
def test_add_ons_are_chosen_beside_the_price_and_change_it(client, room, drums, microphones, where):
    base = _page(room) if where == "room" else f"/rooms/{room.code}/{where}"
    address = f"{base}?date={DAY}&start=14:00&hours=2&people=2"
    plain = client.get(address).text
    assert _controls(plain) == {
        "hours": ["2"],
        "people": ["2"],
        "date": [DAY.isoformat()],
        "start": ["14:00"],
        f"add_on_{drums.id}": [],
        f"add_on_{microphones.id}": ["0"],
    }
    page = client.get(f"{address}&add_on_{drums.id}=1&add_on_{microphones.id}=2").text
    assert _controls(page)[f"add_on_{drums.id}"] == ["1"]
    assert _controls(page)[f"add_on_{microphones.id}"] == ["2"]
    assert "2 × Microphone" in page
    assert "€111.28" in page  # 80 + 15 + 12, and the fee
    hold = next(f for f in Markup(page).all("form") if f.get("method") == "post")
    fields = {one.get("name"): one.get("value") for one in hold.iter("input")}
    assert fields[f"add_on_{microphones.id}"] == "2"
    assert fields["expected_total"] == "11128"


def test_everything_else_that_is_chosen_keeps_the_add_ons(client, room, microphones):
    kept = f"add_on_{microphones.id}=2"
    page = client.get(f"{_page(room)}?date={DAY}&start=14:00&hours=2&{kept}")
    links = [a.get("href") or "" for a in Markup(page.text).all("a")]
    starts = [href for href in links if "start=" in href and "hours=" in href]
    assert starts
    assert all(kept in href for href in starts)
    desk = next(f for f in Markup(page.text).all("form") if "Length" in (f.get("aria-label") or ""))
    fields = [(one.get("name"), one.get("value")) for one in desk.iter("input")]
    assert (f"add_on_{microphones.id}", "2") in fields
    assert "€95.68" in page.text  # beside every start, with the microphones


def test_the_engineer_and_the_view_stay_when_add_ons_change(client, room, drums):
    engineer = world.make_engineer(studio=room.studio)
    query = f"date={DAY}&start=14:00&hours=2&view=day&engineer={engineer.id}"
    controls = _controls(client.get(f"{_page(room)}?{query}").text)
    assert controls["engineer"] == [str(engineer.id)]
    assert controls["view"] == ["day"]


@pytest.mark.parametrize("asked", ["add_on_999=1", "add_on_x=1", "add_on_{}=9"])
def test_a_link_that_has_grown_old_says_so_and_shows_what_can_be_had(
    client, room, microphones, asked
):
    query = asked.format(microphones.id)
    answer = client.get(f"/rooms/{room.code}/quote?date={DAY}&start=14:00&hours=2&{query}")
    assert answer.status_code == 200
    assert "Not every add-on of this link can be had any more." in answer.text
    assert ("4 × Microphone" in answer.text) is ("=9" in query)
    assert "Hold it" in answer.text


def test_a_sum_beyond_all_reason_is_refused_where_it_can_be_lowered(client, room):
    dear = world.make_add_on(
        room=room, name="Orchestra", price_minor=10**8, charged=Charged.PERSON, most=20
    )
    query = f"date={DAY}&start=14:00&hours=2&people=6&add_on_{dear.id}=20"
    answer = client.get(f"{_page(room)}?{query}")
    assert answer.status_code == 422
    assert "more than can be booked here at once" in answer.text
    assert _controls(answer.text)[f"add_on_{dear.id}"] == ["20"]


def test_the_fullest_desk_with_the_longest_list_of_add_ons_stays_light(client, app):
    studio = world.make_studio(city=world.make_city(), hours=WeeklyHours.always())
    room = world.make_room(studio=studio, step=1, minimum=4, horizon_days=14)
    add_ons = [
        world.make_add_on(
            room=room,
            name=f"Thing {n} {'x' * 40}",
            description=f"{n} is {'what nobody else has ' * 5}",
            charged=Charged.HOUR,
            most=20 if n % 2 else 1,
        )
        for n in range(MOST_OFFERED)
    ]
    chosen = "".join(f"&add_on_{add_on.id}={add_on.most}" for add_on in add_ons)
    address = f"{_page(room)}?date={DAY}&start=14:00&hours=2{chosen}"
    answer = client.get(address, fragment="desk")
    assert answer.status_code == 200
    assert answer.text.count("start ") > 100
    assert len(gzip.compress(answer.data, 6)) < 15 * 1024
