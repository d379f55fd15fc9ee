"""Facts about who owns a company."""

from dataclasses import dataclass

from studiobook.outbox.record import Fact


@dataclass(frozen=True)
class OwnerAppointed(Fact):
    """The person owns the company from now on."""

    company_id: int
    user_id: int


@dataclass(frozen=True)
class OwnerDismissed(Fact):
    """And no longer."""

    company_id: int
    user_id: int
