"""Stripe as a whole, by the protocol."""

from collections.abc import Mapping
from datetime import datetime

from studiobook.payments.gateways.protocol import MissingSecret, Notice
from studiobook.payments.gateways.stripe.checkouts import StripeCheckouts
from studiobook.payments.gateways.stripe.client import StripeApi
from studiobook.payments.gateways.stripe.connections import StripeConnections
from studiobook.payments.gateways.stripe.disputes import StripeDisputes
from studiobook.payments.gateways.stripe.events import CONNECT, EVENTS, MAIN, read_notice
from studiobook.payments.gateways.stripe.payouts import StripePayouts
from studiobook.payments.gateways.stripe.refunds import StripeRefunds
from studiobook.payments.gateways.stripe.signature import HEADER, check_signature

_LIVE_KEYS = ("sk_live_", "rk_live_")


class StripeGateway(
    StripeCheckouts, StripeRefunds, StripeConnections, StripePayouts, StripeDisputes
):
    """The `Gateway` protocol over Stripe's SDK.

    `secrets` are those of the three webhook addresses: our own account's events, those of
    owners' accounts, and the thin ones. A comma parts a new secret from the one it replaces.
    """

    name = "stripe"
    label = "Stripe"
    endpoints = frozenset({MAIN, CONNECT, EVENTS})

    def __init__(
        self, *, key: str, secrets: Mapping[str, str | None], api_base: str | None = None
    ) -> None:
        self._api = StripeApi(key=key, api_base=api_base)
        self._live = key.startswith(_LIVE_KEYS)
        self._secrets = {endpoint: _split(secret) for endpoint, secret in secrets.items()}

    def verify(
        self, headers: Mapping[str, str], raw_body: bytes, *, now: datetime, endpoint: str = ""
    ) -> Notice:
        """See the protocol. Test events are refused where live money moves, and live ones else."""
        secrets = self._secrets.get(endpoint)
        if not secrets:
            raise MissingSecret(f"no webhook secret is set for {endpoint or 'the main address'}")
        given = {name.lower(): value for name, value in headers.items()}
        check_signature(given.get(HEADER), raw_body, secrets=secrets, now=now)
        return read_notice(raw_body, endpoint=endpoint, live=self._live)


def _split(secret: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (secret or "").split(",") if part.strip())
