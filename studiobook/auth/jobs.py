"""Tidiness: tokens and sessions that nobody can use any more."""

from datetime import timedelta

from sqlalchemy import delete, or_

from studiobook import clock
from studiobook.auth.models import AuthToken, LoginSession
from studiobook.auth.sessions import LONGEST
from studiobook.db.transaction import transaction

#: Kept that long after their end, for whoever has to look into an incident.
KEPT = timedelta(days=30)


def forget_old_tokens() -> None:
    """Delete tokens and sessions that ended a month ago."""
    now = clock.now()
    with transaction() as session:
        session.execute(delete(AuthToken).where(AuthToken.expires_at < now - KEPT))
        session.execute(
            delete(LoginSession).where(
                or_(
                    LoginSession.ended_at < now - KEPT,
                    LoginSession.created_at < now - LONGEST - KEPT,
                )
            )
        )
