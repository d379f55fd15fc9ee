"""Joining and leaving a studio's team."""

from datetime import datetime

from studiobook.db.base import db
from studiobook.studios.models import Studio
from studiobook.teams.models import Membership, TeamRole
from studiobook.users.models import User


def join(
    *,
    studio: Studio,
    user: User,
    role: TeamRole,
    now: datetime,
    rate_per_hour_minor: int | None = None,
) -> Membership:
    """Make the person a member; an engineer with a rate can be booked with the studio's rooms."""
    membership = Membership(
        studio=studio,
        user=user,
        role=role,
        rate_per_hour_minor=rate_per_hour_minor,
        created_at=now,
    )
    db.session.add(membership)
    db.session.flush()
    return membership
