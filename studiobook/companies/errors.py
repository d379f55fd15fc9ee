"""Refusals about owning a company."""

from studiobook.errors import DomainError


class LastOwner(DomainError):
    """Somebody has to answer for the studios."""

    status = 409
    message = (
        "A company keeps at least one owner. Invite another owner first; once they have"
        " accepted, this one can go."
    )
