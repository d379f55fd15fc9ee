"""Days on which everything goes wrong: the books balance after each step and at the end.

A longer search: `STUDIOBOOK_LONG_SEARCH=10000 pytest tests/payments/test_random_day.py`.
"""

import os
from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.payments.random_day import LIKELY, Day, Dice, deadly_points, live
from tests.payments.till import Till

pytestmark = pytest.mark.committed

LONG = int(os.environ.get("STUDIOBOOK_LONG_SEARCH", "0"))


@pytest.fixture(autouse=True)
def _deadly() -> Iterator[None]:
    with deadly_points():
        yield


def test_after_a_day_on_which_everything_goes_wrong_the_books_balance(till: Till) -> None:
    day = Day(till)
    live(day, Dice(11), bookings=30, look_every=30)
    # The day was as bad as it was meant to be.
    assert day.happened["died"] > 0


def test_no_order_of_things_unbalances_the_books(till: Till, app: Flask) -> None:
    run_state_machine_as_test(
        lambda: Anything(till),
        settings=settings(
            max_examples=LONG or 3,
            stateful_step_count=40 if LONG else 20,
            deadline=None,
            derandomize=not LONG,
            database=None,
            phases=[Phase.generate, Phase.shrink] if LONG else [Phase.generate],
            suppress_health_check=[*HealthCheck],
        ),
    )


class Anything(RuleBasedStateMachine):
    """The acts of a day in any order, found by Hypothesis, which makes a bad one short."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        till.stage.come_back()
        self.day = Day(till)

    @invariant()
    def balances(self) -> None:
        self.day.require_order()

    def teardown(self) -> None:
        self.day.come_to_rest()
        self.day.require_order()
        self.day.require_truth()


def _rule_of(name: str) -> object:
    def act(self: Anything, dice: Dice) -> None:
        self.day.step(getattr(self.day, name), dice)

    act.__name__ = name
    return rule(dice=st.randoms(use_true_random=False))(act)


for _name in LIKELY:
    setattr(Anything, _name, _rule_of(_name))
