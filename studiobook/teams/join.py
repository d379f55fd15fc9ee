"""Joining and leaving a studio's team, and taking that back."""

from datetime import datetime, timedelta

from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.outbox.record import record
from studiobook.studios.models import Studio
from studiobook.teams.errors import TooLateToReturn
from studiobook.teams.events import MemberLeft, MemberReturned
from studiobook.teams.models import Membership, TeamRole
from studiobook.teams.queries import find_membership
from studiobook.users.models import User

#: How long whoever ended a membership can take it back.
UNDO = timedelta(minutes=10)


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


def leave(membership_id: int, *, by: User, now: datetime) -> Membership:
    """End it at once, by the member or by whoever sets the studio up.

    Sessions that were promised an engineer keep them: a guest's booking is changed by people, not
    by this. Raises NotFound when it is over already.
    """
    membership = _locked(membership_id)
    if membership is None or membership.ended_at is not None:
        raise NotFound
    membership.ended_at, membership.ended_by_id = now, by.id
    record(MemberLeft(membership.id), actor="owner", actor_id=by.id, now=now)
    return membership


def rejoin(membership_id: int, *, by: User, now: datetime) -> Membership:
    """Take back what `by` ended minutes ago: the same membership goes on.

    Raises NotFound for what somebody else ended, and TooLateToReturn after ten minutes, or when
    the person is in the team again, or has no account any more.
    """
    membership = _locked(membership_id)
    if membership is None or membership.ended_by_id != by.id or membership.ended_at is None:
        raise NotFound
    back = find_membership(membership.studio_id, membership.user_id)
    is_over = membership.ended_at + UNDO <= now
    if back is not None or is_over or membership.user.suspended_at is not None:
        raise TooLateToReturn
    membership.ended_at = membership.ended_by_id = None
    record(MemberReturned(membership.id), actor="owner", actor_id=by.id, now=now)
    return membership


def _locked(membership_id: int) -> Membership | None:
    return db.session.get(
        Membership, membership_id, with_for_update={"key_share": True}, populate_existing=True
    )
