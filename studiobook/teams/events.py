"""Facts about teams. Ids only: the secret of an invitation is minted when its mail leaves."""

from dataclasses import dataclass

from studiobook.outbox.record import Fact


@dataclass(frozen=True)
class InvitationOffered(Fact):
    """Somebody shall get the mail, for the first time or again."""

    invitation_id: int


@dataclass(frozen=True)
class InvitationWithdrawn(Fact):
    """The offer is taken back."""

    invitation_id: int


@dataclass(frozen=True)
class InvitationAccepted(Fact):
    """The person joined by it."""

    invitation_id: int
    user_id: int


@dataclass(frozen=True)
class MemberChanged(Fact):
    """Role or rate are others from now on."""

    membership_id: int
    role: str
    rate_per_hour_minor: int | None


@dataclass(frozen=True)
class MemberLeft(Fact):
    """Removed, or gone by themselves: the actor says which."""

    membership_id: int


@dataclass(frozen=True)
class MemberReturned(Fact):
    """Leaving was taken back."""

    membership_id: int
