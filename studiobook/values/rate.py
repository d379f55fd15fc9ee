"""Rates in basis points, and the only two places where money is rounded or divided."""

from collections.abc import Sequence
from dataclasses import dataclass

from studiobook.values.money import Money

_WHOLE = 10_000


class BadWeights(ValueError):
    """Weights that nothing can be divided by: negative, or all zero."""


def half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number; a half goes away from zero, so a refund mirrors its charge.

    `denominator` is positive.
    """
    if numerator < 0:
        return -half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """A share in hundredths of a percent: Rate(400) is 4 %."""

    basis_points: int

    def __post_init__(self) -> None:
        if type(self.basis_points) is not int:
            raise TypeError("basis points are whole numbers")

    @classmethod
    def percent(cls, percent: int) -> "Rate":
        return cls(percent * 100)

    def of(self, amount: Money) -> Money:
        """The share of `amount`, rounded half-up to the minor unit."""
        return Money(half_up(amount.minor * self.basis_points, _WHOLE), amount.currency)

    def __str__(self) -> str:
        whole, rest = divmod(abs(self.basis_points), 100)
        decimals = f".{rest:02}".rstrip("0") if rest else ""
        return f"{'-' if self.basis_points < 0 else ''}{whole}{decimals}%"


def split(amount: Money, weights: Sequence[int]) -> list[Money]:
    """Divide `amount` in proportion to `weights` so that the parts sum to it exactly.

    Largest remainder: what rounding down leaves over goes, one minor unit each, to the parts that
    lost most; the earlier part wins a tie. Raises BadWeights.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise BadWeights("weights must not be negative, nor all zero")
    if amount.minor < 0:
        return [-part for part in split(-amount, weights)]
    shares = [divmod(amount.minor * weight, whole) for weight in weights]
    left_over = amount.minor - sum(floor for floor, _ in shares)
    neediest = sorted(range(len(shares)), key=lambda index: (-shares[index][1], index))
    lucky = set(neediest[:left_over])
    return [
        Money(floor + (index in lucky), amount.currency) for index, (floor, _) in enumerate(shares)
    ]
