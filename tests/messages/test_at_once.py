"""Many at once in one thread, with real commits on connections of their own."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.messages.leave_unread import PATIENCE, leave_unread
from studiobook.messages.models import Message, Side, Thread
from studiobook.messages.send import send
from studiobook.messages.start import start
from studiobook.outbox.models import Event
from studiobook.studios.models import Studio
from studiobook.users.models import User
from tests.factories.world import NOW, make_message, make_studio, make_user

pytestmark = pytest.mark.committed

MANY = 12


def at_once(app: Flask, work: Callable[[int], object]) -> None:
    """Every client does its work in the same moment; a failure of one is a failure."""
    gate, failures = threading.Barrier(MANY), list[Exception]()

    def run(number: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                in_transaction(lambda: work(number))
            except Exception as error:  # noqa: BLE001  # told by the assertion below
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_one_thread_comes_of_many_starts(app: Flask):
    studio_id, guest_id = make_studio().id, make_user().id
    db.session.commit()

    def begin(_number: int) -> None:
        studio, guest = db.session.get_one(Studio, studio_id), db.session.get_one(User, guest_id)
        start(studio=studio, guest=guest, booking=None, now=NOW)

    at_once(app, begin)
    assert db.session.query(Thread).count() == 1


@pytest.mark.parametrize(("keys", "messages"), [(MANY, MANY), (1, 1)])
def test_messages_sent_at_once_are_counted_without_gaps(app: Flask, keys: int, messages: int):
    first = make_message(studio=make_studio(), guest=make_user())
    thread_id, guest_id = first.thread_id, first.sender_id
    db.session.commit()

    def write(number: int) -> None:
        send(
            thread_id=thread_id,
            sender=db.session.get_one(User, guest_id),
            side=Side.GUEST,
            body=f"Number {number % keys}",
            form_key=f"key-{number % keys}",
            now=NOW,
        )

    at_once(app, write)
    numbers = db.session.scalars(select(Message.number).order_by(Message.number)).all()
    assert numbers == list(range(1, messages + 2))
    assert db.session.get_one(Thread, thread_id).message_count == messages + 1


def test_two_clocks_have_one_mail_sent(app: Flask):
    thread_id = make_message(studio=make_studio(), guest=make_user()).thread_id
    db.session.commit()
    at_once(app, lambda _n: leave_unread(thread_id, Side.STUDIO, now=NOW + PATIENCE))
    assert db.session.query(Event).filter_by(name="MessagesLeftUnread").count() == 1
