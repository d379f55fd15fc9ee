"""Cancelling gives back exactly what the terms promised."""

from datetime import timedelta

import pytest

from studiobook.bookings.cancel import cancel, cancellation_of
from studiobook.bookings.complete import complete, list_over
from studiobook.bookings.errors import RefundChanged, SessionStarted
from studiobook.bookings.events import replay
from studiobook.bookings.queries import list_events
from studiobook.bookings.remind import list_to_remind, remind
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.base import db
from studiobook.rooms.models import Occupancy
from tests.factories.world import NOW, make_booking, make_hold, make_room, slot_in

pytestmark = pytest.mark.usefixtures("app")


def test_the_preview_and_the_act_agree_at_each_step():
    for days_before, percent in ((4, 100), (2, 50), (0.5, 0)):
        booking = make_booking()
        when = booking.slot.starts_at - timedelta(days=days_before)
        due = cancellation_of(booking, by="guest", now=when)
        assert due.percent == percent
        cancel(booking.id, by="guest", now=when)
        assert booking.refund_due_minor == due.amount.minor
        last = list_events(booking.id)[-1]
        assert (last.name, last.data["refund_due_minor"]) == ("BookingCancelled", due.amount.minor)


def test_a_cancelled_slot_is_free_again():
    booking = make_booking()
    cancel(booking.id, by="guest", now=NOW)
    assert db.session.query(Occupancy).count() == 0
    assert make_hold(room=booking.room, slot=booking.slot).status is Status.HELD
    assert replay(event.name for event in list_events(booking.id)) is Status.CANCELLED


def test_the_owner_always_gives_everything_back():
    booking = make_booking()
    cancel(booking.id, by="owner", now=booking.slot.starts_at - timedelta(minutes=1))
    assert booking.refund_due_minor == booking.total_minor
    assert booking.cancelled_by == "owner"


def test_cancelling_twice_changes_nothing():
    booking = make_booking()
    cancel(booking.id, by="guest", now=NOW)
    cancel(booking.id, by="owner", now=NOW)
    assert booking.cancelled_by == "guest"
    assert [e.name for e in list_events(booking.id)].count("BookingCancelled") == 1


def test_a_refund_that_dropped_since_the_page_was_made_is_not_taken_silently():
    booking = make_booking()
    late = booking.slot.starts_at - timedelta(hours=30)
    with pytest.raises(RefundChanged) as refusal:
        cancel(booking.id, by="guest", now=late, expected_refund_minor=booking.total_minor)
    assert refusal.value.amount.minor == booking.total_minor // 2
    assert booking.status is Status.CONFIRMED


def test_a_guest_can_not_cancel_once_the_session_has_begun():
    booking = make_booking()
    with pytest.raises(SessionStarted):
        cancel(booking.id, by="guest", now=booking.slot.starts_at)


def test_a_hold_is_not_cancelled_but_released():
    with pytest.raises(NotInThatState):
        cancel(make_hold().id, by="guest", now=NOW)


def test_a_session_is_complete_when_its_time_is_over():
    booking = make_booking()
    ends = booking.slot.ends_at
    assert list_over(now=ends - timedelta(seconds=1)) == []
    assert list_over(now=ends) == [booking.id]
    assert not complete(booking.id, now=ends - timedelta(seconds=1))
    assert complete(booking.id, now=ends)
    assert booking.status is Status.COMPLETED


def test_a_reminder_goes_out_once_within_the_last_day():
    booking = make_booking()
    starts = booking.slot.starts_at
    assert list_to_remind(now=starts - timedelta(hours=25)) == []
    now = starts - timedelta(hours=24)
    assert list_to_remind(now=now) == [booking.id]
    remind(booking.id, now=now)
    remind(booking.id, now=now)
    assert list_to_remind(now=now) == []
    assert [e.name for e in list_events(booking.id)].count("GuestReminded") == 1


def test_who_books_within_the_last_day_is_not_reminded():
    room = make_room()
    make_booking(room=room, slot=slot_in(room, days=0, hour=20))
    assert list_to_remind(now=NOW + timedelta(hours=1)) == []
