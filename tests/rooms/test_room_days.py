"""The ribbon as data says, after every act, what the truth says."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from studiobook.db.base import db
from studiobook.errors import DomainError
from studiobook.rooms import occupy, room_days
from studiobook.rooms.jobs import extend_calendars
from studiobook.rooms.models import Occupancy, OccupancyKind, Room, RoomDay
from studiobook.rooms.openings import Rules
from studiobook.rooms.queries import nearest_free, rules_of
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import to_local
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
from tests.factories.world import NOW, make_booking, make_hold, make_room, make_studio, slot_in

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)
#: The night in which Berlin's clocks go back.
AUTUMN = datetime(2026, 10, 20, 9, tzinfo=UTC)


def stored(room: Room) -> dict[date, RoomDay]:
    found = db.session.scalars(
        select(RoomDay).where(RoomDay.room_id == room.id).execution_options(populate_existing=True)
    )
    return {day.on_date: day for day in found}


def offered(day: RoomDay, now: datetime) -> int:
    live = day.held_until is not None and day.held_until > now
    return day.free & ~day.held if live else day.free


def agrees(room: Room, now: datetime) -> None:
    """Free time is exactly right; nothing is offered that the truth does not offer."""
    days = stored(room)
    truth = room_days.compute(room_id=room.id, rules=rules_of(room), dates=days, now=now)
    for true in truth:
        day = days[true["on_date"]]
        assert day.free == true["free"], true["on_date"]
        assert offered(day, now) & ~(true["free"] & ~true["held"]) == 0, true["on_date"]


def test_taking_and_giving_back_leaves_no_trace():
    room = make_room(horizon_days=10, before_minutes=30, after_minutes=60)
    before = {on_date: day.free for on_date, day in stored(room).items()}
    booking = make_booking(room=room)
    assert {on_date: day.free for on_date, day in stored(room).items()} != before
    occupy.leave(room_id=room.id, rules=rules_of(room), booking_id=booking.id, now=NOW)
    assert {on_date: day.free for on_date, day in stored(room).items()} == before


def test_a_hold_is_off_the_ribbon_until_it_lapses_and_not_longer():
    room = make_room(horizon_days=10)
    hold = make_hold(room=room)
    day = stored(room)[to_local(hold.slot.starts_at, "Europe/Berlin").date()]
    bits = 0b1111 << 28
    assert offered(day, NOW) & bits == 0
    assert offered(day, NOW + timedelta(minutes=30)) & bits == bits


def test_a_night_over_midnight_marks_both_days():
    room = make_room(horizon_days=10)
    booking = make_booking(room=room, slot=slot_in(room, hour=22, hours=4))
    first = to_local(booking.slot.starts_at, "Europe/Berlin").date()
    days = stored(room)
    assert days[first].free >> 44 == 0
    assert days[first + timedelta(days=1)].free & 0b1111 == 0
    agrees(room, NOW)


@pytest.mark.parametrize("seed", range(6))
def test_after_every_act_the_days_agree_with_the_truth(seed: int):
    chance = random.Random(seed)
    autumn = seed % 2 == 0
    start = AUTUMN if autumn else NOW
    hours = WeeklyHours.daily(OpenInterval(10 * 60, 27 * 60)) if seed % 3 else WeeklyHours.always()
    room = make_room(
        studio=make_studio(hours=hours, now=start),
        horizon_days=8,
        step=1,
        before_minutes=chance.choice([0, 15, 30]),
        after_minutes=chance.choice([0, 30, 45]),
        now=start,
    )
    rules, now = rules_of(room), start
    held: list[int] = []
    for _ in range(40):
        now += timedelta(minutes=chance.choice([0, 1, 7, 20]))
        act = chance.choice([_hold, _hold, _book, _block, _leave, _unblock, _prolong])
        try:
            act(room, rules, held, chance, now)
        except DomainError:
            db.session.expire_all()
        agrees(room, now)


def _slot(room: Room, chance: random.Random, now: datetime) -> Timeslot:
    starts_at = (now + timedelta(hours=chance.randint(1, 150))).replace(
        minute=chance.choice([0, 30]), second=0, microsecond=0
    )
    return Timeslot(starts_at, starts_at + chance.randint(2, 9) * HOUR)


Act = Callable[[Room, Rules, list[int], random.Random, datetime], None]


def _hold(room: Room, _rules: Rules, held: list[int], chance: random.Random, now: datetime) -> None:
    held.append(make_hold(room=room, slot=_slot(room, chance, now), now=now).id)


def _book(room: Room, _rules: Rules, held: list[int], chance: random.Random, now: datetime) -> None:
    held.append(make_booking(room=room, slot=_slot(room, chance, now), now=now).id)


def _block(
    room: Room, rules: Rules, _held: list[int], chance: random.Random, now: datetime
) -> None:
    kind = chance.choice([OccupancyKind.BLOCK, OccupancyKind.BUSY])
    slot = _slot(room, chance, now)
    occupy.take(room_id=room.id, rules=rules, slot=slot, kind=kind, now=now)


def _leave(room: Room, rules: Rules, held: list[int], chance: random.Random, now: datetime) -> None:
    if held:
        booking_id = chance.choice(held)
        occupy.leave(room_id=room.id, rules=rules, booking_id=booking_id, now=now)


def _unblock(
    room: Room, rules: Rules, _held: list[int], chance: random.Random, now: datetime
) -> None:
    ids = list(db.session.scalars(select(Occupancy.id).order_by(Occupancy.id)))
    if ids:
        occupy.unblock(room_id=room.id, rules=rules, occupancy_id=chance.choice(ids), now=now)


def _prolong(
    room: Room, rules: Rules, held: list[int], chance: random.Random, now: datetime
) -> None:
    if held:
        until = now + timedelta(minutes=chance.randint(1, 60))
        booking_id = chance.choice(held)
        occupy.prolong(room_id=room.id, rules=rules, booking_id=booking_id, until=until, now=now)


def test_every_offered_start_can_be_held():
    room = make_room(horizon_days=5, before_minutes=30, after_minutes=30, maximum=8)
    taken = make_booking(room=room, slot=slot_in(room, days=2, hour=14))
    wanted = taken.slot
    for found in nearest_free(room=room, slot=wanted, people=1, now=NOW, limit=50):
        with db.session.begin_nested() as attempt:
            make_hold(room=found.room, slot=found.slot)
            attempt.rollback()


def test_the_nearest_times_come_first_and_never_the_taken_one():
    room = make_room(horizon_days=10)
    taken = make_booking(room=room, slot=slot_in(room, hour=14))
    found = nearest_free(room=room, slot=taken.slot, people=1, now=NOW)
    starts = [to_local(f.slot.starts_at, "Europe/Berlin").hour for f in found]
    assert starts == [12, 16, 11, 17, 10]


def test_a_full_day_sends_to_the_other_rooms_then_to_the_days_around():
    studio = make_studio()
    room = make_room(studio=studio, horizon_days=10)
    small = make_room(studio=studio, name="Room B", capacity=1, horizon_days=10)
    large = make_room(studio=studio, name="Room C", horizon_days=10)
    whole = slot_in(room, hour=0, hours=24)
    occupy.take(
        room_id=room.id, rules=rules_of(room), slot=whole, kind=OccupancyKind.BLOCK, now=NOW
    )
    found = nearest_free(room=room, slot=slot_in(room), people=4, now=NOW)
    assert found[0].room.id == large.id
    assert small.id not in {f.room.id for f in found}
    assert {f.room.id for f in found[1:]} == {room.id}


def test_the_clock_adds_the_day_that_came_into_the_horizon(monkeypatch: pytest.MonkeyPatch):
    from studiobook import clock

    room = make_room(horizon_days=5)
    tomorrow = NOW + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    extend_calendars()
    days = stored(room)
    assert max(days) == date(2026, 11, 30), "the last day's night runs into the next one"
    agrees(room, tomorrow)
