"""Money, currencies and rates: exact sums, one rounding rule."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studiobook.values.currency import UnknownCurrency, exponent, is_currency
from studiobook.values.money import CurrencyMismatch, Money, total
from studiobook.values.rate import BadWeights, Rate, half_up, split

amounts = st.integers(-(10**12), 10**12).map(lambda minor: Money(minor, "EUR"))
euro, dollar = Money(100, "EUR"), Money(100, "USD")


@pytest.mark.parametrize(("code", "digits"), [("USD", 2), ("JPY", 0), ("KWD", 3), ("CLP", 0)])
def test_a_currency_knows_its_minor_digits(code: str, digits: int) -> None:
    assert exponent(code) == digits


@pytest.mark.parametrize("code", ["", "usd", "XXX", "US", "DOLLAR", "XAU"])
def test_what_is_no_currency_is_refused(code: str) -> None:
    assert not is_currency(code)
    with pytest.raises(UnknownCurrency):
        exponent(code)
    with pytest.raises(UnknownCurrency):
        Money(1, code)


@pytest.mark.parametrize("minor", [1.0, "1", True, None, Decimal(1)])
def test_minor_units_are_whole_numbers(minor: object) -> None:
    with pytest.raises(TypeError):
        Money(minor, "EUR")  # type: ignore[arg-type]  # the point of the test


def test_currencies_never_mix() -> None:
    for mix in (
        lambda: euro + dollar,
        lambda: euro - dollar,
        lambda: euro < dollar,
        lambda: euro >= dollar,
        lambda: total([euro, dollar], "EUR"),
    ):
        with pytest.raises(CurrencyMismatch):
            mix()
    assert euro != dollar


def test_money_adds_scales_turns_and_compares() -> None:
    assert euro + euro == 2 * euro == euro * 2
    assert euro - euro == Money.zero("EUR")
    assert -euro < Money.zero("EUR") < euro <= 2 * euro
    assert max(euro, -euro) > -euro
    assert euro
    assert not Money.zero("EUR")


def test_money_only_multiplies_by_whole_numbers() -> None:
    with pytest.raises(TypeError):
        euro * 1.5  # type: ignore[operator]  # the point of the test


def test_money_only_meets_money() -> None:
    with pytest.raises(TypeError):
        euro + 1  # type: ignore[operator]  # the point of the test


def test_the_sum_of_nothing_is_zero_of_its_currency() -> None:
    assert total([], "JPY") == Money(0, "JPY")


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(12050, "USD"), "USD 120.50"),
        (Money(1200, "JPY"), "JPY 1200"),
        (Money(-1234, "KWD"), "KWD -1.234"),
    ],
)
def test_money_prints_in_whole_units(money: Money, text: str) -> None:
    assert str(money) == text


@given(amount=amounts, rate=st.integers(0, 20_000).map(Rate))
def test_a_share_is_within_half_a_minor_unit_and_mirrors_its_negative(
    amount: Money, rate: Rate
) -> None:
    share = rate.of(amount)

    exact = Fraction(amount.minor * rate.basis_points, 10_000)
    assert abs(share.minor - exact) <= Fraction(1, 2)
    assert rate.of(-amount) == -share


@pytest.mark.parametrize(
    ("numerator", "denominator", "nearest"),
    [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (5, 2, 3), (1, 3, 0), (2, 3, 1), (0, 7, 0)],
)
def test_a_half_goes_away_from_zero(numerator: int, denominator: int, nearest: int) -> None:
    assert half_up(numerator, denominator) == nearest


@pytest.mark.parametrize(
    ("basis_points", "text"),
    [(400, "4%"), (1950, "19.5%"), (825, "8.25%"), (5, "0.05%"), (-400, "-4%")],
)
def test_a_rate_reads_as_percent(basis_points: int, text: str) -> None:
    assert str(Rate(basis_points)) == text


@given(
    amount=amounts,
    weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any),
)
def test_parts_sum_to_the_whole_and_none_is_off_by_a_minor_unit(
    amount: Money, weights: list[int]
) -> None:
    parts = split(amount, weights)

    assert total(parts, "EUR") == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - Fraction(amount.minor * weight, sum(weights))) < 1


def test_the_largest_remainder_gets_the_odd_cent_and_the_first_wins_a_tie() -> None:
    assert [part.minor for part in split(Money(100, "EUR"), [1, 1, 1])] == [34, 33, 33]
    assert [part.minor for part in split(Money(100, "EUR"), [1, 6, 2])] == [11, 67, 22]


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_nothing_can_be_divided_by_bad_weights(weights: list[int]) -> None:
    with pytest.raises(BadWeights):
        split(euro, weights)
