"""What was recorded is delivered once it can be, whatever fails on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from studiobook import queue
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.outbox import subscriptions
from studiobook.outbox.deliver import CLAIM, DELAYS, deliver_due
from studiobook.outbox.models import Delivery, DeliveryState, Event
from studiobook.outbox.record import Fact, record
from tests.factories.world import NOW


@dataclass(frozen=True)
class BellRang(Fact):
    """A fact for these tests."""

    loud: bool


heard: list[int] = []
failing: list[Exception] = []


def listener(event: Event) -> None:
    if failing:
        raise failing[0]
    heard.append(event.id)


@pytest.fixture(autouse=True)
def subscribed() -> Iterator[None]:
    heard.clear()
    failing.clear()
    subscriptions.subscribe(BellRang, listener)
    yield
    subscriptions._by_event.pop("BellRang")


def ring() -> Event:
    return record(BellRang(loud=True), actor="guest", now=NOW)


def the_delivery() -> Delivery:
    db.session.expire_all()
    return db.session.scalars(select(Delivery)).one()


def test_a_recorded_fact_is_heard_once(app: Flask) -> None:
    event = ring()
    db.session.commit()
    assert deliver_due(now=NOW) == 1
    assert deliver_due(now=NOW) == 0
    assert heard == [event.id]
    assert the_delivery().state is DeliveryState.DONE


def test_a_fact_that_was_rolled_back_was_never_told(app: Flask) -> None:
    ring()
    db.session.rollback()
    assert deliver_due(now=NOW) == 0
    assert not heard


def test_a_failed_delivery_is_tried_again_later(app: Flask) -> None:
    failing.append(OSError("the mail server is away: secret-token"))
    ring()
    db.session.commit()
    deliver_due(now=NOW)
    failed = the_delivery()
    assert failed.next_try_at == NOW + timedelta(seconds=DELAYS[0])
    assert failed.error == "OSError", "a message may carry secrets"
    failing.clear()
    assert deliver_due(now=NOW) == 0
    assert deliver_due(now=NOW + timedelta(seconds=DELAYS[0])) == 1
    assert the_delivery().state is DeliveryState.DONE


def test_a_delivery_that_never_succeeds_is_buried_where_it_is_seen(app: Flask) -> None:
    failing.append(ValueError())
    ring()
    db.session.commit()
    now = NOW
    for delay in (*DELAYS, 0):
        assert deliver_due(now=now) == 1
        now += timedelta(seconds=delay)
    assert the_delivery().state is DeliveryState.BURIED
    assert deliver_due(now=now + timedelta(days=30)) == 0


def test_mail_is_tried_for_three_days() -> None:
    assert timedelta(days=3) < timedelta(seconds=sum(DELAYS)) < timedelta(days=5)


def test_a_delivery_whose_worker_died_is_taken_up_again(app: Flask) -> None:
    ring()
    db.session.commit()
    with transaction():
        lost = the_delivery()
        lost.attempts, lost.next_try_at = 1, NOW + CLAIM
    assert deliver_due(now=NOW) == 0
    assert deliver_due(now=NOW + CLAIM) == 1
    assert len(heard) == 1


def test_a_subscriber_that_the_code_no_longer_has_is_not_forgotten(app: Flask) -> None:
    ring()
    db.session.commit()
    with transaction():
        the_delivery().subscriber = "gone.for_good"
    deliver_due(now=NOW)
    assert the_delivery().state is DeliveryState.WAITING
    assert the_delivery().error == "LookupError"


def test_history_cannot_be_rewritten(app: Flask) -> None:
    event = ring()
    for statement in (
        "UPDATE event SET actor = 'nobody' WHERE id = :id",
        "DELETE FROM event WHERE id = :id",
    ):
        with pytest.raises(DBAPIError), db.session.begin_nested():
            db.session.execute(text(statement), {"id": event.id})


def test_the_bell_is_rung_after_the_commit_and_not_before(app: Flask) -> None:
    bell = app.extensions["studiobook_redis"]
    ring()
    assert bell.llen("rq:queue:default") == 0
    db.session.commit()
    assert bell.llen("rq:queue:default") == 1


def test_a_missing_redis_stops_nothing(app: Flask) -> None:
    usual = app.extensions["studiobook_redis"]
    app.extensions["studiobook_redis"] = queue.connect("redis://127.0.0.1:9/0")
    try:
        ring()
        db.session.commit()
    finally:
        app.extensions["studiobook_redis"] = usual
    assert deliver_due(now=NOW) == 1


@pytest.mark.committed
def test_two_workers_never_deliver_the_same(app: Flask) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for _ in range(30):
        ring()
    db.session.commit()

    def work(_n: int) -> int:
        with app.app_context():
            return deliver_due(now=NOW)

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(work, range(6))) == 30
    assert len(heard) == len(set(heard)) == 30
