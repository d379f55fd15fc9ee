"""How Stripe says no."""

from typing import Any


class Refusal(Exception):
    """An error answer in Stripe's shape.

    `is_early`: it came from looking at the request alone, so the idempotency key is still free.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        status: int = 400,
        kind: str = "invalid_request_error",
        is_early: bool = False,
    ) -> None:
        self.message, self.code, self.param = message, code, param
        self.status, self.kind, self.is_early = status, kind, is_early
        super().__init__(message)

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        told = {"type": self.kind, "code": self.code, "message": self.message, "param": self.param}
        return {"error": {name: value for name, value in told.items() if value is not None}}


def missing(kind: str, ref: str, *, param: str | None = None) -> Refusal:
    """There is no such object: 404 where the address names it, 400 where a parameter does."""
    return Refusal(
        f"No such {kind}: '{ref}'",
        code="resource_missing",
        param=param or "id",
        status=400 if param else 404,
    )


def failing_on_purpose(status: int) -> Refusal:
    """What a bad day at the provider looks like."""
    kinds = {429: "rate_limit", 409: "idempotency_key_in_use"}
    return Refusal(
        "A switch made this fail.",
        code=kinds.get(status),
        status=status,
        kind="api_error" if status >= 500 else "invalid_request_error",
    )
