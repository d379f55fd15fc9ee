"""One conversation with Square, through its SDK and with the keys of one owner."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from studiobook.payments.gateways.errors import (
    AccountRevoked,
    GatewayRefused,
    GatewayUnavailable,
)

if TYPE_CHECKING:
    import httpx
    from square import Square
    from square.core.api_error import ApiError
    from square.core.request_options import RequestOptions

Doc = dict[str, Any]

#: Seconds that one call may take.
TIMEOUT = 10.0
#: Answers that say nothing about whether the order was or will be carried out.
_NO_ANSWER = {408, 409, 429}
#: Our access is gone, or too narrow: only the owner can give it back.
_ACCESS = {"UNAUTHORIZED", "ACCESS_TOKEN_EXPIRED", "ACCESS_TOKEN_REVOKED", "INSUFFICIENT_SCOPES"}

Answer = TypeVar("Answer")
Call = Callable[["Square", "RequestOptions"], Any]


class SquareClient:
    """Square's API as plain documents. The SDK is imported with the first call, not before."""

    def __init__(self, *, base_url: str, access_token_of: Callable[[str], str]) -> None:
        self._base_url = base_url
        self._access_token_of = access_token_of

    def ask(self, account_ref: str, call: Call) -> Doc:
        """The answer to one call made for an owner.

        Raises GatewayUnavailable, GatewayRefused, AccountRevoked.
        """
        return self._speak(self._access_token_of(account_ref), call, _document)

    def list(self, account_ref: str, call: Call) -> list[Doc]:
        """Every document of a list that comes in pages. Raises like `ask`."""
        return self._speak(self._access_token_of(account_ref), call, _documents)

    def ask_as_application(self, call: Call, *, headers: dict[str, str] | None = None) -> Doc:
        """The answer to a call that needs no owner. A wrong secret is refused, not revoked."""
        try:
            return self._speak(None, call, _document, headers=headers)
        except AccountRevoked as refusal:
            raise GatewayRefused("unauthorized", "the application or the grant") from refusal

    def _speak(
        self,
        token: str | None,
        call: Call,
        read: Callable[[Any], Answer],
        headers: dict[str, str] | None = None,
    ) -> Answer:
        import httpx
        from square import Square
        from square.core.api_error import ApiError

        # An empty token would make the SDK look for one in the environment.
        square = Square(
            base_url=self._base_url, token=lambda: token or "none", httpx_client=self._line
        )
        # Whether to ask again is decided by who asked: see reconcile.py.
        once: RequestOptions = {"max_retries": 0, "additional_headers": headers or {}}
        try:
            return read(call(square, once))
        except ApiError as error:
            _refuse(error)
        except (httpx.HTTPError, ValueError) as error:
            raise GatewayUnavailable(type(error).__name__) from error

    @cached_property
    def _line(self) -> "httpx.Client":
        import httpx

        return httpx.Client(timeout=TIMEOUT, follow_redirects=False)


def _document(answer: Any) -> Doc:
    found: Doc = answer.dict()
    return found


def _documents(pages: Iterable[Any]) -> list[Doc]:
    return [found.dict() for found in pages]


def _refuse(error: "ApiError") -> NoReturn:
    status = error.status_code or 500
    first = error.errors[0]
    if status >= 500 or status in _NO_ANSWER or status < 400:
        raise GatewayUnavailable(f"answered {status}") from error
    if status == 401 or first.code in _ACCESS:
        raise AccountRevoked(str(first.code)) from error
    raise GatewayRefused(str(first.code), first.detail or "") from error
