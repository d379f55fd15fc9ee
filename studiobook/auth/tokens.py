"""Mailed single-use tokens: issued, looked at, redeemed once, called in."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from studiobook.auth.errors import DeadToken
from studiobook.auth.models import AuthToken, Purpose
from studiobook.db.base import db
from studiobook.users.models import User

LIFETIME = {
    Purpose.VERIFY: timedelta(days=2),
    Purpose.RESET: timedelta(hours=1),
    Purpose.LINK: timedelta(minutes=20),
}


def digest(secret: str) -> str:
    """SHA-256 in hex. The secrets are 256 random bits, so no salt and no stretching is needed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def issue_token(user: User, purpose: Purpose, *, now: datetime) -> str:
    """A fresh token for a mail; the person's older ones for this purpose die."""
    call_in_tokens(user, purpose, now=now)
    token = secrets.token_urlsafe(32)
    db.session.add(
        AuthToken(
            user_id=user.id,
            purpose=purpose,
            token_hash=digest(token),
            stamp=_stamp(user),
            created_at=now,
            expires_at=now + LIFETIME[purpose],
        )
    )
    db.session.flush()
    return token


def call_in_tokens(user: User, *purposes: Purpose, now: datetime) -> None:
    """End the person's living tokens for these purposes."""
    db.session.execute(
        update(AuthToken)
        .where(
            AuthToken.user_id == user.id,
            AuthToken.purpose.in_(purposes),
            AuthToken.used_at.is_(None),
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


def find_holder(token: str, purpose: Purpose, *, now: datetime) -> User | None:
    """Whose living token this is, without using it up: mail scanners open links too."""
    found = db.session.execute(
        select(AuthToken.stamp, User)
        .join(User, User.id == AuthToken.user_id)
        .where(*_living(token, purpose, now=now))
    ).first()
    if found is None or found.stamp != _stamp(found.User):
        return None
    user: User = found.User
    return user


def redeem_token(token: str, purpose: Purpose, *, now: datetime) -> User:
    """Use the token up and return its person, locked. Raises DeadToken, for all but one of many.

    The update decides: of any number of redemptions at once one finds the token unused.
    """
    used = db.session.execute(
        update(AuthToken)
        .where(*_living(token, purpose, now=now))
        .values(used_at=now)
        .returning(AuthToken.user_id, AuthToken.stamp)
        .execution_options(synchronize_session=False)
    ).first()
    if used is None:
        raise DeadToken
    user = db.session.get_one(User, used.user_id, with_for_update=True)
    if used.stamp != _stamp(user):
        raise DeadToken
    return user


def _living(token: str, purpose: Purpose, *, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        AuthToken.token_hash == digest(token),
        AuthToken.purpose == purpose,
        AuthToken.used_at.is_(None),
        AuthToken.expires_at > now,
    )


def _stamp(user: User) -> str:
    return digest(f"{user.email}\n{user.password_hash or ''}")
