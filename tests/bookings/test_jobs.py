"""What happens by the clock, and that one bad row holds up nobody."""

from datetime import timedelta

import pytest

from studiobook.bookings import jobs
from studiobook.bookings.expire import expire
from studiobook.bookings.models import Booking
from studiobook.bookings.queries import find_open_move, list_events
from studiobook.bookings.reschedule import reschedule
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.outbox.models import Event
from studiobook.schedule import TASKS
from studiobook.values.timeslot import Timeslot
from tests.bookings.conftest import Clock
from tests.factories.world import (
    FEE,
    NOW,
    make_booking,
    make_hold,
    make_room,
    make_studio,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)


def status_of(booking: Booking) -> Status:
    db.session.refresh(booking)
    return booking.status


def test_lapsed_holds_are_tidied_up(stopped_clock: Clock):
    booking = make_hold()
    jobs.expire_holds()
    assert status_of(booking) is Status.HELD
    stopped_clock.move_to(NOW + HOUR)
    jobs.expire_holds()
    assert status_of(booking) is Status.EXPIRED


def test_unpaid_moves_are_tidied_up(stopped_clock: Clock):
    booking = make_booking()
    longer = Timeslot(booking.slot.starts_at, booking.slot.ends_at + HOUR)
    reschedule(booking.id, slot=longer, by="guest", fee=FEE, now=NOW)
    stopped_clock.move_to(NOW + HOUR)
    jobs.expire_holds()
    assert find_open_move(booking.id) is None
    assert status_of(booking) is Status.CONFIRMED


def test_guests_are_reminded_and_sessions_completed(stopped_clock: Clock):
    booking = make_booking()
    stopped_clock.move_to(booking.slot.starts_at - HOUR)
    jobs.remind_guests()
    jobs.remind_guests()
    assert [e.name for e in list_events(booking.id)].count("GuestReminded") == 1
    stopped_clock.move_to(booking.slot.ends_at)
    jobs.complete_past()
    assert status_of(booking) is Status.COMPLETED


def test_requests_are_reminded_then_declined(stopped_clock: Clock):
    booking = make_booking(room=make_room(studio=make_studio(instant=False)))
    stopped_clock.move_to(NOW + 13 * HOUR)
    jobs.decline_unanswered()
    assert list_events(booking.id)[-1].name == "OwnerReminded"
    stopped_clock.move_to(NOW + 24 * HOUR)
    jobs.decline_unanswered()
    assert status_of(booking) is Status.DECLINED


def test_one_bad_row_holds_up_nobody(
    stopped_clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    bad, good = make_hold(), make_hold()
    stopped_clock.move_to(NOW + HOUR)

    def stumble(booking_id: int, **rest: object) -> bool:
        if booking_id == bad_id:
            raise RuntimeError("a row that nobody foresaw")
        return expire(booking_id, **rest)  # type: ignore[arg-type]  # passed on as it came

    bad_id = bad.id
    monkeypatch.setattr(jobs, "expire", stumble)
    jobs.expire_holds()
    assert status_of(good) is Status.EXPIRED
    assert status_of(bad) is Status.HELD


def test_a_verified_address_is_heard_of(stopped_clock: Clock):
    booking = make_booking(guest_email="ada@example.com")
    ada = make_user(email="ada@example.com")
    event = Event(name="EmailVerified", data={"user_id": ada.id}, actor="guest", happened_at=NOW)
    jobs.attach_guest_bookings(event)
    db.session.refresh(booking)
    assert booking.user_id == ada.id


def test_the_clock_knows_every_job_by_its_name():
    ours = [task.job.rpartition(".")[2] for task in TASKS if ".bookings." in task.job]
    assert sorted(ours) == [
        "call_off_unchosen",
        "complete_past",
        "decline_unanswered",
        "expire_holds",
        "remind_guests",
    ]
    assert all(callable(getattr(jobs, name)) for name in ours)
