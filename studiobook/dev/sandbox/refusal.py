"""How the provider says no."""


class Refusal(Exception):
    """An error answer: a code for programs, a sentence for people, the parameter at fault."""

    def __init__(
        self, code: str, message: str, *, param: str | None = None, status: int = 400
    ) -> None:
        self.code = code
        self.message = message
        self.param = param
        self.status = status
        super().__init__(message)

    def as_json(self) -> dict[str, dict[str, str | None]]:
        """The body of the answer."""
        return {"error": {"code": self.code, "message": self.message, "param": self.param}}
