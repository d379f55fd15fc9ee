"""Showing and writing in a thread: the same for both sides."""

from functools import partial
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.db.transaction import in_transaction
from studiobook.messages.forms import MessageForm, ReadingForm, WordsForm, new_form_key
from studiobook.messages.models import Side, Thread
from studiobook.messages.pages.listing import ThreadsPage, threads_page
from studiobook.messages.pages.thread import News, Reader, ThreadPage, news_of, thread_page
from studiobook.messages.pages.wording import path_of
from studiobook.messages.policies import get_thread
from studiobook.messages.queries import (
    list_messages,
    list_messages_from,
    list_threads,
    read_number,
)
from studiobook.messages.quick_replies import filled, list_replies
from studiobook.messages.read import read
from studiobook.messages.send import send
from studiobook.users.viewer import Viewer
from studiobook.web.components import Link
from studiobook.web.console import sections
from studiobook.web.pagination import page_asked
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


def listed(side: Side, ways: tuple[Link, ...] = ()) -> ThreadsPage:
    """One page of the viewer's threads, or of those with the words that are searched for."""
    viewer = current_viewer()
    form = WordsForm(request.args)
    if not form.validate():
        form.q.data = ""
    number = page_asked()
    entries, count = list_threads(viewer, side, words=form.q.data or "", page=number)
    return threads_page(
        entries,
        viewer=viewer,
        side=side,
        form=form,
        count=count,
        number=number,
        now=clock.now(),
        ways=ways,
        sections=console(side),
    )


def shown(code: str, side: Side) -> Response:
    """The latest messages, a page of the history, or what is new since the page was opened."""
    viewer = current_viewer()
    thread = get_thread(code, viewer=viewer, side=side)
    reader = Reader(viewer.user_id, side, clock.now())
    since, after = _number("since"), _number("after")
    if since is not None and after is not None:
        return _news(thread, reader, since=since, after=after)
    replies = _replies(thread, side)
    return _show(thread, reader, _begun(replies), replies, before=_number("before"))


def sent(code: str, side: Side) -> Response | BaseResponse:
    """Send what was typed, and come back to it."""
    viewer = current_viewer()
    thread = get_thread(code, viewer=viewer, side=side)
    form = MessageForm()
    if not form.validate_on_submit():
        reader = Reader(viewer.user_id, side, clock.now())
        return _show(thread, reader, form, _replies(thread, side), status=422)
    in_transaction(partial(_write, thread.id, viewer, side, form))
    return redirect(f"{path_of(side, thread)}#latest", 303)


def marked(code: str, side: Side) -> BaseResponse:
    """What stood on the page has been read."""
    thread = get_thread(code, viewer=current_viewer(), side=side)
    form = ReadingForm()
    if form.validate_on_submit():
        thread_id, upto = thread.id, form.upto.data or 0
        in_transaction(lambda: read(thread_id=thread_id, side=side, upto=upto))
    # A plain redirect also where a script asked: nothing is swapped, the page stays as it is.
    return redirect(f"{path_of(side, thread)}#latest", 303)


def console(side: Side, current: str = "messages") -> tuple[Link, ...]:
    """The console's sections; none for a guest."""
    return () if side is Side.GUEST else sections(current)


def _write(thread_id: int, viewer: Viewer, side: Side, form: MessageForm) -> None:
    assert viewer.user is not None
    send(
        thread_id=thread_id,
        sender=viewer.user,
        side=side,
        body=form.body.data or "",
        form_key=form.form_key.data or new_form_key(),
        now=clock.now(),
    )


def _show(
    thread: Thread,
    reader: Reader,
    form: MessageForm,
    replies: list[str],
    *,
    before: int | None = None,
    status: int = 200,
) -> Response:
    messages = list_messages(thread, before=before)
    form.form_key.data = form.form_key.data or new_form_key()
    page: ThreadPage = thread_page(
        thread,
        reader=reader,
        messages=messages,
        news=None if before is not None else _first_news(thread, reader, messages),
        form=form,
        replies=replies,
        sections=console(reader.side),
    )
    return respond("messages/thread.html", page, status)


def _first_news(thread: Thread, reader: Reader, messages: list[Any]) -> News:
    since = messages[-1].number if messages else 0
    mark = read_number(thread, reader.side)
    return news_of(thread, reader=reader, messages=messages, since=since, read=mark)


def _news(thread: Thread, reader: Reader, *, since: int, after: int) -> Response:
    if thread.message_count <= after:
        return Response(status=204)
    news = news_of(
        thread,
        reader=reader,
        messages=list_messages_from(thread, since),
        since=since,
        read=read_number(thread, reader.side),
    )
    page = thread_page(thread, reader=reader, messages=(), news=news, form=MessageForm())
    return respond("messages/thread.html", page)


def _begun(replies: list[str]) -> MessageForm:
    """Empty, or begun with the quick reply that was chosen."""
    form, chosen = MessageForm(formdata=None), _number("reply")
    if chosen is not None and 1 <= chosen <= len(replies):
        form.body.data = replies[chosen - 1]
    return form


def _replies(thread: Thread, side: Side) -> list[str]:
    if side is Side.GUEST:
        return []
    return [filled(body, thread) for body in list_replies(thread.studio_id)]


def _number(name: str) -> int | None:
    asked = request.args.get(name, type=int)
    return asked if asked is not None and 0 <= asked < 2**31 else None
