"""Speaking with Square."""

from collections.abc import Callable, Mapping
from datetime import datetime

from studiobook.payments.gateways.protocol import BadSignature, MissingSecret, Notice
from studiobook.payments.gateways.square.checkouts import SquareCheckouts
from studiobook.payments.gateways.square.client import SquareClient
from studiobook.payments.gateways.square.connections import SquareConnections
from studiobook.payments.gateways.square.disputes import SquareDisputes
from studiobook.payments.gateways.square.events import read_notice
from studiobook.payments.gateways.square.payouts import SquarePayouts
from studiobook.payments.gateways.square.refunds import SquareRefunds
from studiobook.payments.gateways.square.signature import HEADER, check_signature

PRODUCTION = "https://connect.squareup.com"
SANDBOX = "https://connect.squareupsandbox.com"
#: Says which of Square's two worlds a webhook comes from. Not signed: it can only refuse.
ENVIRONMENT = "square-environment"


class SquareGateway(
    SquareConnections, SquareCheckouts, SquareRefunds, SquarePayouts, SquareDisputes
):
    """The `Gateway` protocol over Square's SDK.

    `access_token_of` gives the key to an owner's account, or raises AccountRevoked.
    `webhook_url` is the address exactly as it was told to Square: it is part of what is signed.
    `webhook_key` may hold an old key after a comma while it is changed.
    """

    name = "square"
    label = "Square"
    endpoints = frozenset({""})

    def __init__(
        self,
        *,
        application_id: str,
        application_secret: str,
        access_token_of: Callable[[str], str],
        webhook_url: str,
        webhook_key: str | None,
        is_sandbox: bool = False,
        api_base: str | None = None,
    ) -> None:
        self._base_url = (api_base or (SANDBOX if is_sandbox else PRODUCTION)).rstrip("/")
        self._client = SquareClient(base_url=self._base_url, access_token_of=access_token_of)
        self._application_id = application_id
        self._application_secret = application_secret
        self._webhook_url = webhook_url
        self._webhook_keys = [key.strip() for key in (webhook_key or "").split(",") if key.strip()]
        self._is_sandbox = is_sandbox

    def verify(
        self,
        headers: Mapping[str, str],
        raw_body: bytes,
        *,
        now: datetime,
        endpoint: str = "",  # noqa: ARG002  # there is but one
    ) -> Notice:
        """See the protocol."""
        if not self._webhook_keys:
            raise MissingSecret("SQUARE_WEBHOOK_KEY is not set")
        given = {name.lower(): value for name, value in headers.items()}
        check_signature(given.get(HEADER), raw_body, keys=self._webhook_keys, url=self._webhook_url)
        world = given.get(ENVIRONMENT, "").lower()
        if world and (world == "sandbox") != self._is_sandbox:
            raise BadSignature("of Square's other world")
        return read_notice(raw_body, now=now)
