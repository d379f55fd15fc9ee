"""The price list: the cheapest lawful combination, and no surprises between lengths."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studiobook.rooms.price_list import Tier, is_offered, price_list, tiers_used

HOUR, HALF_DAY, DAY = Tier(2, 3000), Tier(8, 10_000), Tier(16, 18_000)

tiers = st.lists(st.builds(Tier, st.integers(1, 20), st.integers(0, 50_000)), max_size=5)


def every_price(some_tiers: list[Tier], maximum: int) -> list[int]:
    prices = price_list(some_tiers, minimum=1, maximum=maximum, step=1)
    return [price for price in prices if price is not None]


def test_a_length_costs_the_cheapest_combination_that_covers_it() -> None:
    prices = price_list([HOUR, HALF_DAY, DAY], minimum=2, maximum=18, step=2)

    assert prices[2:20:2] == [3000, 6000, 9000, 10_000, 13_000, 16_000, 18_000, 18_000, 21_000]


def test_only_lengths_from_the_minimum_in_steps_up_to_the_maximum_are_offered() -> None:
    prices = price_list([HOUR], minimum=3, maximum=8, step=2)

    assert [length for length, price in enumerate(prices) if price is not None] == [3, 5, 7]
    assert len(prices) == 9
    assert [length for length in range(10) if is_offered(length, 3, 8, 2)] == [3, 5, 7]


def test_a_room_without_tiers_offers_nothing() -> None:
    assert price_list([], minimum=1, maximum=3, step=1) == [None, None, None, None]
    assert tiers_used([], 3) == []


def test_a_room_whose_maximum_is_below_its_minimum_offers_nothing() -> None:
    assert price_list([HOUR], minimum=4, maximum=2, step=1) == [None, None, None]


def test_the_combination_is_named_longest_first() -> None:
    assert tiers_used([HOUR, HALF_DAY], 18) == [(HALF_DAY, 2), (HOUR, 1)]


def test_among_equal_prices_the_fewest_pieces_win() -> None:
    assert tiers_used([Tier(2, 100), Tier(4, 200)], 8) == [(Tier(4, 200), 2)]


def test_among_equal_prices_and_pieces_the_least_time_to_spare_wins() -> None:
    assert tiers_used([Tier(9, 200), Tier(4, 200)], 4) == [(Tier(4, 200), 1)]


@pytest.mark.parametrize(("half_hours", "price"), [(0, 100), (-1, 100), (1, -1)])
def test_a_tier_has_a_length_and_no_negative_price(half_hours: int, price: int) -> None:
    with pytest.raises(ValueError, match="tier"):
        Tier(half_hours, price)


@pytest.mark.parametrize(("minimum", "step"), [(0, 1), (1, 0)])
def test_lengths_begin_at_half_an_hour(minimum: int, step: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        price_list([HOUR], minimum=minimum, maximum=4, step=step)


@given(some_tiers=tiers)
def test_a_longer_booking_never_costs_less(some_tiers: list[Tier]) -> None:
    assert all(one <= other for one, other in pairwise(every_price(some_tiers, 60)))


@given(some_tiers=tiers)
def test_a_longer_booking_never_costs_more_than_two_shorter_ones(some_tiers: list[Tier]) -> None:
    prices = [0, *every_price(some_tiers, 48)]

    for one in range(1, len(prices)):
        for other in range(1, len(prices) - one):
            assert prices[one + other] <= prices[one] + prices[other]


@given(some_tiers=tiers, another=st.builds(Tier, st.integers(1, 20), st.integers(0, 50_000)))
def test_another_tier_never_makes_anything_dearer(some_tiers: list[Tier], another: Tier) -> None:
    with_it = every_price([*some_tiers, another], 48)

    assert all(new <= old for old, new in zip(every_price(some_tiers, 48), with_it, strict=False))


@given(some_tiers=tiers.filter(bool), half_hours=st.integers(1, 60))
def test_the_explanation_adds_up_to_the_price_and_covers_the_length(
    some_tiers: list[Tier], half_hours: int
) -> None:
    used = tiers_used(some_tiers, half_hours)

    assert (
        sum(tier.price_minor * count for tier, count in used)
        == every_price(some_tiers, 60)[half_hours - 1]
    )
    assert sum(tier.half_hours * count for tier, count in used) >= half_hours


@given(
    some_tiers=st.lists(
        st.builds(Tier, st.integers(1, 5), st.integers(0, 100)), min_size=1, max_size=3
    ),
    half_hours=st.integers(1, 6),
)
def test_no_combination_is_cheaper(some_tiers: list[Tier], half_hours: int) -> None:
    counts = product(range(7), repeat=len(some_tiers))
    baskets = (list(zip(some_tiers, count, strict=True)) for count in counts)
    cheapest = min(
        sum(tier.price_minor * count for tier, count in basket)
        for basket in baskets
        if sum(tier.half_hours * count for tier, count in basket) >= half_hours
    )

    assert every_price(some_tiers, 6)[half_hours - 1] == cheapest


@given(some_tiers=tiers)
def test_the_order_of_tiers_does_not_matter(some_tiers: list[Tier]) -> None:
    assert every_price(some_tiers, 24) == every_price(some_tiers[::-1], 24)
    assert tiers_used(some_tiers, 24) == tiers_used(some_tiers[::-1], 24)
