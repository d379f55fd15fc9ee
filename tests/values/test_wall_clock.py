"""Local times and instants: the named nights, and input that is no time at all."""

from datetime import UTC, date, datetime, timedelta

import pytest

from studiobook.values.day_mask import full_mask, open_mask
from studiobook.values.wall_clock import (
    AmbiguousTime,
    BadTime,
    GapTime,
    MissingDay,
    OutOfCalendar,
    UnknownZone,
    day_bounds,
    first_showing,
    half_hours_in_day,
    offset_label,
    to_instant,
    to_local,
    zone_label,
)
from studiobook.values.wall_hours import WeeklyHours


def wall(text: str) -> datetime:
    """What a clock shows: a time without a zone."""
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_an_ordinary_time_needs_no_question() -> None:
    assert to_instant(wall("2026-07-01 18:00"), "Europe/Berlin") == utc("2026-07-01 16:00")


def test_the_answer_is_in_utc() -> None:
    assert to_instant(wall("2026-07-01 18:00"), "Europe/Berlin").tzinfo is UTC


def test_the_spring_gap_names_the_next_valid_time() -> None:
    with pytest.raises(GapTime) as refusal:
        to_instant(wall("2026-03-29 02:30"), "Europe/Berlin")

    shown = to_local(refusal.value.next_valid, "Europe/Berlin")
    assert shown.replace(tzinfo=None) == wall("2026-03-29 03:00")


def test_the_autumn_fold_offers_both_times_with_their_offsets() -> None:
    with pytest.raises(AmbiguousTime) as question:
        to_instant(wall("2026-10-25 02:30"), "Europe/Berlin")

    assert question.value.options == (
        (utc("2026-10-25 00:30"), "CEST (UTC+2)"),
        (utc("2026-10-25 01:30"), "CET (UTC+1)"),
    )


def test_lord_howe_moves_by_half_an_hour() -> None:
    spring, autumn = date(2026, 10, 4), date(2026, 4, 5)

    assert half_hours_in_day(spring, "Australia/Lord_Howe") == 47
    assert half_hours_in_day(autumn, "Australia/Lord_Howe") == 49
    with pytest.raises(AmbiguousTime) as question:
        to_instant(wall("2026-04-05 01:45"), "Australia/Lord_Howe")
    (first, _), (second, _) = question.value.options
    assert second - first == timedelta(minutes=30)


def test_samoa_had_no_thirtieth_of_december_in_2011() -> None:
    with pytest.raises(MissingDay):
        day_bounds(date(2011, 12, 30), "Pacific/Apia")
    with pytest.raises(GapTime):
        to_instant(wall("2011-12-30 12:00"), "Pacific/Apia")

    before = day_bounds(date(2011, 12, 29), "Pacific/Apia")
    after = day_bounds(date(2011, 12, 31), "Pacific/Apia")
    assert before.ends_at == after.starts_at


def test_a_day_that_never_was_has_no_hours_and_no_half_hours() -> None:
    missing = date(2011, 12, 30)

    assert WeeklyHours.always().open_slots(missing, "Pacific/Apia") == []
    assert half_hours_in_day(missing, "Pacific/Apia") == 0
    assert full_mask(missing, "Pacific/Apia") == 0
    assert open_mask([], missing, "Pacific/Apia") == 0


def test_a_day_may_begin_at_one_in_the_morning() -> None:
    day = day_bounds(date(2026, 4, 24), "Africa/Cairo")

    assert to_local(day.starts_at, "Africa/Cairo").hour == 1
    assert day.half_hours == 46


def test_the_time_on_the_door_is_met_at_the_jump_or_at_its_first_showing() -> None:
    assert first_showing(wall("2026-03-29 02:30"), "Europe/Berlin") == utc("2026-03-29 01:00")
    assert first_showing(wall("2026-10-25 02:30"), "Europe/Berlin") == utc("2026-10-25 00:30")


@pytest.mark.parametrize(
    "zone", ["", "Nowhere/Land", "Europe", "../etc/passwd", "a\0b", "/UTC", "é"]
)
def test_a_name_that_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(UnknownZone):
        to_instant(wall("2026-01-01 00:00"), zone)


@pytest.mark.parametrize("year", [1, 1899, 2201, 9999])
def test_years_out_of_reach_are_refused(year: int) -> None:
    with pytest.raises(OutOfCalendar):
        to_instant(wall(f"{year:04}-12-31 23:59"), "America/New_York")
    with pytest.raises(OutOfCalendar):
        day_bounds(date(year, 12, 31), "America/New_York")


def test_a_local_time_with_an_offset_and_an_instant_without_are_refused() -> None:
    with pytest.raises(BadTime):
        to_instant(utc("2026-01-01 00:00"), "Europe/Berlin")
    with pytest.raises(BadTime):
        to_local(wall("2026-01-01 00:00"), "Europe/Berlin")


@pytest.mark.parametrize(
    ("zone", "month", "label"),
    [
        ("Europe/Berlin", 1, "Berlin time (CET)"),
        ("Europe/Berlin", 7, "Berlin time (CEST)"),
        ("America/New_York", 1, "New York time (EST)"),
        ("America/Argentina/Buenos_Aires", 1, "Buenos Aires time (UTC-3)"),
        ("Asia/Kathmandu", 1, "Kathmandu time (UTC+5:45)"),
        ("UTC", 1, "UTC"),
    ],
)
def test_a_zone_is_named_as_people_say_it(zone: str, month: int, label: str) -> None:
    assert zone_label(utc(f"2026-{month:02}-15"), zone) == label


def test_an_offset_without_an_abbreviation_is_written_once() -> None:
    assert offset_label(utc("2026-01-01 00:00"), "Asia/Kathmandu") == "UTC+5:45"
    assert offset_label(utc("2026-01-01 00:00"), "UTC") == "UTC"
