"""Opening hours: what may be written down, how it reads, and ordinary days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_hours import (
    BadHours,
    BadInterval,
    HoursMode,
    OpenInterval,
    OverlappingHours,
    UnevenDays,
    WeeklyHours,
)

MONDAY = date(2026, 6, 1)
CLOSED: tuple[OpenInterval, ...] = ()


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("opens", "closes"), [(-1, 60), (1440, 1500), (60, 60), (120, 60), (60, 1501), (1439, 2880)]
)
def test_an_interval_opens_in_its_day_and_lasts_at_most_a_day(opens: int, closes: int) -> None:
    with pytest.raises(BadInterval):
        OpenInterval(opens, closes)


def test_two_intervals_of_a_day_must_not_overlap() -> None:
    with pytest.raises(OverlappingHours):
        WeeklyHours.daily(OpenInterval(540, 780), OpenInterval(720, 900))


def test_a_late_night_must_not_run_into_the_next_opening() -> None:
    with pytest.raises(OverlappingHours) as refusal:
        WeeklyHours.weekly(
            [[OpenInterval(1200, 1700)], [OpenInterval(240, 600)], [], [], [], [], []]
        )
    assert refusal.value.weekday == 1


def test_sunday_night_must_not_run_into_monday_morning() -> None:
    with pytest.raises(OverlappingHours) as refusal:
        WeeklyHours.weekly([[OpenInterval(0, 600)], [], [], [], [], [], [OpenInterval(1200, 1500)]])
    assert refusal.value.weekday == 0


def test_the_same_every_day_means_the_same() -> None:
    with pytest.raises(UnevenDays):
        WeeklyHours(HoursMode.DAILY, ((OpenInterval(0, 60),), *[CLOSED] * 6))


def test_a_week_has_seven_days() -> None:
    with pytest.raises(BadHours):
        WeeklyHours.weekly([[]] * 6)


def test_an_ordinary_day_opens_and_closes_by_its_own_clock() -> None:
    hours = WeeklyHours.daily(OpenInterval(540, 1320))

    assert hours.open_slots(MONDAY, "Europe/Berlin") == [Timeslot(utc(1, 7), utc(1, 20))]


def test_a_night_belongs_in_parts_to_both_dates() -> None:
    hours = WeeklyHours.weekly([[OpenInterval(1200, 1560)], [], [], [], [], [], []])

    assert hours.open_slots(MONDAY, "UTC") == [Timeslot(utc(1, 20), utc(2, 0))]
    assert hours.open_slots(date(2026, 6, 2), "UTC") == [Timeslot(utc(2, 0), utc(2, 2))]
    assert hours.open_slots(date(2026, 6, 3), "UTC") == []


def test_stretches_that_touch_are_one() -> None:
    hours = WeeklyHours.daily(OpenInterval(600, 720), OpenInterval(720, 840))

    assert hours.open_slots(MONDAY, "UTC") == [Timeslot(utc(1, 10), utc(1, 14))]


def test_closing_at_a_doubled_time_means_its_first_showing() -> None:
    hours = WeeklyHours.daily(OpenInterval(1320, 1440 + 150))

    night = hours.open_slots(date(2026, 10, 25), "Europe/Berlin")[0]

    assert night.duration == timedelta(hours=2, minutes=30)


def test_an_interval_inside_the_spring_gap_does_not_happen() -> None:
    hours = WeeklyHours.daily(OpenInterval(130, 170))

    assert hours.open_slots(date(2026, 3, 29), "Europe/Berlin") == []


def test_hours_read_like_a_sign_on_the_door() -> None:
    week = [[OpenInterval(540, 720), OpenInterval(780, 1320)]] * 5
    weekly = WeeklyHours.weekly([*week, [OpenInterval(1080, 1560)], []])

    assert weekly.describe() == [
        ("Mon–Fri", "09:00–12:00, 13:00–22:00"),
        ("Sat", "18:00–02:00"),
        ("Sun", "Closed"),
    ]
    assert WeeklyHours.always().describe() == [("Every day", "Open 24 hours")]
    assert WeeklyHours.daily(OpenInterval(600, 1440)).describe() == [("Every day", "10:00–24:00")]


def test_a_week_without_hours_is_never_open() -> None:
    assert WeeklyHours.weekly([[]] * 7).never_open
    assert not WeeklyHours.always().never_open


cuts = st.lists(st.integers(0, 1440), max_size=6, unique=True).map(sorted)
days = cuts.map(
    lambda times: tuple(
        OpenInterval(opens, closes) for opens, closes in zip(times[::2], times[1::2], strict=False)
    )
)


@given(week=st.tuples(*[days] * 7))
def test_hours_come_back_from_storage_as_they_went(
    week: tuple[tuple[OpenInterval, ...], ...],
) -> None:
    hours = WeeklyHours.weekly(week)

    assert WeeklyHours.from_json(hours.to_json()) == hours


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"mode": "sometimes", "days": []},
        {"mode": "weekly", "days": [[]] * 6},
        {"mode": "weekly", "days": 7},
        {"mode": "daily", "days": [[["09:00", "22:00"]]] * 7},
        {"mode": "daily", "days": [[[540]]] * 7},
        {"mode": "daily", "days": [[540, 1320]] * 7},
    ],
)
def test_anything_else_in_storage_is_refused_by_name(data: object) -> None:
    with pytest.raises(BadHours):
        WeeklyHours.from_json(data)
