"""Noticing that somebody is away: what was written to them is unread, and no mail said so yet."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select

from studiobook.db.base import db
from studiobook.messages.events import MessagesLeftUnread
from studiobook.messages.models import Message, Side, Thread, ThreadReading
from studiobook.outbox.record import record

#: Who answers within that time has the page open and needs no mail.
PATIENCE = timedelta(minutes=5)
#: Nobody is told of what is older, should the clock have stood still for so long.
STALE = timedelta(days=3)


def list_left_unread(*, now: datetime, limit: int = 500) -> list[tuple[int, Side]]:
    """Threads and sides that are to be told."""
    rows = db.session.execute(
        select(ThreadReading.thread_id, ThreadReading.side)
        .join(Thread, Thread.id == ThreadReading.thread_id)
        .where(
            Thread.last_message_at > now - STALE,
            ThreadReading.mailed_at.is_(None),
            exists().where(*_waiting(now)),
        )
        .order_by(Thread.last_message_at)
        .limit(limit)
    )
    return [(thread_id, side) for thread_id, side in rows]


def leave_unread(thread_id: int, side: Side, *, now: datetime) -> None:
    """Have one mail sent to this side; no other until they have read. Twice changes nothing."""
    reading = db.session.scalars(
        select(ThreadReading)
        .where(ThreadReading.thread_id == thread_id, ThreadReading.side == side)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    first = db.session.scalar(
        select(Message.number)
        .join(ThreadReading, ThreadReading.thread_id == Message.thread_id)
        .where(ThreadReading.thread_id == thread_id, ThreadReading.side == side, *_waiting(now))
        .order_by(Message.number)
        .limit(1)
    )
    if reading.mailed_at is not None or first is None:
        return
    reading.mailed_at = now
    fact = MessagesLeftUnread(thread_id=thread_id, side=side, number=first)
    record(fact, actor="platform", now=now)


def _waiting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Messages of the other side that this reading has not come to for a while."""
    return (
        Message.thread_id == ThreadReading.thread_id,
        Message.number > ThreadReading.read_number,
        Message.side != ThreadReading.side,
        Message.sent_at <= now - PATIENCE,
    )
