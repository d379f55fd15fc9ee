"""Why a message can't be sent."""

from studiobook.errors import DomainError


class OwnStudio(DomainError):
    """Who answers for a studio does not ask it."""

    status = 409
    message = "This is your own studio. Its guests' messages are in the console."
