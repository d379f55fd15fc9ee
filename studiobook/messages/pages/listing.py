"""A list of threads: who wrote last, what, when, and what is still to be read."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from studiobook.messages.forms import WordsForm
from studiobook.messages.models import Message, Side
from studiobook.messages.pages.wording import path_of, when_in_short
from studiobook.messages.queries import PAGE, Entry
from studiobook.users.viewer import Viewer
from studiobook.values.one_line import one_line
from studiobook.web.components import Link, Pagination
from studiobook.web.pagination import pagination

#: Characters of the last message that a list shows.
EXCERPT = 140


@dataclass(frozen=True, slots=True)
class Row:
    """One thread; `unread` messages wait in it."""

    href: str
    name: str
    place: str
    sender: str
    excerpt: str
    when: str
    unread: int


@dataclass(frozen=True)
class ThreadsPage:
    """The guest's list or the studios'; `empty` says what to do when there is nothing."""

    title: str
    action: str
    form: WordsForm
    words: str
    rows: tuple[Row, ...]
    pagination: Pagination
    empty: tuple[str, str]
    #: Where messages begin: at a studio's page, for the guest.
    next_step: Link | None = None
    ways: tuple[Link, ...] = ()
    sections: tuple[Link, ...] = ()


def threads_page(
    entries: list[Entry],
    *,
    viewer: Viewer,
    side: Side,
    form: WordsForm,
    count: int,
    number: int,
    now: datetime,
    ways: tuple[Link, ...] = (),
    sections: tuple[Link, ...] = (),
) -> ThreadsPage:
    """One page of the viewer's threads."""
    words = form.q.data or ""
    return ThreadsPage(
        title="Messages",
        action=path_of(side),
        form=form,
        words=words,
        rows=tuple(_row(entry, viewer, side, now) for entry in entries),
        pagination=pagination(partial(_href, side, words), page=number, found=count, size=PAGE),
        empty=_empty(side, words),
        next_step=Link("Find a studio", "/search") if side is Side.GUEST else None,
        ways=ways,
        sections=sections,
    )


def _row(entry: Entry, viewer: Viewer, side: Side, now: datetime) -> Row:
    thread, last = entry.thread, entry.last
    is_guest = side is Side.GUEST
    return Row(
        href=f"{path_of(side, thread)}#latest",
        name=thread.studio.name if is_guest else thread.guest.name,
        place="" if is_guest else thread.studio.name,
        sender=_sender(last, viewer, side),
        excerpt=_shortened(last.body),
        when=when_in_short(last.sent_at, thread.studio.zone, now=now),
        unread=entry.unread,
    )


def _sender(last: Message, viewer: Viewer, side: Side) -> str:
    """Who wrote last; not the guest, whose name stands above it already."""
    if last.sender_id == viewer.user_id:
        return "You"
    return "" if last.side is Side.GUEST and side is Side.STUDIO else last.sender.name


def _shortened(body: str) -> str:
    text = one_line(body)
    return text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + " …"


def _empty(side: Side, words: str) -> tuple[str, str]:
    if words:
        return "Nothing found", "No message, guest or studio has all of these words."
    if side is Side.GUEST:
        return "No messages yet", "Every studio and room has a link by which you ask the studio."
    return (
        "No messages yet",
        "What guests write to your studios stands here. Owners and managers answer.",
    )


def _href(side: Side, words: str, page: int) -> str:
    query = {"q": words, "page": page} if words else {"page": page}
    return f"{path_of(side)}?{urlencode(query)}"
