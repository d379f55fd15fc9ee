"""One conversation with Stripe through its SDK, which is not loaded before it is needed."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from studiobook.payments.gateways.errors import (
    AccountRevoked,
    GatewayError,
    GatewayRefused,
    GatewayUnavailable,
)

if TYPE_CHECKING:
    import stripe

#: Seconds to connect and to read.
TIMEOUT = (3.0, 20.0)
#: As many as Stripe gives at a time.
MOST = 100

#: Answers that say nothing about whether the order was or will be carried out. 401: it is our
#: own key that is no good, which is no answer about anybody's money.
_NO_ANSWER = {401, 408, 409, 429}
_NO_ACCESS = {"account_invalid", "account_closed"}

Doc = dict[str, Any]
Call = Callable[[Any], Any]


class StripeApi:
    """Stripe as plain dictionaries, with our errors and without retries."""

    def __init__(self, *, key: str, api_base: str | None = None) -> None:
        self._key = key
        self._api_base = api_base

    @cached_property
    def _sdk(self) -> "stripe.StripeClient":
        import stripe  # megabytes that most web processes never need

        return stripe.StripeClient(
            self._key,
            base_addresses={"api": self._api_base} if self._api_base else None,
            max_network_retries=0,
            http_client=stripe.RequestsClient(timeout=TIMEOUT),
        )

    def ask(self, call: Call) -> Doc:
        """What `call(client)` answers. Raises GatewayUnavailable, GatewayRefused."""
        found: Doc = self._guarded(lambda sdk: call(sdk).to_dict())
        return found

    def ask_all(self, call: Call) -> list[Doc]:
        """Every object of a list, over as many pages as it has."""
        found: list[Doc] = self._guarded(
            lambda sdk: [doc.to_dict() for doc in call(sdk).auto_paging_iter()]
        )
        return found

    def _guarded(self, work: Call) -> Any:
        import stripe

        try:
            return work(self._sdk)
        except stripe.StripeError as error:
            raise _translated(error) from error
        except ValueError as error:
            # A proxy's page instead of JSON.
            raise GatewayUnavailable(type(error).__name__) from error


def _translated(error: Any) -> GatewayError:
    status = error.http_status
    if status is None or status >= 500 or status in _NO_ANSWER:
        return GatewayUnavailable(f"answered {status}" if status else type(error).__name__)
    body = error.json_body if isinstance(error.json_body, dict) else {}
    told = body.get("error") or {}
    code = str(told.get("code") or told.get("type") or status)
    message = str(told.get("message") or "")
    if code in _NO_ACCESS:
        return AccountRevoked(message)
    return GatewayRefused(code, message)
