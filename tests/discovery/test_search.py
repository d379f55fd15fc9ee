"""Search against the truth: occupancy, opening hours and the rules of each room."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.discovery.criteria import Criteria, Sort
from studiobook.discovery.reference import load_reference
from studiobook.discovery.search import Results, count, search
from studiobook.discovery.window import When, window
from studiobook.rooms import occupy
from studiobook.rooms.errors import NotOffered
from studiobook.rooms.models import Occupancy, OccupancyKind, Room, RoomKind
from studiobook.rooms.open_hours import close, set_hours
from studiobook.rooms.openings import Rules, refuse_unoffered
from studiobook.rooms.price_list import Tier
from studiobook.rooms.queries import rules_of
from studiobook.studios.models import Studio
from studiobook.values.coordinates import Coordinates
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import BadTime
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
from tests.factories import world
from tests.factories.world import FEE

#: A Monday; the clocks of Berlin and London go forward in the night to Sunday.
NOW = datetime(2027, 3, 22, 9, tzinfo=UTC)
SPRING = date(2027, 3, 28)

NIGHTS = WeeklyHours.weekly(
    [[], [], [OpenInterval(600, 1320)], [OpenInterval(600, 1320)]]
    + [[OpenInterval(1080, 1620)]] * 2
    + [[OpenInterval(720, 1200)]]
)


@pytest.fixture
def city(app):
    """Rooms of all manners: nights, buffers, notice, grids, bookings, holds, closures."""
    city = world.make_city()
    always = world.make_studio(city=city, name="Always", now=NOW)
    nights = world.make_studio(city=city, name="Nights", hours=NIGHTS, instant=False, now=NOW)
    abroad = world.make_studio(city=city, name="Abroad", now=NOW)
    abroad.zone = "Europe/London"
    set_hours(studio=abroad, hours=NIGHTS, now=NOW)
    abroad.tax_basis_points = 1900
    rooms = [
        world.make_room(studio=always, name="Plain", horizon_days=16, now=NOW),
        world.make_room(
            studio=always, name="Fine grid", step=1, minimum=1, horizon_days=16, now=NOW
        ),
        world.make_room(
            studio=always,
            name="Buffers",
            before_minutes=20,
            after_minutes=60,
            horizon_days=16,
            now=NOW,
        ),
        world.make_room(
            studio=always, name="Notice", lead_minutes=26 * 60, horizon_days=16, now=NOW
        ),
        world.make_room(
            studio=always, name="Long only", minimum=8, step=4, horizon_days=16, now=NOW
        ),
        world.make_room(
            studio=nights, name="Night", capacity=2, maximum=12, horizon_days=16, now=NOW
        ),
        world.make_room(
            studio=nights,
            name="Night fine",
            step=1,
            minimum=3,
            after_minutes=30,
            horizon_days=16,
            now=NOW,
        ),
        world.make_room(
            studio=abroad,
            name="London",
            tiers=[Tier(2, 5001), Tier(6, 11003)],
            included_people=1,
            extra_person_minor=333,
            horizon_days=16,
            now=NOW,
        ),
    ]
    for number, room in enumerate(rooms):
        for days, hour, hours in ((1, 12, 4), (2, 18, 2), (3, 20, 8), (5, 22, 4), (6, 10, 4)):
            _try_booking(room, days + number % 3, hour, hours)
    # One hold to a room, since a day remembers only the last lapse among its holds.
    _hold(rooms[0], days=4, hour=15, hours=3)
    _hold(rooms[1], days=1, hour=22, hours=4)
    _lapsed_hold(rooms[2])
    _block(rooms[3], world.slot_in(rooms[3], days=2, hour=9, hours=5, now=NOW))
    slot = world.slot_in(rooms[5], days=3, hour=19, minute=15, hours=1, now=NOW)
    close(studio=nights, during=slot, reason="repair", now=NOW)
    db.session.flush()
    return city


def _try_booking(room: Room, days: int, hour: int, hours: int) -> None:
    slot = world.slot_in(room, days=days, hour=hour, hours=hours, now=NOW)
    try:
        refuse_unoffered(rules_of(room), slot, now=NOW)
    except NotOffered:
        return
    world.make_booking(room=room, slot=slot, now=NOW)


def _hold(room: Room, *, days: int, hour: int, hours: int) -> None:
    slot = world.slot_in(room, days=days, hour=hour, hours=hours, now=NOW)
    world.make_hold(room=room, slot=slot, now=NOW)


def _lapsed_hold(room: Room) -> None:
    long_ago = NOW - timedelta(hours=1)
    slot = world.slot_in(room, days=5, hour=9, hours=3, now=NOW)
    world.make_hold(room=room, slot=slot, now=long_ago)


def _block(room: Room, slot: Timeslot) -> None:
    occupy.take(room_id=room.id, rules=rules_of(room), slot=slot, kind=OccupancyKind.BLOCK, now=NOW)


def _search(city, when: When, **asked: Any) -> Results:
    reference = load_reference()
    area = reference.city(reference.places[city.slug])
    return search(Criteria(area=area, when=when, **asked), fee=FEE, now=NOW)


def _truth(when: When, people: int) -> dict[str, datetime]:
    """Each room's first start that could really be held, by asking the rules and occupancy."""
    found: dict[str, datetime] = {}
    for room in db.session.query(Room).filter(Room.listed, Room.capacity >= people):
        rules, taken = rules_of(room), _taken(room)
        for slot in _slots(when, rules.zone):
            if _could_be_held(rules, taken, slot):
                found[room.name] = slot.starts_at
                break
    return found


