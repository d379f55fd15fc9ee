"""What the calendar offers is what is accepted: one rule, also in the nights of clock changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studiobook.rooms.errors import (
    Closed,
    InThePast,
    LengthRefused,
    NotOffered,
    OffTheGrid,
    TooFarAhead,
    TooSoon,
)
from studiobook.rooms.openings import (
    Rules,
    dates_touched,
    offered_starts,
    open_bits,
    refuse_unoffered,
    taken_bits,
)
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import MissingDay, day_bounds, half_hours_in_day, to_instant
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
from tests.values.test_clock_changes import Change, some_change

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

RULES = Rules(
    zone="Europe/Berlin",
    hours=WeeklyHours.daily(OpenInterval(8 * 60, 22 * 60)),
    closures=(),
    minimum=2,
    maximum=8,
    step=2,
    before=timedelta(0),
    after=timedelta(0),
    lead=timedelta(hours=2),
    horizon_days=30,
)


def local(day: int, hour: int, minute: int = 0, *, hours: float = 2) -> Timeslot:
    starts_at = to_instant(datetime(2026, 11, day, hour, minute), "Europe/Berlin")  # noqa: DTZ001  # local
    return Timeslot(starts_at, starts_at + timedelta(hours=hours))


def refusal(slot: Timeslot, rules: Rules = RULES, now: datetime = NOW) -> type[NotOffered] | None:
    try:
        refuse_unoffered(rules, slot, now=now)
    except NotOffered as refused:
        return type(refused)
    return None


@pytest.mark.parametrize(
    ("slot", "because"),
    [
        (local(24, 8), None),
        (local(24, 20), None),
        (local(23, 9), InThePast),
        (local(23, 10), InThePast),
        (local(23, 11), TooSoon),
        (local(23, 12), None),
        (local(24, 21), Closed),
        (local(24, 7), Closed),
        (local(24, 8, 30), OffTheGrid),
        (local(24, 8, 1), OffTheGrid),
        (local(24, 8, hours=5), LengthRefused),
        (local(24, 8, hours=0.5), LengthRefused),
        (local(24, 8, hours=1.5), LengthRefused),
        (local(24, 8, hours=1.01), LengthRefused),
    ],
)
def test_each_rule_has_its_own_refusal(slot: Timeslot, because: type[NotOffered] | None):
    assert refusal(slot) is because


def test_the_horizon_counts_local_dates():
    last = local(24, 8).shift(29 * DAY)
    assert refusal(last) is None
    assert refusal(last.shift(DAY)) is TooFarAhead


def test_a_closure_closes_what_it_touches():
    rules = replace(RULES, closures=(local(24, 12, hours=1),))
    assert refusal(local(24, 10), rules) is None
    assert refusal(local(24, 11), rules) is Closed
    assert refusal(local(24, 13), rules) is None


def test_half_hour_steps_start_on_half_hours():
    rules = replace(RULES, step=1)
    assert refusal(local(24, 8, 30), rules) is None
    assert refusal(local(24, 8, 15), rules) is OffTheGrid


def test_a_night_may_run_past_midnight():
    rules = replace(RULES, hours=WeeklyHours.daily(OpenInterval(20 * 60, 28 * 60)))
    assert refusal(local(24, 23, hours=4), rules) is None
    assert refusal(local(25, 1, hours=4), rules) is Closed


def test_a_studio_without_hours_offers_nothing():
    assert refusal(local(24, 10), replace(RULES, hours=None)) is Closed
    assert open_bits(replace(RULES, hours=None), date(2026, 11, 24)) == 0


def test_buffers_reach_into_the_time_around():
    rules = replace(RULES, before=HALF_HOUR, after=HOUR)
    taken = local(24, 12).widen(rules.before, rules.after)
    bits = taken_bits(rules, [taken], date(2026, 11, 24))
    blocked = [n for n in range(48) if bits >> n & 1]
    # 12:00–14:00 with its buffers is 11:30–15:00; a new session brings its own around that.
    assert (blocked[0], blocked[-1]) == (21, 30)


def test_an_occupancy_touches_the_dates_that_its_buffers_reach():
    rules = replace(RULES, before=HOUR, after=HOUR)
    assert dates_touched(rules, local(24, 22, hours=2)) == [date(2026, 11, 24), date(2026, 11, 25)]
    assert dates_touched(RULES, local(24, 20)) == [date(2026, 11, 24)]


@st.composite
def rooms(draw: st.DrawFn) -> Rules:
    opens = draw(st.integers(0, 47)) * 30
    closes = opens + draw(st.integers(1, 48)) * 30
    hours = draw(
        st.sampled_from([WeeklyHours.always(), WeeklyHours.daily(OpenInterval(opens, closes))])
    )
    minimum = draw(st.integers(1, 8))
    return replace(
        RULES,
        hours=hours,
        minimum=minimum,
        maximum=minimum + draw(st.integers(0, 12)),
        step=draw(st.sampled_from([1, 2, 4])),
        lead=timedelta(hours=draw(st.integers(0, 30))),
        horizon_days=3,
    )


@settings(max_examples=150, deadline=None)
@given(
    rules=rooms(),
    change=some_change,
    day=st.integers(-1, 1),
    length=st.integers(1, 20),
    ahead=st.integers(0, 100),
)
def test_what_is_offered_around_a_clock_change_is_exactly_what_is_accepted(
    rules: Rules, change: Change, day: int, length: int, ahead: int
):
    rules = replace(rules, zone=change.zone.key)
    on_date = change.old_reading.date() + timedelta(days=day)
    now = change.at - timedelta(hours=ahead)
    tomorrow = on_date + DAY
    offered = set(
        offered_starts(
            rules,
            open_bits(rules, on_date),
            open_bits(rules, tomorrow),
            on_date,
            length=length,
            now=now,
        )
    )
    assert offered == accepted_on(rules, on_date, length, now)


def accepted_on(rules: Rules, on_date: date, length: int, now: datetime) -> set[Timeslot]:
    """Every half hour of the date that the rules accept as a start, tried one by one."""
    try:
        midnight = day_bounds(on_date, rules.zone).starts_at
    except MissingDay:
        return set()
    tried = [
        Timeslot(start, start + length * HALF_HOUR)
        for start in (
            midnight + n * HALF_HOUR for n in range(half_hours_in_day(on_date, rules.zone))
        )
    ]
    return {slot for slot in tried if refusal(slot, rules, now) is None}
