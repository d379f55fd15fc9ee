"""Cancellation terms: the refund to the second, and never more as time passes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studiobook.bookings.terms import (
    BadTerms,
    Canceller,
    Preset,
    Terms,
    refund_due,
    refund_schedule,
    terms_for,
)
from studiobook.values.money import Money

HOUR, SECOND, TICK = timedelta(hours=1), timedelta(seconds=1), timedelta.resolution
STARTS_AT = datetime(2026, 6, 20, 18, tzinfo=UTC)
LONG_AGO = STARTS_AT - timedelta(days=90)
TOTAL = Money(12_001, "USD")


def percent(preset: Preset, now: datetime, paid_at: datetime = LONG_AGO) -> int:
    return refund_due(
        terms=terms_for(preset),
        total=TOTAL,
        paid_at=paid_at,
        starts_at=STARTS_AT,
        now=now,
        by="guest",
    ).percent


@pytest.mark.parametrize(
    ("preset", "hours_before", "until", "after"),
    [
        (Preset.EASY, 24, 100, 0),
        (Preset.STANDARD, 72, 100, 50),
        (Preset.STANDARD, 24, 50, 0),
        (Preset.FIRM, 7 * 24, 100, 50),
        (Preset.FIRM, 48, 50, 0),
        (Preset.LONG_SESSION, 30 * 24, 100, 50),
        (Preset.LONG_SESSION, 7 * 24, 50, 0),
    ],
)
def test_each_step_holds_up_to_its_hour_and_not_a_second_longer(
    preset: Preset, hours_before: int, until: int, after: int
) -> None:
    limit = STARTS_AT - hours_before * HOUR

    assert percent(preset, limit - SECOND) == until
    assert percent(preset, limit) == until
    assert percent(preset, limit + SECOND) == after


@pytest.mark.parametrize("preset", Preset)
def test_within_an_hour_of_paying_everything_comes_back(preset: Preset) -> None:
    paid_at = STARTS_AT - 10 * HOUR

    assert percent(preset, paid_at + HOUR, paid_at) == 100
    assert percent(preset, paid_at + HOUR + SECOND, paid_at) == 0


@pytest.mark.parametrize("preset", Preset)
def test_the_hour_of_grace_ends_two_hours_before_the_start(preset: Preset) -> None:
    paid_at = STARTS_AT - 2.5 * HOUR

    assert percent(preset, STARTS_AT - 2 * HOUR - SECOND, paid_at) == 100
    assert percent(preset, STARTS_AT - 2 * HOUR, paid_at) == 0


def test_within_a_day_of_paying_everything_comes_back_of_a_start_that_is_far_away() -> None:
    paid_at = STARTS_AT - 6 * 24 * HOUR

    assert percent(Preset.FIRM, paid_at + 24 * HOUR, paid_at) == 100
    assert percent(Preset.FIRM, paid_at + 24 * HOUR + SECOND, paid_at) == 50


def test_the_day_of_grace_ends_two_days_before_the_start() -> None:
    paid_at = STARTS_AT - 50 * HOUR

    assert percent(Preset.STANDARD, STARTS_AT - 48 * HOUR, paid_at) == 100
    assert percent(Preset.STANDARD, STARTS_AT - 48 * HOUR + SECOND, paid_at) == 50


@pytest.mark.parametrize("by", ["owner", "platform"])
@pytest.mark.parametrize("now", [LONG_AGO, STARTS_AT - SECOND, STARTS_AT + HOUR])
def test_when_the_other_side_cancels_everything_comes_back(by: Canceller, now: datetime) -> None:
    due = refund_due(
        terms=terms_for(Preset.FIRM),
        total=TOTAL,
        paid_at=LONG_AGO,
        starts_at=STARTS_AT,
        now=now,
        by=by,
    )

    assert (due.amount, due.percent) == (TOTAL, 100)


@pytest.mark.parametrize(
    ("now", "because"),
    [
        (STARTS_AT - 80 * HOUR, "at least 72 hours before the start"),
        (STARTS_AT - 30 * HOUR, "at least 24 hours before the start"),
        (STARTS_AT - 3 * HOUR, "less than 24 hours before the start"),
        (STARTS_AT, "the session has started"),
    ],
)
def test_the_refund_gives_its_reason(now: datetime, because: str) -> None:
    due = refund_due(
        terms=terms_for(Preset.STANDARD),
        total=TOTAL,
        paid_at=LONG_AGO,
        starts_at=STARTS_AT,
        now=now,
        by="guest",
    )

    assert due.because == because


def test_half_of_an_odd_sum_is_rounded_half_up() -> None:
    due = refund_due(
        terms=terms_for(Preset.STANDARD),
        total=TOTAL,
        paid_at=LONG_AGO,
        starts_at=STARTS_AT,
        now=STARTS_AT - 30 * HOUR,
        by="guest",
    )

    assert due.amount == Money(6001, "USD")


def test_the_schedule_shows_what_holds_now_and_every_drop() -> None:
    paid_at = STARTS_AT - 60 * HOUR
    terms = terms_for(Preset.STANDARD)

    schedule = refund_schedule(terms, TOTAL, paid_at, STARTS_AT, after=paid_at)

    assert schedule == (
        (paid_at, 100, TOTAL),
        (STARTS_AT - 48 * HOUR + TICK, 50, Money(6001, "USD")),
        (STARTS_AT - 24 * HOUR + TICK, 0, Money.zero("USD")),
    )


def test_the_schedule_of_nothing_is_one_line() -> None:
    schedule = refund_schedule(
        terms_for(Preset.EASY), TOTAL, LONG_AGO, STARTS_AT, after=STARTS_AT - HOUR
    )

    assert schedule == ((STARTS_AT - HOUR, 0, Money.zero("USD")),)


terms = st.sampled_from(Preset).map(terms_for)
totals = st.integers(0, 10**9).map(lambda minor: Money(minor, "USD"))
leads = st.integers(-3600, 100 * 24 * 3600).map(lambda seconds: seconds * SECOND)
paid = st.none() | leads.map(lambda lead: STARTS_AT - lead)
steps_away = st.sampled_from([-SECOND, -TICK, timedelta(), TICK, SECOND])


def boundaries(some_terms: Terms, paid_at: datetime | None) -> list[datetime]:
    limits = [STARTS_AT, STARTS_AT - 2 * HOUR, STARTS_AT - 48 * HOUR]
    limits += [STARTS_AT - hours * HOUR for hours, _ in some_terms.steps]
    if paid_at:
        limits += [paid_at, paid_at + HOUR, paid_at + 24 * HOUR]
    return limits


def by_the_book(some_terms: Terms, paid_at: datetime | None, now: datetime) -> int:
    """The rule as the house rules put it, read off without any cleverness."""
    left = STARTS_AT - now
    best = max((share for hours, share in some_terms.steps if left >= hours * HOUR), default=0)
    if paid_at is None:
        return best
    since = now - paid_at
    if since <= HOUR and left > 2 * HOUR:
        return 100
    if since <= 24 * HOUR and left >= 48 * HOUR:
        return 100
    return best


@given(some_terms=terms, total=totals, paid_at=paid, data=st.data())
def test_at_and_around_every_limit_the_refund_is_by_the_book(
    some_terms: Terms, total: Money, paid_at: datetime | None, data: st.DataObject
) -> None:
    limit = data.draw(st.sampled_from(boundaries(some_terms, paid_at)))
    now = limit + data.draw(steps_away)

    due = refund_due(
        terms=some_terms, total=total, paid_at=paid_at, starts_at=STARTS_AT, now=now, by="guest"
    )

    assert due.percent == by_the_book(some_terms, paid_at, now)
    assert abs(200 * due.amount.minor - 2 * due.percent * total.minor) <= 100


@given(some_terms=terms, total=totals, paid_at=paid, one=leads, other=leads)
def test_waiting_never_raises_the_refund_and_it_stays_within_the_price(
    some_terms: Terms, total: Money, paid_at: datetime | None, one: timedelta, other: timedelta
) -> None:
    earlier, later = (
        refund_due(
            terms=some_terms,
            total=total,
            paid_at=paid_at,
            starts_at=STARTS_AT,
            now=STARTS_AT - lead,
            by="guest",
        )
        for lead in sorted((one, other), reverse=True)
    )

    assert Money.zero("USD") <= later.amount <= earlier.amount <= total
    assert 0 <= later.percent <= earlier.percent <= 100


@given(some_terms=terms, total=totals, paid_at=paid, after=leads, data=st.data())
def test_the_schedule_foretells_every_refund(
    some_terms: Terms,
    total: Money,
    paid_at: datetime | None,
    after: timedelta,
    data: st.DataObject,
) -> None:
    start = STARTS_AT - after
    schedule = refund_schedule(some_terms, total, paid_at, STARTS_AT, after=start)
    limits = [limit for limit in boundaries(some_terms, paid_at) if limit > start]
    now = max(start, data.draw(st.sampled_from([start, *limits])) + data.draw(steps_away))

    due = refund_due(
        terms=some_terms, total=total, paid_at=paid_at, starts_at=STARTS_AT, now=now, by="guest"
    )
    foretold = [step for step in schedule if step.from_instant <= now][-1]

    assert (foretold.percent, foretold.amount) == (due.percent, due.amount)
    assert schedule[0].from_instant == start
    assert all(one.percent > other.percent for one, other in pairwise(schedule))


@pytest.mark.parametrize("preset", Preset)
def test_terms_come_back_from_a_booking_as_they_were_frozen(preset: Preset) -> None:
    assert Terms.from_json(terms_for(preset).to_json()) == terms_for(preset)


@pytest.mark.parametrize(
    "steps",
    [
        ((24, 100), (48, 50)),
        ((48, 50), (24, 100)),
        ((24, 101),),
        ((24, -1),),
        ((-1, 100),),
        ((24, 100), (24, 50)),
    ],
)
def test_steps_that_do_not_go_down_are_no_terms(steps: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(BadTerms):
        Terms(Preset.EASY, steps)


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"preset": "easy"},
        {"preset": "kind", "steps": []},
        {"preset": "easy", "steps": [[24]]},
        {"preset": "easy", "steps": [["x", 1]]},
        {"preset": "easy", "steps": 3},
    ],
)
def test_anything_else_in_storage_is_refused_by_name(data: object) -> None:
    with pytest.raises(BadTerms):
        Terms.from_json(data)


def test_terms_without_a_step_give_nothing_back() -> None:
    due = refund_due(
        terms=Terms(Preset.FIRM, ()),
        total=TOTAL,
        paid_at=None,
        starts_at=STARTS_AT,
        now=LONG_AGO,
        by="guest",
    )

    assert due == (Money.zero("USD"), 0, "these terms give nothing back")
