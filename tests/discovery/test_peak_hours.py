"""Hours that cost more or less: search, calendar, cards and the price that is held say the same."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from studiobook.bookings.hold import hold
from studiobook.bookings.quote_for import quote_for
from studiobook.db.base import db
from studiobook.discovery.criteria import Criteria, Sort
from studiobook.discovery.match import question, rooms_sql
from studiobook.discovery.reference import load_reference
from studiobook.discovery.search import search
from studiobook.discovery.total import lowest_total, price_varies
from studiobook.discovery.window import When
from studiobook.geographic.models import City
from studiobook.rooms.let_by import pricing_of
from studiobook.rooms.models import Room
from studiobook.rooms.peak_bands import Band
from studiobook.rooms.price_list import Tier
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import BadTime
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
from tests.factories import world
from tests.factories.world import FEE
from tests.support.markup import Markup

EVENING = Band("Friday evening", (4,), 36, 12, 2500)
LATE = Band("Late nights", (4, 5), 44, 16, 3333)
SUNDAY = Band("Sunday", (6,), 12, 36, -2000)
TURNING = Band("Early Sunday", (6,), 2, 5, 7777)
MONDAY = Band("Whole Monday", (0,), 0, 48, -1250)
DAILY = Band("Happy hours", tuple(range(7)), 26, 7, -3001)
#: Mondays before the clocks of Berlin go forward, and before they go back.
SPRING = datetime(2027, 3, 22, 9, tzinfo=UTC)
AUTUMN = datetime(2027, 10, 25, 9, tzinfo=UTC)


class Town(NamedTuple):
    city: City
    now: datetime


@pytest.fixture(params=[SPRING, AUTUMN], ids=["spring", "autumn"])
def town(app, request) -> Town:
    """Rooms with and without peak hours, around a night in which the clocks turn."""
    now, city = request.param, world.make_city()
    for number, bands in enumerate(
        [(), (EVENING,), (LATE, SUNDAY), (TURNING, MONDAY), (DAILY,), (EVENING, SUNDAY, MONDAY)]
    ):
        studio = world.make_studio(city=city, name=f"Studio {number}", now=now)
        studio.tax_basis_points = 1937 * (number % 2)
        world.make_room(
            studio=studio,
            name=f"Room {number}",
            tiers=[Tier(1, 1777 + number), Tier(3, 4801 - number), Tier(7, 9999)],
            minimum=1,
            step=1,
            included_people=1,
            extra_person_minor=333,
            bands=bands,
            horizon_days=16,
            now=now,
        )
    db.session.flush()
    return Town(city, now)


def _criteria(town: Town, when: When, people: int = 1, **asked: Any) -> Criteria:
    reference = load_reference()
    area = reference.city(reference.places[town.city.slug])
    return Criteria(area=area, when=when, people=people, **asked)


times = st.integers(0, 47).map(lambda bit: time(bit // 2, bit % 2 * 30))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    ahead=st.integers(3, 8),
    half_hours=st.integers(1, 24),
    span=st.tuples(st.one_of(st.none(), times), st.one_of(st.none(), times)),
    people=st.integers(1, 3),
)
def test_the_databases_totals_are_those_of_the_quote(town, ahead, half_hours, span, people):
    on_date = town.now.date() + timedelta(days=ahead)
    when = When(on_date, half_hours, span[0], span[1], fold=half_hours % 2)
    criteria = _criteria(town, when, people)
    try:
        asked = question(criteria, fee=FEE, now=town.now)
    except BadTime:
        return
    if not asked.shapes:
        return
    for row in db.session.execute(text(rooms_sql(asked.shapes)), asked.parameters):
        slot = Timeslot(row.starts_at, row.starts_at + half_hours * HALF_HOUR)
        room = db.session.get_one(Room, row.room_id)
        priced = quote_for(room, slot=slot, people=people, add_ons=(), engineer=None, fee=FEE)
        assert row.total == priced.total.minor, (room.name, slot)


@pytest.mark.parametrize("start", [None, time(22), time(0, 30), time(17)])
def test_every_result_can_be_held_at_its_total_in_the_night_of_the_change(town, start):
    saturday = town.now.date() + timedelta(days=5)
    results = search(_criteria(town, When(saturday, 9, start)), fee=FEE, now=town.now)
    assert len(results.rooms) == 6
    for found in results.rooms:
        booking = hold(
            room=found.room,
            slot=found.slot,
            people=1,
            engineer_id=None,
            viewer=world.make_visitor(),
            fee=FEE,
            now=town.now,
            expected_total_minor=found.total.minor,
        )
        assert booking.total == found.total


def test_sorting_and_the_highest_total_count_the_peak_hours(town):
    friday = When(town.now.date() + timedelta(days=4), 4, time(18))
    results = search(_criteria(town, friday, sort=Sort.TOTAL), fee=FEE, now=town.now)
    totals = [found.total.minor for found in results.rooms]
    assert totals == sorted(totals)
    assert totals[0] * 12 < totals[-1] * 10
    for found in results.rooms:
        asked = {"max_total": found.total.minor}
        at_most = search(_criteria(town, friday, **asked), fee=FEE, now=town.now).rooms
        asked = {"max_total": found.total.minor - 1}
        below = search(_criteria(town, friday, **asked), fee=FEE, now=town.now).rooms
        assert found.room.id in {other.room.id for other in at_most}
        assert found.room.id not in {other.room.id for other in below}


def test_what_is_remembered_of_a_room_prices_like_its_rows(town):
    for room in db.session.query(Room):
        assert pricing_of(room) == world.detail_of(room).pricing


def test_a_card_says_the_least_that_somebody_can_pay_in_opening_hours(app):
    hours = WeeklyHours.weekly([[OpenInterval(600, 1320)]] * 5 + [[], []])
    studio = world.make_studio(hours=hours)
    closed = Band("Cheap nights", (0, 1, 2, 3, 4), 44, 12, -5000)
    early = Band("Early", (1,), 20, 4, -2000)
    half = Band("Half of it only", (2,), 20, 1, -9000)
    room = world.detail_of(
        world.make_room(studio=studio, tiers=[Tier(2, 10000)], bands=[closed, early])
    )
    assert lowest_total(room, FEE).minor == 8320
    assert price_varies(room), "the card says from which price on"
    room = world.detail_of(world.make_room(studio=studio, tiers=[Tier(2, 10000)], bands=[half]))
    assert lowest_total(room, FEE).minor == 5720
    room = world.detail_of(world.make_room(studio=studio, tiers=[Tier(2, 10000)], bands=[closed]))
    assert lowest_total(room, FEE).minor == 10400
    assert not price_varies(room)


class TestTheCalendar:
    @pytest.fixture(autouse=True)
    def stopped(self, monkeypatch):
        monkeypatch.setattr("studiobook.clock.now", lambda: world.NOW)

    def starts(self, client, room: Room, day: date, hours: int = 2) -> dict[str, str]:
        page = client.get(f"/rooms/{room.code}/calendar?date={day}&view=day&hours={hours}")
        links = [one for one in Markup(page.text).all("a") if "start" in one.get("class", "")]
        return {one.get("aria-label", "")[-60:]: one.get("href", "") for one in links}

    def test_each_start_says_its_own_total(self, app, client):
        room = world.make_room(tiers=[Tier(2, 10000)], bands=[EVENING])
        db.session.commit()
        friday = date(2026, 11, 27)
        said = " | ".join(self.starts(client, room, friday))
        assert "15:00 to 17:00, €208.00" in said
        assert "17:00 to 19:00, €234.00" in said
        assert "18:00 to 20:00, €260.00" in said
        assert "23:00 to 01:00 (Sat), €234.00" in said

    def test_a_days_view_shows_each_total_and_a_week_stays_narrow(self, app, client):
        room = world.make_room(tiers=[Tier(2, 10000)], bands=[EVENING])
        plain = world.make_room(tiers=[Tier(2, 10000)])
        db.session.commit()
        day = client.get(f"/rooms/{room.code}/calendar?date=2026-11-27&view=day&hours=2").text
        assert '<span class="start-price">€260.00</span>' in day
        week = client.get(f"/rooms/{room.code}/calendar?date=2026-11-27&hours=2").text
        assert "start-price" not in week
        same = client.get(f"/rooms/{plain.code}/calendar?date=2026-11-27&view=day&hours=2").text
        assert "start-price" not in same

    def test_the_chosen_ones_lines_name_the_peak_hours(self, app, client):
        room = world.make_room(tiers=[Tier(2, 10000)], bands=[EVENING])
        db.session.commit()
        page = client.get(f"/rooms/{room.code}/quote?date=2026-11-27&start=17:00&hours=3")
        assert "Friday evening +25%" in page.text
        assert "2 of 3 hours" in page.text
        assert "€50.00" in page.text

    def test_the_rooms_page_lists_its_peak_hours(self, app, client):
        room = world.make_room(tiers=[Tier(2, 10000)], bands=[EVENING, SUNDAY])
        db.session.commit()
        page = client.get(f"/studios/{room.studio.slug}/rooms/{room.slug}")
        assert "Fri 18:00–24:00" in page.text
        assert "Sunday −20%" in page.text
