"""Reading a studio's team."""

from datetime import datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload

from studiobook.db.base import db
from studiobook.db.columns import range_of
from studiobook.teams.errors import NoSuchEngineer
from studiobook.teams.models import EngineerTime, Membership, TeamRole
from studiobook.values.timeslot import Timeslot


def get_engineer(membership_id: int, *, studio_id: int) -> Membership:
    """An engineer whom guests can book at this studio. Raises NoSuchEngineer."""
    engineer = db.session.scalar(_bookable(studio_id).where(Membership.id == membership_id))
    if engineer is None:
        raise NoSuchEngineer
    return engineer


def list_engineers(
    studio_id: int, *, slot: Timeslot | None = None, now: datetime | None = None
) -> list[Membership]:
    """Engineers whom guests can book; given a slot and `now`, those who are free then."""
    wanted = _bookable(studio_id).order_by(Membership.id)
    if slot is not None and now is not None:
        wanted = wanted.where(
            ~exists().where(
                EngineerTime.user_id == Membership.user_id,
                EngineerTime.during.op("&&")(range_of(slot)),
                or_(EngineerTime.lapses_at.is_(None), EngineerTime.lapses_at > now),
            )
        )
    return list(db.session.scalars(wanted))


def _bookable(studio_id: int) -> Select[Membership]:
    return (
        select(Membership)
        .where(
            Membership.studio_id == studio_id,
            Membership.role == TeamRole.ENGINEER,
            Membership.rate_per_hour_minor.is_not(None),
            Membership.ended_at.is_(None),
        )
        .options(joinedload(Membership.user))
    )
