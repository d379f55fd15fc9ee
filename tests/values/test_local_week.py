"""Half hours of the week as the clock on the wall shows them."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studiobook.values.local_week import half_hours_from, week_half_hours
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import to_local
from studiobook.values.wall_hours import OpenInterval, WeeklyHours

ZONES = ("Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "UTC")


@given(
    st.sampled_from(ZONES),
    st.integers(0, 3 * 365 * 48).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * HALF_HOUR),
    st.integers(1, 96),
)
def test_each_half_hour_is_the_one_that_the_clock_shows(zone, starts_at, count):
    shown = [to_local(starts_at + n * HALF_HOUR, zone) for n in range(count)]
    expected = [at.weekday() * 48 + at.hour * 2 + at.minute // 30 for at in shown]
    assert list(half_hours_from(starts_at, count, zone)) == expected


def test_sunday_night_leads_on_to_monday():
    starts_at = datetime(2026, 11, 29, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
    slot = Timeslot(starts_at, starts_at + timedelta(hours=1))
    assert week_half_hours(slot, "Europe/Berlin") == (335, 0)


def test_opening_hours_of_a_week_count_whole_half_hours_and_pass_midnight():
    sunday = [OpenInterval(23 * 60 + 10, 24 * 60 + 45)]
    hours = WeeklyHours.weekly([[], [], [], [], [], [], sunday])
    assert hours.half_hours() == {335, 0}
    assert len(WeeklyHours.always().half_hours()) == 336
