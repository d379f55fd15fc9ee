"""Kill the worker, wipe Redis, stop the mail server: bookings stay right, the rest catches up."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from studiobook import clock, queue
from studiobook.background.cli import tick
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.files.local import LocalStorage
from studiobook.files.opening import current_storage
from studiobook.files.storage import RAW_TYPE, new_key, raw_key
from studiobook.outbox.models import Delivery, DeliveryState, Heartbeat
from studiobook.rooms.models import Occupancy, Photo
from studiobook.rooms.receive_photo import receive_photo
from tests.background.crew import Crew, eventually
from tests.factories.world import make_booking, make_hold, make_room, make_visitor, slot_in
from tests.support.doctor import MONEY, PICTURES, PROCESSES, findings
from tests.support.pictures import plain

pytestmark = pytest.mark.committed


@pytest.fixture
def crew(app: Flask, tmp_path: Path) -> Iterator[Crew]:
    crew = Crew(app, tmp_path)
    yield crew
    crew.stop()


@pytest.fixture(autouse=True)
def sound(app: Flask) -> Iterator[None]:
    """Whatever was away or killed, the doctor finds nothing afterwards."""
    yield
    db.session.rollback()
    assert findings(clock.now(), but=(MONEY, PICTURES, PROCESSES)) == []


def book() -> int:
    now = clock.now()

    def work() -> int:
        room = make_room(now=now)
        return make_booking(room=room, slot=slot_in(room, now=now), now=now).id

    return in_transaction(work)


def status(booking_id: int) -> Status:
    db.session.rollback()
    return db.session.get_one(Booking, booking_id).status


def undelivered() -> int:
    db.session.rollback()
    waiting = select(Delivery.id).where(Delivery.state == DeliveryState.WAITING)
    return len(db.session.scalars(waiting).all())


def hurry() -> None:
    """What waits for its next try need not wait for the test."""
    db.session.execute(
        update(Delivery)
        .where(Delivery.state == DeliveryState.WAITING)
        .values(next_try_at=clock.now())
    )
    db.session.commit()


def test_mails_arrive_when_the_mail_server_comes_back(crew: Crew) -> None:
    crew.start("worker")
    crew.start("clock")
    booking_id = book()
    assert status(booking_id) is Status.CONFIRMED
    eventually(lambda: bool(failed()))
    crew.start_mail()
    hurry()
    eventually(lambda: undelivered() == 0)
    assert any("confirmed" in subject.lower() for subject in crew.post.subjects)


def failed() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Delivery.id).where(Delivery.error.is_not(None))))


def test_a_wiped_redis_loses_no_mail(crew: Crew) -> None:
    crew.start_mail()
    booking_id = book()
    crew.wipe_redis()
    assert status(booking_id) is Status.CONFIRMED
    crew.start("worker")
    crew.start("clock")
    eventually(lambda: undelivered() == 0)
    assert any("confirmed" in subject.lower() for subject in crew.post.subjects)


def test_a_killed_worker_is_replaced_and_nothing_is_lost(crew: Crew) -> None:
    crew.start_mail()
    crew.start("clock")
    crew.start("worker")
    first = book()
    crew.kill("worker")
    second = book()
    assert status(first) is status(second) is Status.CONFIRMED
    crew.start("worker")
    hurry()
    eventually(lambda: undelivered() == 0)


def test_without_a_worker_a_lapsed_hold_is_free_at_once_and_tidied_by_the_clock(
    crew: Crew,
) -> None:
    long_ago = clock.now() - timedelta(hours=1)

    def hold() -> tuple[int, int]:
        room = make_room(now=long_ago)
        lapsed = make_hold(room=room, slot=slot_in(room, now=long_ago), now=long_ago)
        return room.id, lapsed.id

    room_id, lapsed_id = in_transaction(hold)

    def take() -> int:
        lapsed = db.session.get_one(Booking, lapsed_id)
        now = clock.now()
        return make_hold(room=lapsed.room, slot=lapsed.slot, viewer=make_visitor(), now=now).id

    in_transaction(take)
    rows = db.session.scalars(select(Occupancy).where(Occupancy.room_id == room_id)).all()
    assert [row.booking_id for row in rows] != [lapsed_id]
    crew.start("worker")
    crew.start("clock")
    eventually(lambda: status(lapsed_id) is Status.EXPIRED)


def test_the_clock_does_the_work_itself_while_redis_is_away(app: Flask) -> None:
    long_ago = clock.now() - timedelta(hours=1)

    def hold() -> int:
        room = make_room(now=long_ago)
        return make_hold(room=room, slot=slot_in(room, now=long_ago), now=long_ago).id

    lapsed_id = in_transaction(hold)
    usual = app.extensions["studiobook_redis"]
    app.extensions["studiobook_redis"] = queue.connect("redis://127.0.0.1:9/0")
    try:
        rung = tick({})
    finally:
        app.extensions["studiobook_redis"] = usual
    assert "expire-holds" in rung
    assert status(lapsed_id) is Status.EXPIRED


def test_the_clock_makes_photos_itself_while_redis_is_away(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "studiobook_storage", LocalStorage(tmp_path))
    monkeypatch.setitem(app.extensions, "studiobook_redis", queue.connect("redis://127.0.0.1:9/0"))
    now = clock.now()
    raw = raw_key(now)
    current_storage().put(raw, plain(), RAW_TYPE)

    def send() -> int:
        room = make_room(now=now)
        receive_photo(room=room, name="a.jpg", raw_key=raw, key=new_key(), now=now)
        return room.id

    room_id = in_transaction(send)
    assert "develop-photos" in tick({})
    assert db.session.query(Photo).filter_by(room_id=room_id).count() == 2
    assert current_storage().list("raw/") == []


def test_worker_and_clock_show_that_they_live(crew: Crew) -> None:
    crew.start("worker")
    crew.start("clock")

    def alive() -> bool:
        db.session.rollback()
        return set(db.session.scalars(select(Heartbeat.name))) == {"worker", "clock"}

    eventually(alive)
