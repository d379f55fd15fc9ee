"""One mail per burst, only to who is away; `STUDIOBOOK_WRITE_MAILS=1` writes the kept ones anew."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from studiobook import queue
from studiobook.background.cli import tick
from studiobook.db.base import db
from studiobook.mail.transports import Memory
from studiobook.messages.jobs import tell_who_is_away
from studiobook.messages.models import Side, Thread
from studiobook.messages.read import read
from studiobook.outbox.jobs import sweep
from studiobook.outbox.models import Event
from studiobook.schedule import TASKS
from tests.factories.world import NOW, make_message
from tests.messages.conftest import Clock, House

FOLDER = Path(__file__).parent / "mails"
MINUTE = timedelta(minutes=1)
Write = Callable[..., None]


@pytest.fixture
def write(house: House, stopped_clock: Clock) -> Write:
    """The guest writes, or the owner, at the present moment."""

    def send(body: str = "Is the piano tuned?", *, by_studio: bool = False) -> None:
        sender = house.owner if by_studio else None
        make_message(
            studio=house.studio, guest=house.guest, sender=sender, body=body, now=stopped_clock.time
        )
        db.session.commit()

    return send


@pytest.fixture
def later(stopped_clock: Clock) -> Callable[[int], None]:
    """Minutes pass; then the clock's task and the outbox have their turn."""

    def wait(minutes: int) -> None:
        stopped_clock.move_to(stopped_clock.time + minutes * MINUTE)
        tell_who_is_away()
        sweep()

    return wait


def thread() -> Thread:
    return db.session.query(Thread).one()


def test_a_burst_is_one_mail_to_everybody_who_answers(
    house: House, write: Write, later, sent: Memory
):
    write()
    later(2)
    write("And the Rhodes?")
    assert sent.sent == []
    later(4)
    assert sorted(m.to_address for m in sent.sent) == sorted(
        [house.owner.email, house.manager.email]
    )
    assert "And 1 more message." in sent.sent[0].text
    write("Hello?")
    for _ in range(3):
        later(30)
    assert len(sent.sent) == 2, "no second mail until somebody has read"


def test_after_reading_the_next_burst_is_told_again(write: Write, later, sent: Memory):
    write(by_studio=True)
    later(6)
    assert [m.to_address for m in sent.sent] == ["gwen@example.com"]
    read(thread_id=thread().id, side=Side.GUEST, upto=1)
    later(6)
    assert len(sent.sent) == 1
    write("Still there?", by_studio=True)
    later(6)
    assert len(sent.sent) == 2
    assert "Still there?" in sent.sent[1].text
    assert "piano" not in sent.sent[1].text


def test_who_reads_in_time_gets_no_mail(write: Write, later, sent: Memory):
    write(by_studio=True)
    later(4)
    read(thread_id=thread().id, side=Side.GUEST, upto=1)
    later(10)
    assert sent.sent == []


def test_who_answers_has_read(write: Write, later, sent: Memory):
    write()
    write("Yes", by_studio=True)
    read(thread_id=thread().id, side=Side.GUEST, upto=2)
    later(10)
    assert sent.sent == []


def test_who_reads_between_the_decision_and_the_mail_gets_none(
    write: Write, sent: Memory, stopped_clock: Clock
):
    write(by_studio=True)
    stopped_clock.move_to(NOW + 6 * MINUTE)
    tell_who_is_away()
    read(thread_id=thread().id, side=Side.GUEST, upto=1)
    db.session.commit()
    sweep()
    assert sent.sent == []


def test_a_wiped_redis_costs_no_mail_and_gives_none_twice(
    app: Flask, write: Write, sent: Memory, stopped_clock: Clock, monkeypatch
):
    redis = app.extensions["studiobook_redis"]
    write(by_studio=True)
    redis.flushdb()
    stopped_clock.move_to(NOW + 6 * MINUTE)
    tell_who_is_away()
    redis.flushdb()
    sweep()
    redis.flushdb()
    tell_who_is_away()
    sweep()
    assert len(sent.sent) == 1


def test_without_redis_the_clock_tells_by_itself(
    write: Write, sent: Memory, stopped_clock: Clock, monkeypatch
):
    monkeypatch.setattr(queue, "connection", lambda: None)
    monkeypatch.setattr(
        "studiobook.background.cli.TASKS",
        [task for task in TASKS if task.name in ("tell-of-messages", "sweep-outbox")][::-1],
    )
    write(by_studio=True)
    stopped_clock.move_to(NOW + 6 * MINUTE)
    tick({})
    tick({})
    assert len(sent.sent) == 1


def test_an_address_that_nobody_has_confirmed_is_not_written_to(
    house: House, write: Write, later, sent: Memory
):
    house.guest.email_verified_at = None
    write(by_studio=True)
    later(6)
    assert sent.sent == []


def test_nobody_is_told_of_what_is_days_old(write: Write, later, sent: Memory):
    write(by_studio=True)
    later(4 * 24 * 60)
    assert sent.sent == []


@pytest.mark.parametrize("side", list(Side))
def test_each_mail_says_what_it_always_says(
    house: House, write: Write, later, sent: Memory, side: Side
):
    by_studio = side is Side.GUEST
    write("Hello <b>you</b>,\nsee https://example.com/plan.", by_studio=by_studio)
    write("And bring cables.", by_studio=by_studio)
    thread().code = "TA1K000000"
    db.session.commit()
    later(6)
    mail = sent.sent[0]
    same_as_kept(f"unread_{side}.txt", f"{mail.subject}\n\n{mail.text}")
    same_as_kept(f"unread_{side}.html", mail.html)


def test_an_event_carries_no_words(write: Write):
    write("Something private")
    events = db.session.query(Event).filter_by(name="MessageSent").all()
    assert [event.data for event in events] == [
        {"thread_id": thread().id, "number": 1, "side": "guest"}
    ]


def same_as_kept(name: str, text: str) -> None:
    kept = FOLDER / name
    if os.environ.get("STUDIOBOOK_WRITE_MAILS"):
        kept.write_text(text)
    assert kept.read_text() == text
