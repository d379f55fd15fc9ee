"""Proving an account by its password or by its mailbox."""

from datetime import datetime

from studiobook.auth.errors import AccountSuspended, WrongCredentials
from studiobook.auth.models import Purpose
from studiobook.auth.passwords import hash_password, is_outdated, is_password
from studiobook.auth.sessions import end_other_sessions
from studiobook.auth.tokens import call_in_tokens, redeem_token
from studiobook.auth.verify import mark_verified
from studiobook.users.models import User
from studiobook.users.queries import find_user_by_email


def log_in(*, email: str, password: str, now: datetime) -> User:
    """The person whose password this is.

    An unknown address, a wrong password and an account without one take the same path, the same
    time and raise the same WrongCredentials. AccountSuspended only after the right password.
    """
    user = find_user_by_email(email)
    if not is_password(user.password_hash if user else None, password) or user is None:
        raise WrongCredentials
    if user.password_hash and is_outdated(user.password_hash):
        user.password_hash = hash_password(password)
    return admit(user, now=now)


def log_in_by_link(token: str, *, now: datetime) -> User:
    """The person to whose mailbox this token was sent. Raises DeadToken, AccountSuspended.

    An address that nobody had confirmed until now may have been registered by somebody else, who
    then knows the password: it is voided, and whoever is signed in by it is out.
    """
    user = redeem_token(token, Purpose.LINK, now=now)
    if user.email_verified_at is None:
        user.password_hash = None
        end_other_sessions(user, keep=None, now=now)
        mark_verified(user, now)
    return admit(user, now=now)


def admit(user: User, *, now: datetime) -> User:
    """Let in whoever has proved to be this person, and call in other ways that are under way."""
    if user.suspended_at is not None:
        raise AccountSuspended
    call_in_tokens(user, Purpose.RESET, Purpose.LINK, now=now)
    return user
