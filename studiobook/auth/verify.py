"""Confirming that mail to an address reaches its person."""

from datetime import datetime

from studiobook.auth.events import EmailVerified
from studiobook.auth.models import Purpose
from studiobook.auth.tokens import redeem_token
from studiobook.outbox.record import record
from studiobook.users.models import User


def verify_email(token: str, *, now: datetime) -> User:
    """Use up a mailed token and confirm its person's address. Raises DeadToken."""
    return mark_verified(redeem_token(token, Purpose.VERIFY, now=now), now)


def mark_verified(user: User, now: datetime) -> User:
    """Confirm the address; a second time changes nothing and tells nobody."""
    if user.email_verified_at is None:
        user.email_verified_at = now
        record(EmailVerified(user.id), actor="user", actor_id=user.id, now=now)
    return user
