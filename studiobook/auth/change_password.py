"""A new password: by the old one, or by the mailbox when it is forgotten."""

from datetime import datetime

from studiobook.auth.errors import WrongPassword
from studiobook.auth.events import PasswordChanged
from studiobook.auth.models import Purpose
from studiobook.auth.passwords import hash_password, is_password
from studiobook.auth.sessions import end_other_sessions
from studiobook.auth.tokens import call_in_tokens, redeem_token
from studiobook.auth.verify import mark_verified
from studiobook.outbox.record import record
from studiobook.users.models import User


def change_password(
    user: User, *, current: str, password: str, session_id: int, now: datetime
) -> None:
    """Set a new password and end all sessions but this one. Raises WrongPassword."""
    if not is_password(user.password_hash, current):
        raise WrongPassword
    _set_password(user, password, keep=session_id, now=now)


def reset_password(token: str, *, password: str, now: datetime) -> User:
    """Set a new password by a mailed token and end all sessions. Raises DeadToken.

    Nobody is signed in by it. The token came by mail, so the address is confirmed too.
    """
    user = redeem_token(token, Purpose.RESET, now=now)
    _set_password(user, password, keep=None, now=now)
    return mark_verified(user, now)


def _set_password(user: User, password: str, *, keep: int | None, now: datetime) -> None:
    user.password_hash = hash_password(password)
    call_in_tokens(user, *Purpose, now=now)
    end_other_sessions(user, keep=keep, now=now)
    record(PasswordChanged(user.id), actor="user", actor_id=user.id, now=now)
