"""Tidiness: addresses of people who never said yes."""

from datetime import timedelta

from sqlalchemy import delete, or_

from studiobook import clock
from studiobook.db.transaction import transaction
from studiobook.teams.models import Invitation

#: So long a lapsed or withdrawn offer can be looked at, and a lapsed one be sent again.
KEPT = timedelta(days=30)


def forget_old_invitations() -> None:
    """Delete offers that lapsed or were withdrawn a month ago; accepted ones are history."""
    before = clock.now() - KEPT
    with transaction() as session:
        session.execute(
            delete(Invitation).where(
                Invitation.accepted_at.is_(None),
                or_(Invitation.expires_at < before, Invitation.withdrawn_at < before),
            )
        )
