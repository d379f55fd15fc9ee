"""Money: a whole number of minor units that never parts from its currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from studiobook.values.currency import UnknownCurrency, exponent, is_currency


class CurrencyMismatch(ValueError):
    """Two currencies met in one sum or comparison."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents, pence, yen); negative amounts are allowed.

    Sums and comparisons raise CurrencyMismatch across currencies; equality does not, it is false.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("minor units are whole numbers")
        if not is_currency(self.currency):
            raise UnknownCurrency(f"{self.currency!r} is not a currency")

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(0, currency)

    @property
    def major(self) -> Decimal:
        """The amount in whole units, exact: 12050 USD is Decimal('120.50')."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        if type(times) is not int:
            return NotImplemented
        return Money(self.minor * times, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.currency} {self.major}"

    def _same(self, other: "Money") -> int:
        if not isinstance(other, Money):
            raise TypeError("money only meets money")
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} met {other.currency}")
        return other.minor


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum in `currency`, zero of it when there is nothing to add.

    Raises CurrencyMismatch.
    """
    result = Money.zero(currency)
    for amount in amounts:
        result += amount
    return result
