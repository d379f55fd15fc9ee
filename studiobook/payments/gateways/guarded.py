"""An adapter behind a circuit breaker: while its provider is away, the answer is "away" at once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from studiobook.payments.gateways.breaker import Breaker
from studiobook.payments.gateways.errors import GatewayRefused, GatewayUnavailable
from studiobook.payments.gateways.protocol import Gateway

#: No conversation: believing a webhook needs no provider.
_LOCAL = frozenset({"verify"})


class Guarded:
    """The `Gateway` protocol around another: each conversation asks the breaker first."""

    def __init__(self, gateway: Gateway, breaker: Breaker) -> None:
        self._gateway = gateway
        self.breaker = breaker

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._gateway, name)
        if not callable(found) or name in _LOCAL:
            return found
        return _asking(found, self.breaker)


def guarded(gateway: Gateway, breaker: Breaker) -> Gateway:
    """The gateway behind its breaker."""
    return cast("Gateway", Guarded(gateway, breaker))


def breaker_of(gateway: Gateway) -> Breaker | None:
    """The breaker in front of a gateway, if there is one."""
    return gateway.breaker if isinstance(gateway, Guarded) else None


def _asking(call: Callable[..., Any], breaker: Breaker) -> Callable[..., Any]:
    @wraps(call)
    def ask(*args: Any, **kwargs: Any) -> Any:
        breaker.admit()
        try:
            answer = call(*args, **kwargs)
        except GatewayUnavailable:
            breaker.failed()
            raise
        except GatewayRefused:
            # The provider answers, and clearly.
            breaker.worked()
            raise
        breaker.worked()
        return answer

    return ask
