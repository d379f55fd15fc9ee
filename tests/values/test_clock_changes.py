"""Clock changes do not change prices or hours: every change of every zone from 2000 to 2040."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import chain, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studiobook.bookings.quote import quote
from studiobook.rooms.price_list import RoomPricing, Tier
from studiobook.values.day_mask import (
    bit_of,
    busy_mask,
    full_mask,
    longest_run_from,
    open_mask,
    slot_of,
)
from studiobook.values.rate import Rate
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import (
    AmbiguousTime,
    GapTime,
    MissingDay,
    day_bounds,
    first_showing,
    half_hours_in_day,
    to_instant,
    to_local,
    zone_of,
)
from studiobook.values.wall_hours import OpenInterval, WeeklyHours

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STRIDE = timedelta(days=14)  # no zone has changed twice within two weeks since 2000


@dataclass(frozen=True)
class Change:
    """At `at` the clocks of `zone` go from one offset to another."""

    zone: ZoneInfo
    at: datetime
    before: timedelta
    after: timedelta

    @property
    def shift(self) -> timedelta:
        return self.after - self.before

    @property
    def old_reading(self) -> datetime:
        """What the clocks would have shown, had they not been changed."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def new_reading(self) -> datetime:
        return (self.at + self.after).replace(tzinfo=None)

    @property
    def days(self) -> list[date]:
        """The local dates around the change, those that exist."""
        today = self.old_reading.date()
        around = (today + DAY * offset for offset in range(-2, 4))
        return [on_date for on_date in around if exists(on_date, self.zone)]

    @property
    def kind(self) -> tuple[int, time, timedelta, int]:
        """Changes of one kind do the same to a week of opening hours."""
        local = self.old_reading
        return local.weekday(), local.time(), self.shift, self.at.minute % 30


@cache
def exists(on_date: date, zone: ZoneInfo) -> bool:
    try:
        day_bounds(on_date, zone)
    except MissingDay:
        return False
    return True


def scan(zone: ZoneInfo) -> Iterator[Change]:
    at, end = datetime(2000, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)
    before = offset_at(at, zone)
    while at < end:
        after = offset_at(at + STRIDE, zone)
        if after != before:
            yield Change(zone, first_second_without(before, at, zone), before, after)
        at, before = at + STRIDE, after


