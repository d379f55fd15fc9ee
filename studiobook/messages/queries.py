"""Reading threads and messages."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal_column, or_, select
from sqlalchemy.orm import aliased, joinedload

from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.db.former_slug import Addressed, once_at
from studiobook.errors import Moved, NotFound
from studiobook.messages.models import Message, Side, Thread, ThreadReading
from studiobook.studios.models import Studio, StudioState
from studiobook.teams.policies import Power, studios_for
from studiobook.users.models import User
from studiobook.users.viewer import Viewer

#: Threads of a list, and messages of a page of the history.
PAGE = 20
HISTORY = 30
#: Messages that may appear on an open page before it has to be opened anew.
MOST_NEWS = 200


@dataclass(frozen=True)
class Entry:
    """A thread in a list, with its last message, and how many its reader has not read."""

    thread: Thread
    last: Message
    unread: int


def list_threads(
    viewer: Viewer, side: Side, *, words: str = "", page: int = 1
) -> tuple[list[Entry], int]:
    """One page of the viewer's threads, latest first, and how many there are in all.

    With `words` those in whose messages all of them stand, or whose guest or studio is so called.
    """
    found = _threads(viewer, side)
    if words:
        found = found.where(_has(words))
    count = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = db.session.execute(
        found.join(
            Message,
            (Message.thread_id == Thread.id) & (Message.number == Thread.message_count),
        )
        .add_columns(Message, _unread(side).label("unread"))
        .order_by(Thread.last_message_at.desc(), Thread.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
        .options(joinedload(Thread.studio), joinedload(Thread.guest), joinedload(Message.sender))
    )
    return [Entry(*row) for row in rows], count


def count_unread(viewer: Viewer, side: Side) -> int:
    """In how many of the viewer's threads something is to be read."""
    if viewer.user_id is None:
        return 0
    unread = _threads(viewer, side).where(exists().where(*_to_be_read(side)))
    return db.session.scalar(select(func.count()).select_from(unread.subquery())) or 0


def find_thread(code: str) -> Thread | None:
    """A thread by its code, with what its page shows."""
    return db.session.scalar(
        select(Thread)
        .where(Thread.code == code)
        .options(
            joinedload(Thread.studio),
            joinedload(Thread.guest),
            joinedload(Thread.booking).joinedload(Booking.room),
        )
    )


def find_thread_of(guest: User, studio: Studio) -> Thread | None:
    """What this guest and this studio have written so far, if anything."""
    return db.session.scalar(
        select(Thread).where(Thread.guest_id == guest.id, Thread.studio_id == studio.id)
    )


def get_studio_to_ask(slug: str) -> Studio:
    """A studio that everybody can see, and so can ask. Raises NotFound, or Moved."""
    public = select(Studio).where(Studio.state == StudioState.PUBLISHED)
    studio = db.session.scalar(public.where(Studio.slug == slug))
    if studio is not None:
        return studio
    moved = db.session.scalar(public.where(Studio.id.in_(once_at(Addressed.STUDIO, slug))))
    raise NotFound if moved is None else Moved(studio=moved.slug)


def list_messages(thread: Thread, *, before: int | None = None) -> list[Message]:
    """The last messages, or the last ones before a number, oldest first."""
    wanted = _messages(thread).order_by(Message.number.desc()).limit(HISTORY)
    if before is not None:
        wanted = wanted.where(Message.number < before)
    return list(reversed(db.session.scalars(wanted).all()))


def list_messages_from(thread: Thread, number: int, *, limit: int = MOST_NEWS) -> list[Message]:
    """Messages from a number on, oldest first."""
    wanted = _messages(thread).where(Message.number >= number)
    return list(db.session.scalars(wanted.order_by(Message.number).limit(limit)))


def read_number(thread: Thread, side: Side) -> int:
    """Up to which message a side has read."""
    return (
        db.session.scalar(
            select(ThreadReading.read_number).where(
                ThreadReading.thread_id == thread.id, ThreadReading.side == side
            )
        )
        or 0
    )


def _messages(thread: Thread) -> Select[Any]:
    return select(Message).where(Message.thread_id == thread.id).options(joinedload(Message.sender))


def _threads(viewer: Viewer, side: Side) -> Select[Any]:
    wanted = select(Thread).where(Thread.message_count > 0)
    if side is Side.GUEST:
        return wanted.where(Thread.guest_id == viewer.user_id)
    run = studios_for(viewer, Power.RUN).with_only_columns(Studio.id).order_by(None)
    return wanted.where(Thread.studio_id.in_(run))


def _unread(side: Side) -> ColumnElement[int]:
    return select(func.count()).where(*_to_be_read(side)).correlate(Thread).scalar_subquery()


def _to_be_read(side: Side) -> tuple[ColumnElement[bool], ...]:
    """Messages of the other side above this side's mark, of the thread of the outer query."""
    unread, reading = aliased(Message), aliased(ThreadReading)
    mark = (
        select(reading.read_number)
        .where(reading.thread_id == Thread.id, reading.side == side)
        .correlate(Thread)
        .scalar_subquery()
    )
    return unread.thread_id == Thread.id, unread.side != side, unread.number > mark


def _has(words: str) -> ColumnElement[bool]:
    said = aliased(Message)
    # Spelled like the index on it.
    plainly: ColumnElement[Any] = literal_column("'simple'::regconfig")
    vector = func.to_tsvector(plainly, said.body)
    written = exists().where(
        said.thread_id == Thread.id,
        vector.op("@@")(func.websearch_to_tsquery(plainly, words)),
    )
    guest = exists().where(User.id == Thread.guest_id, User.name.icontains(words, autoescape=True))
    studio = exists().where(
        Studio.id == Thread.studio_id, Studio.name.icontains(words, autoescape=True)
    )
    return or_(written, guest, studio)
