"""Stripe's smallest units, which are not everywhere the minor units of ISO 4217."""

from studiobook.payments.gateways.errors import GatewayRefused
from studiobook.values.currency import exponent
from studiobook.values.money import Money

#: Where Stripe counts other digits: the ariary whole, and two for currencies that lost theirs.
_OTHER_DIGITS = {"MGA": 0, "ISK": 2, "UGX": 2}


def to_stripe(money: Money) -> int:
    """The amount as Stripe counts it. Raises GatewayRefused when it has no way to say it."""
    shift = _shift(money.currency)
    if shift >= 0:
        return int(money.minor * 10**shift)
    whole, rest = divmod(money.minor, 10**-shift)
    if rest:
        raise GatewayRefused("amount_not_representable", str(money))
    return int(whole)


def from_stripe(amount: int, currency: str) -> Money:
    """Money as this house counts it. Raises GatewayRefused for what it can't hold."""
    code = currency.upper()
    shift = _shift(code)
    if shift <= 0:
        return Money(amount * 10**-shift, code)
    whole, rest = divmod(amount, 10**shift)
    if rest:
        raise GatewayRefused("amount_not_representable", f"{amount} {code}")
    return Money(int(whole), code)


def _shift(currency: str) -> int:
    return _OTHER_DIGITS.get(currency, exponent(currency)) - exponent(currency)