def offset_at(instant: datetime, zone: ZoneInfo) -> timedelta:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def first_second_without(offset: timedelta, at: datetime, zone: ZoneInfo) -> datetime:
    low, high = 0, int(STRIDE.total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(at + timedelta(seconds=middle), zone) == offset:
            low = middle
        else:
            high = middle
    return at + timedelta(seconds=high)


@cache
def changes() -> tuple[Change, ...]:
    """One zone of each group that shares all its changes, with all of them."""
    by_history: dict[tuple[tuple[datetime, timedelta, timedelta], ...], tuple[Change, ...]] = {}
    for name in sorted(available_timezones()):
        found = tuple(scan(zone_of(name)))
        by_history.setdefault(tuple((c.at, c.before, c.after) for c in found), found)
    return tuple(change for found in by_history.values() for change in found)


@cache
def kinds_of_changes() -> tuple[Change, ...]:
    return tuple({change.kind: change for change in changes()}.values())


some_change = st.deferred(lambda: st.sampled_from(changes()))
some_kind_of_change = st.deferred(lambda: st.sampled_from(kinds_of_changes()))
within_two_days = st.integers(-2 * 24 * 60, 2 * 24 * 60).map(lambda minutes: minutes * MINUTE)
without_deadline = settings(deadline=None, max_examples=200)


def test_the_world_changes_its_clocks_in_all_the_ways_that_matter() -> None:
    shifts = {change.shift for change in changes()}

    assert len(changes()) > 5_000
    assert {HOUR, -HOUR, HALF_HOUR, -HALF_HOUR, DAY} <= shifts


def test_every_skipped_time_is_refused_with_the_moment_of_the_jump() -> None:
    for change in changes():
        if change.shift < timedelta():
            continue
        for skipped in (change.old_reading, change.new_reading - MINUTE):
            with pytest.raises(GapTime) as refusal:
                to_instant(skipped, change.zone)
            assert refusal.value.next_valid == change.at, change
            with pytest.raises(GapTime):
                to_instant(skipped, change.zone, fold=1)
        assert to_instant(change.new_reading, change.zone) == change.at
        assert to_instant(change.old_reading - MINUTE, change.zone) == change.at - MINUTE


def test_every_doubled_time_asks_which_and_takes_the_answer() -> None:
    for change in changes():
        if change.shift > timedelta():
            continue
        for doubled in (change.old_reading - MINUTE, change.new_reading):
            with pytest.raises(AmbiguousTime) as question:
                to_instant(doubled, change.zone)
            (first, first_label), (second, second_label) = question.value.options
            assert second - first == -change.shift, change
            assert first < change.at <= second
            assert first_label != second_label
            assert to_instant(doubled, change.zone, fold=0) == first
            assert to_instant(doubled, change.zone, fold=1) == second
            assert first_showing(doubled, change.zone) == first
        assert to_instant(change.old_reading, change.zone) == change.at - change.shift
        unasked = to_instant(change.new_reading - MINUTE, change.zone)
        assert unasked == change.at + change.shift - MINUTE


def test_the_days_around_every_change_follow_each_other_without_a_hole() -> None:
    for change in changes():
        bounds = [day_bounds(on_date, change.zone) for on_date in change.days]
        for today, tomorrow in pairwise(bounds):
            assert today.ends_at == tomorrow.starts_at, change


def test_a_day_is_longer_or_shorter_by_exactly_the_change() -> None:
    for change in changes():
        days = change.days
        elapsed = sum(half_hours_in_day(on_date, change.zone) for on_date in days)
        if change.shift == DAY:  # a whole date is missing, the others are ordinary
            assert elapsed == 48 * len(days), change
        else:
            assert elapsed == 48 * len(days) - change.shift // HALF_HOUR, change


def test_every_day_is_a_whole_number_of_half_hours() -> None:
    for change in changes():
        for on_date in change.days:
            assert day_bounds(on_date, change.zone).duration % HALF_HOUR == timedelta(), change


def test_always_open_means_every_instant_of_every_day() -> None:
    for change in changes():
        for on_date in change.days:
            slots = WeeklyHours.always().open_slots(on_date, change.zone)
            assert slots == [day_bounds(on_date, change.zone)], change
            assert open_mask(slots, on_date, change.zone) == full_mask(on_date, change.zone)


def test_elapsed_hours_are_billed_and_the_line_says_why() -> None:
    pricing = RoomPricing("EUR", (Tier(2, 3000),), 1, 48, 1, 4, 0, 4)
    for change in changes():
        slot = Timeslot(change.at - 3 * HOUR, change.at + 5 * HOUR)
        bill = quote(pricing=pricing, slot=slot, people=1, fee=Rate(0), zone=change.zone.key)
        direction = "forward" if change.shift > timedelta() else "back"
        assert bill.total.minor == 8 * 3000, change
        assert bill.lines[0].detail.endswith(f"8 hours: the clocks go {direction} that night")


HOURS = (
    WeeklyHours.daily(OpenInterval(9 * 60, 22 * 60)),
    WeeklyHours.daily(OpenInterval(22 * 60, 26 * 60 + 30)),
    WeeklyHours.daily(OpenInterval(0, 135), OpenInterval(165, 6 * 60), OpenInterval(23 * 60, 1440)),
    WeeklyHours.daily(OpenInterval(18 * 60, 24 * 60 + 15), OpenInterval(30, 45)),
    WeeklyHours.weekly([[OpenInterval(20 * 60 + 10 * day, 30 * 60)] for day in range(7)]),
    WeeklyHours.weekly([[OpenInterval(60, 25 * 60)], [], [], [], [], [], []]),
)


def test_offered_hours_are_posted_hours_minute_by_minute() -> None:
    for change in kinds_of_changes():
        dates = change.days[1:-2]
        origin = day_bounds(dates[0], change.zone).starts_at
        end = day_bounds(dates[-1], change.zone).ends_at
        on_the_door = [door_times(shown, change) for shown in shown_so_far(origin, end, change)]
        for hours in HOURS:
            offered = [
                range((slot.starts_at - origin) // MINUTE, (slot.ends_at - origin) // MINUTE)
                for on_date in dates
                for slot in hours.open_slots(on_date, change.zone)
            ]
            posted = [minute for minute, times in enumerate(on_the_door) if is_posted(hours, times)]
            assert list(chain.from_iterable(offered)) == posted, (change, hours)


def shown_so_far(start: datetime, end: datetime, change: Change) -> Iterator[datetime]:
    """For each minute the latest time that the clock has shown up to then.

    A person who walks past the door counts a posted time when the clock first shows it.
    """
    highest = to_local(start, change.zone).replace(tzinfo=None)
    for minute in range((end - start) // MINUTE):
        now = start + minute * MINUTE
        highest = max(highest, to_local(now, change.zone).replace(tzinfo=None))
        yield highest


def door_times(shown: datetime, change: Change) -> list[tuple[int, int]]:
    """The time as (weekday, minute) of its date, and as one past midnight of the date before."""
    return [
        (on_date.weekday(), (shown - datetime.combine(on_date, time())) // MINUTE)
        for on_date in (shown.date(), shown.date() - DAY)
        if exists(on_date, change.zone)
    ]


def is_posted(hours: WeeklyHours, times: list[tuple[int, int]]) -> bool:
    return any(
        span.opens <= minute < span.closes
        for weekday, minute in times
        for span in hours.days[weekday]
    )


@without_deadline
@given(change=some_change, away=within_two_days)
def test_an_instant_survives_the_way_to_the_clock_and_back(change: Change, away: timedelta) -> None:
    instant = change.at + away
    local = to_local(instant, change.zone)

    assert to_instant(local.replace(tzinfo=None, fold=0), change.zone, fold=local.fold) == instant


@without_deadline
@given(change=some_change, one=within_two_days, other=within_two_days)
def test_a_later_time_on_the_door_never_means_an_earlier_instant(
    change: Change, one: timedelta, other: timedelta
) -> None:
    earlier, later = sorted((change.old_reading + one, change.old_reading + other))

    assert first_showing(earlier, change.zone) <= first_showing(later, change.zone)


@without_deadline
@given(change=some_change, away=within_two_days)
def test_the_first_showing_is_the_instant_itself_unless_the_clock_jumps(
    change: Change, away: timedelta
) -> None:
    local = change.old_reading + away
    try:
        expected = to_instant(local, change.zone, fold=0)
    except GapTime as jump:
        expected = jump.next_valid

    assert first_showing(local, change.zone) == expected


@without_deadline
@given(change=some_change, data=st.data())
def test_a_mask_of_a_slot_gives_the_slot_back(change: Change, data: st.DataObject) -> None:
    on_date = data.draw(st.sampled_from(change.days))
    length = half_hours_in_day(on_date, change.zone)
    first = data.draw(st.integers(0, length - 1))
    count = data.draw(st.integers(1, length - first))

    slot = slot_of(on_date, change.zone, first, count)
    mask = open_mask([slot], on_date, change.zone)

    assert mask == busy_mask([slot], on_date, change.zone)
    assert bit_of(slot.starts_at, on_date, change.zone) == first
    assert bit_of(slot.ends_at - MINUTE, on_date, change.zone) == first + count - 1
    assert longest_run_from(mask, first) == mask.bit_count() == count
    assert mask & ~full_mask(on_date, change.zone) == 0


@without_deadline
@given(change=some_change, away=within_two_days, minutes=st.integers(1, 2000))
def test_touched_half_hours_and_free_half_hours_never_meet(
    change: Change, away: timedelta, minutes: int
) -> None:
    taken = Timeslot(change.at + away, change.at + away + minutes * MINUTE)
    for on_date in change.days:
        day = day_bounds(on_date, change.zone)
        rest = [
            Timeslot(start, end)
            for start, end in ((day.starts_at, taken.starts_at), (taken.ends_at, day.ends_at))
            if start < end
        ]
        busy = busy_mask([taken], on_date, change.zone)
        assert busy & open_mask(rest, on_date, change.zone) == 0
        if taken.overlaps(day):
            assert busy | open_mask(rest, on_date, change.zone) == full_mask(on_date, change.zone)


intervals = st.builds(
    lambda opens, length: OpenInterval(opens, opens + length),
    st.integers(0, 1439),
    st.integers(1, 1440),
)


@without_deadline
@given(change=some_kind_of_change, interval=intervals)
def test_open_slots_are_in_order_apart_and_inside_their_date(
    change: Change, interval: OpenInterval
) -> None:
    for on_date in change.days:
        hours = WeeklyHours.weekly([[interval] if day % 2 else [] for day in range(6)] + [[]])
        slots = hours.open_slots(on_date, change.zone)
        assert all(day_bounds(on_date, change.zone).contains(slot) for slot in slots)
        assert all(one.ends_at < other.starts_at for one, other in pairwise(slots))
