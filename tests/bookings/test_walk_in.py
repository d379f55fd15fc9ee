"""The studio books for somebody itself: confirmed at once, and never a word of money."""

from datetime import datetime, timedelta

import pytest

from studiobook.bookings.attach import attach
from studiobook.bookings.book_walk_in import WalkIn, book_walk_in
from studiobook.bookings.cancel import cancel
from studiobook.bookings.complete import complete
from studiobook.bookings.errors import MoveRefused, WalkInOver
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.timeline import timeline_of
from studiobook.bookings.queries import list_events
from studiobook.bookings.reschedule import reschedule
from studiobook.bookings.states import Status
from studiobook.rooms.errors import SlotTaken
from studiobook.rooms.models import Occupancy, OccupancyKind, Room
from studiobook.rooms.queries import find_day
from studiobook.values.timeslot import Timeslot
from tests.factories.sign_in import sign_in
from tests.factories.world import FEE, NOW, make_booking, make_room, make_user, slot_in
from tests.support.doctor import findings

pytestmark = pytest.mark.usefixtures("app", "stopped_clock")

GUEST = WalkIn("Wanda\nWalk", "Wanda@Example.com", "030 1234", 2)


def booked(room: Room, *, slot: Timeslot | None = None, now: datetime = NOW) -> Booking:
    return book_walk_in(
        room=room,
        slot=slot or slot_in(room, days=1),
        guest=GUEST,
        reason="Pays at the desk",
        actor_id=room.studio.company.admins[0].user_id,
        now=now,
    )


def told(booking: Booking) -> list[str]:
    return [entry.title for entry in timeline_of(list_events(booking.id), booking.zone)]


def test_a_walk_in_is_confirmed_at_once_for_nothing_and_says_why(db_session):
    room = make_room(after_minutes=30)
    booking = booked(room)
    assert booking.status is Status.CONFIRMED
    assert (booking.total_minor, booking.paid_at) == (0, None)
    assert booking.free_reason == "Pays at the desk"
    assert (booking.guest_name, booking.guest_email) == ("Wanda Walk", "wanda@example.com")
    event = list_events(booking.id)[0]
    assert (event.actor, event.actor_id) == ("owner", room.studio.company.admins[0].user_id)
    taken = db_session.query(Occupancy).one()
    assert taken.kind is OccupancyKind.BOOKING
    assert taken.during.upper == booking.slot.ends_at + timedelta(minutes=30)
    free = find_day(room.id, booking.slot.starts_at.date())
    assert free is not None
    assert not free >> 28 & 0b11111
    assert told(booking) == ["Booked by the studio, without payment here."]


def test_a_walk_in_may_have_begun_but_not_be_over():
    room = make_room(lead_minutes=600)
    now = slot_in(room, days=0, hour=14).starts_at + timedelta(minutes=10)
    begun = booked(room, slot=slot_in(room, days=0, hour=14), now=now)
    assert begun.status is Status.CONFIRMED
    with pytest.raises(WalkInOver):
        booked(room, slot=slot_in(room, days=0, hour=10), now=now)


def test_the_same_walk_in_sent_twice_is_one_booking():
    room = make_room()
    assert booked(room) is booked(room)


def test_a_walk_in_does_not_push_a_guest_out():
    room = make_room()
    make_booking(room=room, slot=slot_in(room, days=1))
    with pytest.raises(SlotTaken):
        booked(room)


def test_a_cancelled_walk_in_gives_the_time_back_and_no_money(db_session):
    booking = booked(make_room())
    cancel(booking.id, by="owner", now=NOW)
    assert booking.refund_due_minor == 0
    assert db_session.query(Occupancy).count() == 0
    assert told(booking)[-1] == "The studio cancelled. Nothing had been paid here."


def test_a_guest_cannot_move_what_has_no_price():
    booking = booked(make_room())
    with pytest.raises(MoveRefused):
        reschedule(booking.id, slot=slot_in(booking.room, days=2), by="guest", fee=FEE, now=NOW)


def test_the_studio_moves_what_has_no_price_for_nothing():
    booking = booked(make_room())
    other = slot_in(booking.room, days=2, hours=3)
    move = reschedule(booking.id, slot=other, by="owner", fee=FEE, now=NOW)
    assert (move.settled_at, move.waived_minor) == (NOW, 0)
    assert (booking.slot, booking.total_minor, booking.lines) == (other, 0, [])
    assert findings(NOW) == []


def test_the_guest_reads_that_there_is_nothing_to_pay_and_not_why(client):
    user = make_user(email="wanda@example.com")
    booking = booked(make_room())
    attach(user, now=NOW)
    sign_in(client, user)
    page = client.get(f"/bookings/{booking.code}").text
    assert "Nothing to pay here" in page
    assert "Nothing was paid here, so nothing goes back." in page
    assert "Pays at the desk" not in page
    assert "Receipt" not in page


def test_a_walk_in_takes_place_and_finds_its_account_like_any_other():
    booking = booked(make_room())
    assert attach(make_user(email="wanda@example.com"), now=NOW) == 1
    assert complete(booking.id, now=booking.slot.ends_at)
    assert booking.status is Status.COMPLETED


def test_the_doctor_has_nothing_to_say_about_walk_ins():
    room = make_room()
    booked(room)
    cancel(booked(room, slot=slot_in(room, days=2)).id, by="owner", now=NOW)
    assert findings(NOW) == []
