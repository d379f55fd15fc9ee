"""Marking messages as read."""

from sqlalchemy import func, select, update

from studiobook.db.base import db
from studiobook.messages.models import Side, Thread, ThreadReading


def read(*, thread_id: int, side: Side, upto: int) -> None:
    """Note that a side has read up to a number. Nobody unreads, nor reads ahead.

    A later message may be told of by mail again.
    """
    last = select(Thread.message_count).where(Thread.id == thread_id).scalar_subquery()
    seen = func.least(upto, last)
    db.session.execute(
        update(ThreadReading)
        .where(
            ThreadReading.thread_id == thread_id,
            ThreadReading.side == side,
            ThreadReading.read_number < seen,
        )
        .values(read_number=seen, mailed_at=None)
        .execution_options(synchronize_session=False)
    )
