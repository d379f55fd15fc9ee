"""Refusals about people."""

from studiobook.errors import DomainError


class NoSuchUser(DomainError):
    """Nobody has this address."""

    status = 404
    message = "Nobody with this e-mail address has an account."
