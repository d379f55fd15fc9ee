"""Giving a member another role, or an engineer another rate."""

from datetime import datetime

from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.outbox.record import record
from studiobook.teams.events import MemberChanged
from studiobook.teams.models import Membership, TeamRole
from studiobook.users.models import User


def change_role(
    membership_id: int,
    *,
    role: TeamRole,
    rate_per_hour_minor: int | None,
    by: User,
    now: datetime,
) -> Membership:
    """Write both; only an engineer keeps a rate. What guests have booked keeps its price.

    Raises NotFound for a membership that has ended.
    """
    membership = db.session.get(
        Membership, membership_id, with_for_update={"key_share": True}, populate_existing=True
    )
    if membership is None or membership.ended_at is not None:
        raise NotFound
    membership.role = role
    membership.rate_per_hour_minor = rate_per_hour_minor if role is TeamRole.ENGINEER else None
    fact = MemberChanged(membership.id, role.value, membership.rate_per_hour_minor)
    record(fact, actor="owner", actor_id=by.id, now=now)
    return membership
