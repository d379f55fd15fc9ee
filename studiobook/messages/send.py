"""Sending a message."""

import hashlib
from datetime import datetime

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.messages.events import MessageSent
from studiobook.messages.models import Message, Side, Thread
from studiobook.messages.read import read
from studiobook.outbox.record import record
from studiobook.users.models import User

ACTORS = {Side.GUEST: "guest", Side.STUDIO: "owner"}


def send(
    *, thread_id: int, sender: User, side: Side, body: str, form_key: str, now: datetime
) -> Message:
    """Add a message; who writes has read what stands above.

    The thread's row is locked, so that messages have one order, and a form that is sent twice
    gives the message that it gave the first time. Who goes back to it and writes something else
    sends something else.
    """
    thread = db.session.scalars(
        select(Thread)
        .where(Thread.id == thread_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    key = _key(form_key, body)
    sent = _sent_before(thread, key)
    if sent is not None:
        return sent
    thread.message_count += 1
    thread.last_message_at = max(now, thread.last_message_at)
    message = Message(
        thread_id=thread.id,
        number=thread.message_count,
        side=side,
        sender=sender,
        body=body,
        form_key=key,
        sent_at=thread.last_message_at,
    )
    db.session.add(message)
    db.session.flush()
    read(thread_id=thread.id, side=side, upto=message.number)
    fact = MessageSent(thread_id=thread.id, number=message.number, side=side)
    record(fact, actor=ACTORS[side], actor_id=sender.id, now=now)
    return message


def _key(form_key: str, body: str) -> str:
    return hashlib.sha256(f"{form_key}\n{body}".encode()).hexdigest()[:32]


def _sent_before(thread: Thread, key: str) -> Message | None:
    return db.session.scalar(
        select(Message).where(Message.thread_id == thread.id, Message.form_key == key)
    )
