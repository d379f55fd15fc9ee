"""How Square says no."""

from typing import Any

REQUEST, ACCESS, REFUND, API = (
    "INVALID_REQUEST_ERROR",
    "AUTHENTICATION_ERROR",
    "REFUND_ERROR",
    "API_ERROR",
)


class Refusal(Exception):
    """An error answer: category and code for programs, a sentence for people, the field."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        status: int = 400,
        category: str = REQUEST,
        field: str | None = None,
    ) -> None:
        self.status = status
        self._error = {"category": category, "code": code, "detail": detail}
        if field:
            self._error["field"] = field
        super().__init__(detail)

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        return {"errors": [self._error]}


def not_found(what: str, ref: str) -> Refusal:
    """There is no such thing in this seller's account."""
    return Refusal("NOT_FOUND", f"{what} {ref} was not found.", status=404)
