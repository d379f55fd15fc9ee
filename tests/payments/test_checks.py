"""When undecided money is looked at again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studiobook.payments.checks import next_check

START = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_checks_come_after_2_10_and_30_minutes_then_hourly_then_daily():
    moments, now = [], START
    for _ in range(5):
        now = next_check(since=START, now=now)
        moments.append(now - START)
    assert moments == [minutes(2), minutes(10), minutes(30), minutes(90), minutes(150)]
    old = START + timedelta(hours=73)
    assert next_check(since=START, now=old) == old + timedelta(days=1)


def test_a_page_is_looked_at_just_after_its_end():
    end = START + minutes(31)
    assert next_check(since=START, now=START + minutes(30), ends_at=end) == end + minutes(1)


@given(age=st.timedeltas(min_value=timedelta(), max_value=timedelta(days=30)), ends=st.booleans())
def test_the_next_check_always_lies_ahead_and_never_more_than_a_day(*, age: timedelta, ends: bool):
    now = START + age
    moment = next_check(since=START, now=now, ends_at=START + minutes(31) if ends else None)
    assert now < moment <= now + timedelta(days=1)
