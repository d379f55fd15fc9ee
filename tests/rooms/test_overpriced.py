"""Prices that are never charged are found, and what is charged in their place."""

from hypothesis import given
from hypothesis import strategies as st

from studiobook.rooms.overpriced import overpriced
from studiobook.rooms.price_list import Tier, price_list

HOUR, FOUR = Tier(2, 4000), Tier(8, 12000)


def test_a_discount_is_no_complaint():
    assert overpriced([HOUR, FOUR]) == []


def test_four_hours_that_cost_more_than_four_times_one_are_found():
    (found,) = overpriced([HOUR, Tier(8, 18000)])
    assert (found.tier.half_hours, found.charged_minor) == (8, 16000)
    assert found.instead == ((HOUR, 4),)


def test_a_shorter_stretch_that_costs_more_than_a_longer_one_is_found():
    (found,) = overpriced([Tier(2, 20000), FOUR])
    assert (found.tier.half_hours, found.charged_minor) == (2, 12000)


@given(st.dictionaries(st.integers(1, 16), st.integers(0, 500), min_size=1, max_size=5))
def test_a_price_is_complained_about_exactly_when_it_is_not_charged(prices):
    tiers = [Tier(length, price) for length, price in prices.items()]
    charged = [price or 0 for price in price_list(tiers, minimum=1, maximum=16, step=1)]
    complained = {found.tier for found in overpriced(tiers)}
    assert complained == {tier for tier in tiers if charged[tier.half_hours] < tier.price_minor}
