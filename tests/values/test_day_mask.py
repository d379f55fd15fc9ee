"""The day as bits: runs, starts and the ribbon's segments."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studiobook.values.day_mask import (
    OutsideDay,
    Segment,
    bit_of,
    busy_mask,
    longest_run_from,
    open_mask,
    segments,
    slot_of,
    starts_for,
)
from studiobook.values.timeslot import Timeslot

DAY = date(2026, 6, 1)
masks = st.integers(0, (1 << 50) - 1)


def at(minutes: int) -> datetime:
    return datetime(2026, 6, 1, tzinfo=UTC) + timedelta(minutes=minutes)


@given(mask=masks, k=st.integers(1, 50), step=st.integers(1, 6))
def test_starts_are_where_the_whole_run_is_free(mask: int, k: int, step: int) -> None:
    run = (1 << k) - 1
    expected = [bit for bit in range(0, 50, step) if mask >> bit & run == run]

    assert starts_for(mask, k, step) == expected


@given(mask=masks, bit=st.integers(0, 49))
def test_the_longest_run_ends_at_the_first_gap(mask: int, bit: int) -> None:
    length = longest_run_from(mask, bit)

    assert all(mask >> bit + offset & 1 for offset in range(length))
    assert not mask >> bit + length & 1


@pytest.mark.parametrize(("k", "step"), [(0, 1), (1, 0), (-1, 1)])
def test_a_run_of_nothing_is_a_mistake(k: int, step: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        starts_for(1, k, step)


def test_open_takes_whole_half_hours_and_busy_takes_touched_ones() -> None:
    slot = Timeslot(at(10), at(65))

    assert open_mask([slot], DAY, "UTC") == 0b010
    assert busy_mask([slot], DAY, "UTC") == 0b111


def test_what_lies_on_other_dates_leaves_no_bit() -> None:
    night = Timeslot(at(-120), at(60))

    assert open_mask([night], DAY, "UTC") == 0b11
    assert busy_mask([Timeslot(at(-60), at(0)), Timeslot(at(1440), at(1500))], DAY, "UTC") == 0


def test_a_slot_may_run_past_midnight() -> None:
    assert slot_of(DAY, "UTC", 46, 4) == Timeslot(at(23 * 60), at(25 * 60))


def test_an_instant_of_another_date_has_no_bit() -> None:
    with pytest.raises(OutsideDay):
        bit_of(at(1440), DAY, "UTC")


@given(free=masks, held=masks, length=st.integers(1, 50))
def test_segments_tile_the_day_and_the_first_kind_wins(free: int, held: int, length: int) -> None:
    found = segments({"free": free, "held": held}, length=length, otherwise="closed")

    kinds = [segment.kind for segment in found for _ in range(segment.length)]
    expected = [
        "free" if free >> bit & 1 else "held" if held >> bit & 1 else "closed"
        for bit in range(length)
    ]
    assert kinds == expected
    assert all(one.kind != other.kind for one, other in pairwise(found))
    assert found[0].first_bit == 0


def test_a_segment_says_where_it_starts_and_how_long_it_is() -> None:
    assert segments({"free": 0b0110}, length=4, otherwise="closed") == [
        Segment("closed", 0, 1),
        Segment("free", 1, 2),
        Segment("closed", 3, 1),
    ]
