"""Why an account can't be erased now."""

from studiobook.errors import DomainError


class StillNeeded(DomainError):
    """Bookings, studios or colleagues still need it."""

    status = 409
    message = "Your account is still needed. The page says for what."
