"""One thread as a side sees it: the messages by day, what is new, and the form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from studiobook.messages.forms import MessageForm
from studiobook.messages.links import Piece, pieces_of
from studiobook.messages.models import Message, Side, Thread
from studiobook.messages.pages.wording import day_name, path_of
from studiobook.values.wall_clock import zone_label
from studiobook.web.components import Face, Link
from studiobook.web.faces import face_of
from studiobook.web.templating import clock, span


@dataclass(frozen=True, slots=True)
class Line:
    """One message; `day` stands above it where a new one begins."""

    number: int
    sender: str
    face: Face
    time: str
    at: datetime
    is_mine: bool
    pieces: tuple[Piece, ...]
    day: str | None


@dataclass(frozen=True, slots=True)
class News:
    """What came after the page was opened, and where to ask for what comes next."""

    lines: tuple[Line, ...]
    poll: str
    last: int
    has_unread: bool


@dataclass(frozen=True)
class ThreadPage:
    """A thread; `news` is None on pages of the history."""

    title: str
    place: str
    zone_name: str
    action: str
    back: Link
    lines: tuple[Line, ...]
    form: MessageForm
    about: Link | None = None
    earlier: str | None = None
    newest: str | None = None
    news: News | None = None
    replies: tuple[Link, ...] = ()
    edit_replies: str | None = None
    sections: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Who looks at a thread, from which side, when."""

    user_id: int | None
    side: Side
    now: datetime


def thread_page(
    thread: Thread,
    *,
    reader: Reader,
    messages: Sequence[Message],
    news: News | None,
    form: MessageForm,
    replies: Sequence[str] = (),
    sections: tuple[Link, ...] = (),
) -> ThreadPage:
    """The page for guest or studio."""
    is_guest = reader.side is Side.GUEST
    action = path_of(reader.side, thread)
    has_earlier = bool(messages) and messages[0].number > 1
    return ThreadPage(
        title=thread.studio.name if is_guest else thread.guest.name,
        place="" if is_guest else thread.studio.name,
        zone_name=zone_label(reader.now, thread.studio.zone),
        action=action,
        back=Link("Messages", path_of(reader.side)),
        lines=tuple(lines_of(messages, thread, reader)),
        form=form,
        about=_about(thread),
        earlier=f"{action}?before={messages[0].number}" if has_earlier else None,
        newest=None if news else f"{action}#latest",
        news=news,
        replies=tuple(
            Link(body, f"{action}?reply={number}#write")
            for number, body in enumerate(replies, start=1)
        ),
        edit_replies=None if is_guest else f"{path_of(reader.side)}/replies/{thread.studio.slug}",
        sections=sections,
    )


def news_of(
    thread: Thread, *, reader: Reader, messages: Sequence[Message], since: int, read: int
) -> News:
    """From the messages from `since` on: that one was on the page when it was opened."""
    last = messages[-1].number if messages else since
    theirs = [it.number for it in messages if it.side is not reader.side]
    shown = [line for line in lines_of(messages, thread, reader) if line.number > since]
    action = path_of(reader.side, thread)
    return News(
        lines=tuple(shown),
        poll=f"{action}?since={since}&after={last}",
        last=last,
        has_unread=bool(theirs) and theirs[-1] > read,
    )


def lines_of(messages: Iterable[Message], thread: Thread, reader: Reader) -> list[Line]:
    """The messages in their order, each new day named."""
    lines: list[Line] = []
    zone, known = thread.studio.zone, ""
    for message in messages:
        name = day_name(message.sent_at, zone, now=reader.now)
        lines.append(
            Line(
                number=message.number,
                sender=_sender(message, thread, reader),
                face=face_of(message.sender.name, message.sender.photo_key),
                time=clock(message.sent_at, zone),
                at=message.sent_at,
                is_mine=message.sender_id == reader.user_id,
                pieces=pieces_of(message.body),
                day=name if name != known else None,
            )
        )
        known = name
    return lines


def _sender(message: Message, thread: Thread, reader: Reader) -> str:
    if message.sender_id == reader.user_id:
        return "You"
    if message.side is Side.STUDIO and reader.side is Side.GUEST:
        return f"{message.sender.name}, {thread.studio.name}"
    return message.sender.name


def _about(thread: Thread) -> Link | None:
    booking = thread.booking
    if booking is None:
        return None
    label = f"{booking.room.name}, {span(booking.slot, booking.zone)}"
    return Link(label, f"/bookings/{booking.code}")
