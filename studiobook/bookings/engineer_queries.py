"""Reading what engineers have promised: their own sessions, and a member's, before they go."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from studiobook.bookings.console_queries import Desk
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.teams.models import Membership, TeamRole
from studiobook.users.viewer import Viewer

#: More than anybody is booked for at once.
MOST = 200


def is_engineer(viewer: Viewer) -> bool:
    """Whether the viewer can have sessions of their own."""
    found = select(Membership.id).where(
        Membership.user_id == viewer.user_id,
        Membership.role == TeamRole.ENGINEER,
        Membership.ended_at.is_(None),
    )
    return viewer.user_id is not None and db.session.scalar(found.limit(1)) is not None


def list_own_sessions(desk: Desk, *, now: datetime) -> list[Booking]:
    """Sessions of the viewer that are under way or to come, in order, where they still work."""
    at_work = Booking.studio_id.in_([studio.id for studio in desk.studios])
    return _sessions(at_work, user_id=desk.viewer.user_id, now=now)


def list_promised(membership: Membership, *, now: datetime) -> list[Booking]:
    """What a member is promised to at their studio, in order."""
    here = Booking.studio_id == membership.studio_id
    return _sessions(here, user_id=membership.user_id, now=now)


def _sessions(where: ColumnElement[bool], *, user_id: int | None, now: datetime) -> list[Booking]:
    wanted: Select[Booking] = (
        select(Booking)
        .join(Membership, Membership.id == Booking.engineer_id)
        .where(
            where,
            Membership.user_id == user_id,
            Booking.status.in_((Status.CONFIRMED, Status.AWAITING_OWNER)),
            func.upper(Booking.during) > now,
        )
        .options(joinedload(Booking.room), joinedload(Booking.studio))
        .order_by(func.lower(Booking.during), Booking.id)
        .limit(MOST)
    )
    return list(db.session.scalars(wanted))