def _slots(when: When, zone: str) -> list[Timeslot]:
    try:
        asked = window(when, zone)
    except BadTime:
        return []
    if asked is None:
        return []
    return [asked.slot_at(bit) for bit in range(asked.first, asked.last + 1)]


def _taken(room: Room) -> list[Timeslot]:
    rows = db.session.query(Occupancy).filter(Occupancy.room_id == room.id)
    return [slot_of(row.during) for row in rows if row.lapses_at is None or row.lapses_at > NOW]


def _could_be_held(rules: Rules, taken: list[Timeslot], slot: Timeslot) -> bool:
    try:
        refuse_unoffered(rules, slot, now=NOW)
    except NotOffered:
        return False
    wanted = slot.widen(rules.before, rules.after)
    return not any(other.overlaps(wanted) for other in taken)


times = st.integers(0, 47).map(lambda bit: time(bit // 2, bit % 2 * 30))
# The last day of the horizon and its night, and the day after, on which nothing may be found.
days = st.integers(0, 17).map(lambda ahead: NOW.date() + timedelta(days=ahead))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    on_date=days,
    half_hours=st.integers(1, 20),
    span=st.tuples(st.one_of(st.none(), times), st.one_of(st.none(), times)),
    people=st.integers(1, 6),
)
def test_search_finds_exactly_the_rooms_that_can_be_held(city, on_date, half_hours, span, people):
    when = When(on_date, half_hours, span[0], span[1], fold=0)
    found = _search(city, when, people=people)
    assert {row.room.name: row.slot.starts_at for row in found.rooms} == _truth(when, people)
    assert found.found == len(found.rooms)


def test_a_session_that_crosses_the_night_of_the_clock_change_is_found(city):
    when = When(SPRING - timedelta(days=1), 8, time(23), None)
    found = {row.room.name: row.slot for row in _search(city, when).rooms}
    assert "Fine grid" in found
    assert found["Fine grid"].starts_at == datetime(2027, 3, 27, 22, tzinfo=UTC)
    assert set(found) == set(_truth(when, 1))


def test_a_time_that_the_clocks_jump_over_is_found_nowhere_in_that_zone(city):
    london = When(SPRING, 4, time(1, 30), None)  # jumped over in London, not in Berlin
    names = {row.room.studio.name for row in _search(city, london).rooms}
    assert "Abroad" not in names
    assert "Always" in names


def test_what_the_database_sorts_by_is_the_total_that_is_shown(city):
    for people in (1, 3):
        for half_hours in (4, 6, 10):
            when = When(NOW.date() + timedelta(days=12), half_hours)
            totals = [
                row.total.minor for row in _search(city, when, people=people, sort=Sort.TOTAL).rooms
            ]
            assert totals
            assert totals == sorted(totals)
            for row in _search(city, when, people=people).rooms:
                at_most = _search(city, when, people=people, max_total=row.total.minor).rooms
                below = _search(city, when, people=people, max_total=row.total.minor - 1).rooms
                assert row.room.code in {other.room.code for other in at_most}
                assert row.room.code not in {other.room.code for other in below}


def test_a_hold_hides_a_room_until_it_lapses(city):
    when = When(NOW.date() + timedelta(days=4), 6, time(15))
    criteria = _criteria(city, when)
    assert "Plain" not in _names(search(criteria, fee=FEE, now=NOW))
    after = NOW + timedelta(minutes=30)
    assert "Plain" in _names(search(criteria, fee=FEE, now=after))


def test_rooms_are_ordered_as_asked(city):
    when = When(NOW.date() + timedelta(days=9), 4)
    soonest = _search(city, when, sort=Sort.SOONEST).rooms
    assert [row.slot.starts_at for row in soonest] == sorted(row.slot.starts_at for row in soonest)
    studio = db.session.query(Studio).filter_by(name="Nights").one()
    studio.lat += 0.1
    db.session.flush()
    centre = Coordinates(city.lat, city.lng)
    found = _search(city, when, sort=Sort.DISTANCE).rooms
    distances = [centre.distance_km(row.room.studio.at) for row in found]
    assert distances == sorted(distances)
    assert distances[-1] == pytest.approx(11.1, abs=0.2)


def test_filters_leave_only_what_they_name(city):
    when = When(NOW.date() + timedelta(days=12), 8)
    everything = _names(_search(city, when))
    assert _names(_search(city, when, instant=True)) < everything
    assert _names(_search(city, when, kind=RoomKind.DANCE)) == set()
    assert _names(_search(city, when, kind=RoomKind.RECORDING)) == everything
    assert _names(_search(city, when, people=3)) < everything


def test_only_listed_rooms_of_the_city_are_found(city):
    elsewhere = world.make_studio(city=world.make_city(), now=NOW)
    world.make_room(studio=elsewhere, horizon_days=16, now=NOW)
    hidden = db.session.query(Room).filter_by(name="Plain").one()
    hidden.listed = False
    db.session.flush()
    names = _names(_search(city, When(NOW.date() + timedelta(days=12), 8)))
    assert "Room A" not in names
    assert "Plain" not in names


def test_near_me_finds_rooms_around_and_not_beyond(city):
    reference = load_reference()
    place = reference.places[city.slug]
    when = When(NOW.date() + timedelta(days=12), 8)
    area = reference.around(place.at)
    assert area is not None
    here = search(Criteria(area=area, when=when), fee=FEE, now=NOW)
    assert _names(here) == _names(_search(city, when))
    for studio in db.session.query(Studio).filter_by(name="Always"):
        studio.lat += 1  # 111 km to the north
    db.session.flush()
    assert "Plain" not in _names(search(Criteria(area=area, when=when), fee=FEE, now=NOW))


def test_counting_says_what_searching_finds(city):
    whens = [When(NOW.date() + timedelta(days=n), 4 + n, time(10 + n)) for n in range(8)]
    searches = tuple(_criteria(city, when) for when in whens)
    found = [search(one, fee=FEE, now=NOW).found for one in searches]
    assert count(searches, fee=FEE, now=NOW) == found


def test_pages_follow_each_other_without_gap_or_repetition(app):
    city = world.make_city()
    studio = world.make_studio(city=city, now=NOW)
    for number in range(23):
        world.make_room(studio=studio, name=f"Room {number}", horizon_days=3, now=NOW)
    when = When(NOW.date() + timedelta(days=1), 4)
    first, second = _search(city, when, page=1), _search(city, when, page=2)
    assert (len(first.rooms), len(second.rooms)) == (20, 3)
    assert first.found == second.found == 23
    assert not _names(first) & _names(second)


def _criteria(city, when: When) -> Criteria:
    reference = load_reference()
    return Criteria(area=reference.city(reference.places[city.slug]), when=when)


def _names(results: Results) -> set[str]:
    return {row.room.name for row in results.rooms}
