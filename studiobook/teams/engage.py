"""The only writer of engineers' time: the same rule as for rooms, a person can't be in two places."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from studiobook.db.base import db
from studiobook.db.columns import range_of
from studiobook.teams.errors import EngineerTaken
from studiobook.teams.models import EngineerTime
from studiobook.users.models import User
from studiobook.values.timeslot import Timeslot

CONSTRAINT = "engineer_in_one_place"


def engage(
    *,
    user_id: int,
    booking_id: int,
    slot: Timeslot,
    now: datetime,
    lapses_at: datetime | None = None,
) -> None:
    """Promise the person's time to a booking, until `lapses_at` or for good. Raises EngineerTaken.

    Called with the room's lock held: rooms before people, so that no two wait for each other.
    """
    _lock(user_id)
    during = range_of(slot)
    db.session.execute(
        delete(EngineerTime).where(
            EngineerTime.user_id == user_id,
            EngineerTime.during.op("&&")(during),
            EngineerTime.lapses_at <= now,
        )
    )
    taken = db.session.scalar(
        insert(EngineerTime)
        .values(user_id=user_id, booking_id=booking_id, during=during, lapses_at=lapses_at)
        .on_conflict_do_nothing(constraint=CONSTRAINT)
        .returning(EngineerTime.id)
    )
    if taken is None:
        raise EngineerTaken


def keep(*, booking_id: int) -> bool:
    """Turn what was promised for a while into a promise for good; False when it is gone."""
    kept = db.session.scalars(
        update(EngineerTime)
        .where(EngineerTime.booking_id == booking_id)
        .values(lapses_at=None)
        .returning(EngineerTime.id)
    )
    return bool(kept.all())


def prolong(*, booking_id: int, until: datetime) -> None:
    """Let a passing promise last longer, with its hold."""
    db.session.execute(
        update(EngineerTime)
        .where(EngineerTime.booking_id == booking_id, EngineerTime.lapses_at < until)
        .values(lapses_at=until)
    )


def release(*, booking_id: int) -> None:
    """Give back all that a booking was promised. Doing it twice changes nothing."""
    db.session.execute(delete(EngineerTime).where(EngineerTime.booking_id == booking_id))


def _lock(user_id: int) -> None:
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))
