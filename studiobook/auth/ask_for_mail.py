"""Asking for a mail with a link; an unknown address writes the same rows as a known one."""

from datetime import datetime

from studiobook.auth.events import PasswordResetAsked, SignInLinkAsked, VerificationAsked
from studiobook.outbox.record import Fact, record
from studiobook.users.queries import find_user_by_email


def ask_for_verification(email: str, *, now: datetime) -> None:
    """Have the confirming mail sent again, if there is an account that needs it."""
    user = find_user_by_email(email)
    waits = user is not None and user.email_verified_at is None
    _ask(VerificationAsked(user.id if user and waits else None), now=now)


def ask_for_password_reset(email: str, *, now: datetime) -> None:
    """Have a mail sent by which a new password can be set, if there is such an account."""
    _ask(PasswordResetAsked(_id_of(email)), now=now)


def ask_for_sign_in_link(email: str, *, now: datetime) -> None:
    """Have a mail sent that signs in once, if there is such an account."""
    _ask(SignInLinkAsked(_id_of(email)), now=now)


def _id_of(email: str) -> int | None:
    user = find_user_by_email(email)
    return user.id if user and user.suspended_at is None else None


def _ask(fact: Fact, *, now: datetime) -> None:
    record(fact, actor="visitor", now=now)
