"""Why an engineer can't be had."""

from studiobook.errors import DomainError


class EngineerTaken(DomainError):
    """The engineer works in another room then."""

    status = 409
    message = "That engineer is busy at this time. Choose another one, or book without."


class NoSuchEngineer(DomainError):
    """Nobody of that number can be booked at this studio."""

    message = "That engineer can't be booked here. Choose another one, or book without."
