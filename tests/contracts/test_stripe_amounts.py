"""Stripe counts some currencies in other units than ISO 4217."""

import subprocess
import sys

import pytest

from studiobook.payments.gateways.errors import GatewayRefused
from studiobook.payments.gateways.stripe.amounts import from_stripe, to_stripe
from studiobook.values.money import Money


@pytest.mark.parametrize(
    ("minor", "currency", "theirs"),
    [
        (12_050, "EUR", 12_050),
        (500, "JPY", 500),
        (12_340, "KWD", 12_340),
        (500, "ISK", 50_000),
        (500, "UGX", 50_000),
        (50_000, "MGA", 500),
    ],
)
def test_money_comes_back_as_it_went(minor: int, currency: str, theirs: int) -> None:
    assert to_stripe(Money(minor, currency)) == theirs
    assert from_stripe(theirs, currency.lower()) == Money(minor, currency)


def test_what_stripe_cannot_say_is_refused_rather_than_rounded() -> None:
    with pytest.raises(GatewayRefused):
        to_stripe(Money(50_050, "MGA"))
    with pytest.raises(GatewayRefused):
        from_stripe(150, "isk")


def test_the_sdk_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys;"
        "from studiobook.payments.gateways.registry import from_settings;"
        "from studiobook.settings import Settings;"
        "made = from_settings(Settings(environment='test', secret_key='x', database_url='x',"
        " base_url='http://x', payments=('stripe',), stripe_secret_key='sk_test_1'));"
        "assert made.named('stripe').label == 'Stripe';"
        "sys.exit('stripe' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
