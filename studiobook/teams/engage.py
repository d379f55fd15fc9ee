"""The only writer of engineers' time; the rule of rooms: nobody can be in two places."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from studiobook.db.base import db
from studiobook.db.columns import range_of, slot_of
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
    _insert(user_id, booking_id, slot, lapses_at, now)


def engage_beside(
    *, user_id: int, booking_id: int, slot: Timeslot, lapses_at: datetime, now: datetime
) -> None:
    """Promise for a while what a new slot needs beyond the present one. Raises EngineerTaken."""
    _lock(user_id)
    present = db.session.scalars(
        select(EngineerTime.during).where(EngineerTime.booking_id == booking_id)
    )
    parts = [slot]
    for own in map(slot_of, present):
        parts = [rest for part in parts for rest in part.without(own)]
    for part in parts:
        _insert(user_id, booking_id, part, lapses_at, now)


def keep(*, booking_id: int) -> bool:
    """Turn what was promised for a while into a promise for good; False when it is gone."""
    kept = db.session.scalars(
        update(EngineerTime)
        .where(EngineerTime.booking_id == booking_id)
        .values(lapses_at=None)
        .returning(EngineerTime.id)
        .execution_options(synchronize_session=False)
    )
    return bool(kept.all())


def prolong(*, booking_id: int, until: datetime) -> None:
    """Let a passing promise last longer, with its hold."""
    db.session.execute(
        update(EngineerTime)
        .where(EngineerTime.booking_id == booking_id, EngineerTime.lapses_at < until)
        .values(lapses_at=until)
        .execution_options(synchronize_session=False)
    )


def release(*, booking_id: int, only_passing: bool = False) -> None:
    """Give back what a booking was promised. Doing it twice changes nothing."""
    mine = [EngineerTime.booking_id == booking_id]
    if only_passing:
        mine.append(EngineerTime.lapses_at.is_not(None))
    db.session.execute(delete(EngineerTime).where(*mine))


def _lock(user_id: int) -> None:
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))


def _insert(
    user_id: int, booking_id: int, slot: Timeslot, lapses_at: datetime | None, now: datetime
) -> None:
    during = range_of(slot)
    # A lapsed promise counts as gone, yet keeps blocking the constraint until a row changes.
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
