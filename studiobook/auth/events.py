"""Facts about accounts. Ids only: a token never enters an event, the mail mints it when sent.

Where somebody asks for a mail, `user_id` is None for an unknown address: the same rows are
written either way, so that neither the answer nor its time tells whether an account exists.
"""

from dataclasses import dataclass

from studiobook.outbox.record import Fact


@dataclass(frozen=True)
class UserRegistered(Fact):
    """A new account that still has to confirm its address."""

    user_id: int


@dataclass(frozen=True)
class RegistrationRepeated(Fact):
    """Somebody registered with the address of an existing account."""

    user_id: int


@dataclass(frozen=True)
class VerificationAsked(Fact):
    """The confirming mail shall come again."""

    user_id: int | None


@dataclass(frozen=True)
class EmailVerified(Fact):
    """The person showed that mail to this address reaches them."""

    user_id: int


@dataclass(frozen=True)
class PasswordResetAsked(Fact):
    """The password was forgotten."""

    user_id: int | None


@dataclass(frozen=True)
class SignInLinkAsked(Fact):
    """Somebody wants to sign in by mail."""

    user_id: int | None


@dataclass(frozen=True)
class PasswordChanged(Fact):
    """By the old one or by a mailed link."""

    user_id: int


@dataclass(frozen=True)
class GoogleLinked(Fact):
    """A Google account opens this account from now on."""

    user_id: int


@dataclass(frozen=True)
class GoogleUnlinked(Fact):
    """And no longer."""

    user_id: int
