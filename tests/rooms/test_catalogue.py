"""What is remembered of a room is forgotten the moment that anything about it changes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, select, text

from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.rooms.catalogue import RoomDetail, get_room, get_room_by_code
from studiobook.rooms.let import let, price
from studiobook.rooms.models import Photo, Room
from studiobook.rooms.open_hours import close, set_hours
from studiobook.rooms.peak_bands import Band
from studiobook.rooms.photograph import add_photo
from studiobook.rooms.price_by_time import price_by_time
from studiobook.rooms.price_list import Tier
from studiobook.rooms.remembered import Remembered
from studiobook.studios.models import Badge
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
from tests.factories import world
from tests.factories.world import NOW


@pytest.fixture
def room(app) -> Room:
    return world.make_room(horizon_days=3)


def _look(room: Room) -> RoomDetail:
    return get_room_by_code(room.code)


def test_a_room_that_did_not_change_is_read_once(room):
    first = _look(room)
    asked: list[str] = []
    note = lambda _c, _cursor, statement, *_rest: asked.append(statement)  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert _look(room) is first
        assert get_room(room.studio.slug, room.slug) is first
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len([statement for statement in asked if "SAVEPOINT" not in statement]) == 2


def _rename_badge(room: Room) -> None:
    db.session.execute(text("UPDATE badge SET name = 'Quiet' WHERE name = 'Daylight'"))


def _close_the_studio(room: Room) -> None:
    close(studio=room.studio, during=world.slot_in(room, days=1), reason="", now=NOW)


CHANGES: dict[str, Callable[[Room], object]] = {
    "the room": lambda room: setattr(room, "name", "Room Z"),
    "its lengths": lambda room: let(room=room, minimum=4, maximum=8, step=2, now=NOW),
    "its prices": lambda room: price(room=room, tiers=[Tier(2, 9900)]),
    "its peak hours": lambda room: price_by_time(
        room=room, bands=[Band("Sunday", (6,), 0, 48, 2500)]
    ),
    "a name of peak hours": lambda room: setattr(room.bands[0], "name", "Renamed"),
    "a price switched off": lambda room: setattr(room.tiers[0], "enabled", False),
    "an add-on": lambda room: world.make_add_on(room=room),
    "its pictures": lambda room: add_photo(
        room=room, key="photos/new", sizes=[(480, 320)], placeholder="#000000", alt="New"
    ),
    "a picture taken away": lambda room: setattr(room.photos[0], "removed_at", NOW),
    "the studio": lambda room: setattr(room.studio, "street", "Elsewhere 1"),
    "its hours": lambda room: set_hours(
        studio=room.studio, hours=WeeklyHours.daily(OpenInterval(600, 1200)), now=NOW
    ),
    "a closure": _close_the_studio,
    "a promise made": lambda room: room.studio.badges.append(Badge(name="Parking", slug="parking")),
    "a promise renamed": _rename_badge,
    "an engineer": lambda room: world.make_engineer(studio=room.studio),
    "the company": lambda room: setattr(room.studio.company, "name", "Newco"),
    "its logo": lambda room: setattr(room.studio.company, "logo_key", "logos/a/480.webp"),
    "the city": lambda room: setattr(room.studio.city, "name", "Newtown"),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_every_change_that_shows_makes_a_new_version(room, change):
    room.studio.badges.append(Badge(name="Daylight", slug="daylight"))
    price_by_time(room=room, bands=[Band("Monday", (0,), 0, 48, 1000)])
    before = _look(room)
    CHANGES[change](room)
    db.session.flush()
    after = _look(room)
    assert after is not before
    assert after.version != before.version


def test_a_removed_picture_and_a_moved_one_show_on_their_rooms(room):
    other = world.make_room(studio=room.studio, name="Other", horizon_days=3)
    photo = db.session.scalars(select(Photo).where(Photo.room_id == room.id)).one()
    mine, others = _look(room), _look(other)
    photo.room_id, photo.position = other.id, 9
    db.session.flush()
    assert _look(room).cover is None
    assert _look(other) is not others
    assert mine.cover is not None


def test_another_studios_change_leaves_a_room_as_it_is(room):
    stranger = world.make_room(horizon_days=3)
    before = _look(room)
    stranger.studio.name = "Renamed"
    stranger.name = "Renamed"
    db.session.flush()
    assert _look(room) is before


def test_what_was_rolled_back_is_never_remembered_for_what_comes_after(room):
    before = _look(room)
    nested = db.session.begin_nested()
    room.name = "Never"
    db.session.flush()
    assert _look(room).name == "Never"
    nested.rollback()
    assert _look(room) is before
    room.name = "Now"
    db.session.flush()
    assert _look(room).name == "Now"


def test_booking_a_room_does_not_change_it(room):
    before = _look(room)
    world.make_booking(room=room, slot=world.slot_in(room, days=2))
    assert _look(room) is before


def test_a_room_that_is_not_listed_is_not_found(room):
    room.listed = False
    db.session.flush()
    with pytest.raises(NotFound):
        _look(room)
    with pytest.raises(NotFound):
        get_room(room.studio.slug, room.slug)


def test_the_memory_is_bounded():
    kept = Remembered[int, str](most=2)
    kept.keep({1: "one", 2: "two"})
    kept.keep({3: "three"})
    assert [kept.find(key) for key in (1, 2, 3)] == [None, "two", "three"]


def test_a_closure_is_in_the_rules_as_long_as_it_lasts(room):
    close(studio=room.studio, during=world.slot_in(room, days=1), reason="", now=NOW)
    assert [closed.duration for closed in _look(room).rules.closures] == [timedelta(hours=2)]
