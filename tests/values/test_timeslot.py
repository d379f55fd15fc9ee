"""Slots: half-open stretches of elapsed time."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studiobook.values.timeslot import EmptySlot, NaiveInstant, Timeslot

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def slot(start: int, end: int) -> Timeslot:
    return Timeslot(NOON + start * MINUTE, NOON + end * MINUTE)


slots = st.tuples(st.integers(-500, 500), st.integers(1, 300)).map(
    lambda pair: slot(pair[0], pair[0] + pair[1])
)


@pytest.mark.parametrize("end", [0, -1])
def test_a_slot_ends_after_it_starts(end: int) -> None:
    with pytest.raises(EmptySlot):
        slot(0, end)


def test_an_instant_needs_an_offset() -> None:
    with pytest.raises(NaiveInstant):
        Timeslot(NOON.replace(tzinfo=None), NOON + MINUTE)


def test_a_slot_is_kept_in_utc_and_counts_elapsed_time() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = Timeslot(
        datetime(2026, 10, 24, 22, tzinfo=berlin), datetime(2026, 10, 25, 6, tzinfo=berlin)
    )

    assert night.starts_at.tzinfo is UTC
    assert night.hours == 9
    assert night.half_hours == 18
    assert night.minutes == 540


def test_measures_round_down_but_hours_are_exact() -> None:
    odd = Timeslot(NOON, NOON + timedelta(minutes=50, seconds=30))

    assert (odd.minutes, odd.half_hours) == (50, 1)
    assert odd.hours == Fraction(101, 120)


@given(one=slots, other=slots)
def test_slots_overlap_when_they_share_a_minute(one: Timeslot, other: Timeslot) -> None:
    shared = any(one.contains(other.starts_at + minute * MINUTE) for minute in range(other.minutes))

    assert one.overlaps(other) == other.overlaps(one) == shared


def test_touching_slots_do_not_overlap() -> None:
    assert not slot(0, 60).overlaps(slot(60, 90))


def test_a_slot_contains_its_start_but_not_its_end() -> None:
    hour = slot(0, 60)

    assert hour.contains(hour.starts_at)
    assert not hour.contains(hour.ends_at)
    assert hour.contains(hour)
    assert not hour.contains(slot(30, 61))


def test_buffers_widen_and_moves_shift() -> None:
    assert slot(0, 60).widen(15 * MINUTE, 30 * MINUTE) == slot(-15, 90)
    assert slot(0, 60).shift(90 * MINUTE) == slot(90, 150)
