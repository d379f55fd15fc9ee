"""The one base of every refusal that a person may be told about."""

from typing import ClassVar


class DomainError(Exception):
    """A named refusal. `message` is a plain sentence for people; `status` is its HTTP meaning."""

    status: ClassVar[int] = 422
    message: str = "That is not possible."

    def __init__(self, message: str | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(self.message)


class NotFound(DomainError):
    """The thing does not exist, or is not for this person to know about: both answer the same."""

    status = 404
    message = "There is nothing at this address."


class Moved(NotFound):
    """It stands at another address now.

    `places` are the words of the address that changed, by what they name: studio, room, company.
    """

    def __init__(self, **places: str) -> None:
        self.places = places
        super().__init__()


class Forbidden(DomainError):
    """The person is known and may see the thing, but may not do this to it."""

    status = 403
    message = "You may not do that."
