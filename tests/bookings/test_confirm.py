"""Money arrives: in time, late, twice, or for a slot that is gone."""

from datetime import timedelta

import pytest

from studiobook.bookings.answer import accept, decline, list_half_answered, list_unanswered
from studiobook.bookings.confirm import Outcome, answer_by, confirm
from studiobook.bookings.errors import HoldLapsed, RequestClosed
from studiobook.bookings.events import replay
from studiobook.bookings.expire import expire, list_lapsed
from studiobook.bookings.models import Booking
from studiobook.bookings.prolong import prolong
from studiobook.bookings.queries import list_events
from studiobook.bookings.release import release
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.base import db
from studiobook.rooms.models import Occupancy, OccupancyKind
from studiobook.rooms.open_hours import close
from studiobook.teams.models import EngineerTime
from studiobook.values.timeslot import Timeslot
from tests.factories.world import (
    NOW,
    make_booking,
    make_engineer,
    make_hold,
    make_room,
    make_studio,
)

pytestmark = pytest.mark.usefixtures("app")

MINUTE = timedelta(minutes=1)
LATER = NOW + timedelta(minutes=31)


def names_of(booking: Booking) -> list[str]:
    return [event.name for event in list_events(booking.id)]


def occupancy_of(booking: Booking) -> list[OccupancyKind]:
    return [row.kind for row in db.session.query(Occupancy).filter_by(booking_id=booking.id)]


def test_money_in_time_confirms_and_keeps_the_slot():
    booking = make_hold()
    assert confirm(booking.id, paid_at=NOW, now=NOW) is Outcome.CONFIRMED
    assert booking.status is Status.CONFIRMED
    assert (booking.paid_at, booking.confirmed_at, booking.lapses_at) == (NOW, NOW, None)
    assert occupancy_of(booking) == [OccupancyKind.BOOKING]


def test_the_same_money_heard_twice_changes_nothing():
    booking = make_hold()
    confirm(booking.id, paid_at=NOW, now=NOW)
    again = confirm(booking.id, paid_at=LATER, now=LATER)
    assert again is Outcome.ALREADY
    assert booking.paid_at == NOW
    assert names_of(booking) == ["BookingHeld", "BookingConfirmed"]


def test_a_lapsed_hold_that_nobody_wanted_is_still_confirmed():
    booking = make_hold()
    assert confirm(booking.id, paid_at=LATER, now=LATER) is Outcome.CONFIRMED
    assert names_of(booking)[-1] == "BookingConfirmed"


def test_late_money_on_a_free_slot_confirms_late():
    booking = make_hold()
    expire(booking.id, now=LATER)
    assert confirm(booking.id, paid_at=LATER, now=LATER) is Outcome.CONFIRMED
    assert names_of(booking) == ["BookingHeld", "BookingExpired", "BookingConfirmedLate"]
    assert replay(names_of(booking)) is booking.status is Status.CONFIRMED
    assert occupancy_of(booking) == [OccupancyKind.BOOKING]


def test_late_money_on_a_taken_slot_goes_back_in_full():
    booking = make_hold()
    other = make_hold(room=booking.room, slot=booking.slot, now=LATER)
    assert confirm(booking.id, paid_at=LATER, now=LATER) is Outcome.REFUSED
    assert booking.status is Status.EXPIRED
    assert booking.refund_due_minor == booking.total_minor
    last = list_events(booking.id)[-1]
    assert (last.name, last.data["refund_due_minor"]) == ("LateMoneyRefused", booking.total_minor)
    assert occupancy_of(other) == [OccupancyKind.HOLD]
    assert replay(names_of(booking)) is Status.EXPIRED


def test_refused_money_is_refused_once():
    booking = make_hold()
    make_hold(room=booking.room, slot=booking.slot, now=LATER)
    confirm(booking.id, paid_at=LATER, now=LATER)
    assert confirm(booking.id, paid_at=LATER, now=LATER) is Outcome.ALREADY
    assert names_of(booking).count("LateMoneyRefused") == 1


def test_money_after_letting_go_confirms_when_the_slot_is_free():
    booking = make_hold()
    release(booking.id, now=NOW)
    assert confirm(booking.id, paid_at=LATER, now=LATER) is Outcome.CONFIRMED
    assert booking.ended_at is None


def test_money_after_the_session_has_begun_goes_back():
    booking = make_hold()
    expire(booking.id, now=LATER)
    begun = booking.slot.starts_at
    assert confirm(booking.id, paid_at=begun, now=begun) is Outcome.REFUSED


def test_money_for_a_lapsed_hold_goes_back_once_the_session_has_begun():
    booking = make_hold()
    begun = booking.slot.starts_at
    assert confirm(booking.id, paid_at=begun, now=begun) is Outcome.REFUSED
    assert booking.status is Status.EXPIRED


def test_who_pays_in_time_gets_a_session_that_has_just_begun():
    room = make_room()
    soon = NOW + timedelta(hours=1)
    hold = make_hold(room=room, slot=Timeslot(soon, soon + timedelta(hours=1)), now=soon - MINUTE)
    assert confirm(hold.id, paid_at=soon + MINUTE, now=soon + MINUTE) is Outcome.CONFIRMED


def test_late_money_does_not_open_a_studio_that_has_closed_meanwhile():
    booking = make_hold()
    expire(booking.id, now=LATER)
    close(studio=booking.studio, during=booking.slot, reason="Holiday", now=LATER)
    assert confirm(booking.id, paid_at=LATER, now=LATER) is Outcome.REFUSED


def test_late_money_goes_back_when_the_engineer_is_elsewhere():
    studio = make_studio()
    engineer = make_engineer(studio=studio)
    booking = make_hold(room=make_room(studio=studio), engineer=engineer)
    elsewhere = make_room(studio=studio, name="Room B")
    make_hold(room=elsewhere, engineer=engineer, slot=booking.slot, now=LATER)
    assert confirm(booking.id, paid_at=LATER, now=LATER) is Outcome.REFUSED
    assert occupancy_of(booking) == []


def test_confirming_keeps_the_engineer_for_good():
    studio = make_studio()
    booking = make_booking(room=make_room(studio=studio), engineer=make_engineer(studio=studio))
    promised = db.session.query(EngineerTime).filter_by(booking_id=booking.id).one()
    assert promised.lapses_at is None


def test_expiring_gives_the_slot_and_the_engineer_back():
    studio = make_studio()
    booking = make_hold(room=make_room(studio=studio), engineer=make_engineer(studio=studio))
    assert list_lapsed(now=NOW + timedelta(minutes=30)) == [booking.id]
    assert expire(booking.id, now=NOW + timedelta(minutes=30))
    assert booking.status is Status.EXPIRED
    assert occupancy_of(booking) == []
    assert db.session.query(EngineerTime).count() == 0


def test_a_live_hold_does_not_expire():
    booking = make_hold()
    assert not expire(booking.id, now=NOW + timedelta(minutes=29))
    assert booking.status is Status.HELD


def test_a_hold_lives_as_long_as_its_payment_page():
    booking = make_hold()
    until = NOW + timedelta(minutes=55)
    prolong(booking.id, until=until, now=NOW + timedelta(minutes=20))
    assert booking.lapses_at == until
    assert db.session.query(Occupancy).filter_by(booking_id=booking.id).one().lapses_at == until
    assert not expire(booking.id, now=LATER)


def test_prolonging_never_shortens():
    booking = make_hold()
    prolong(booking.id, until=NOW + timedelta(minutes=5), now=NOW)
    assert booking.lapses_at == NOW + timedelta(minutes=30)


def test_a_lapsed_hold_can_not_be_prolonged():
    booking = make_hold()
    with pytest.raises(HoldLapsed):
        prolong(booking.id, until=LATER + timedelta(hours=1), now=LATER)


def request() -> Booking:
    return make_booking(room=make_room(studio=make_studio(instant=False), lead_minutes=60))


def test_a_request_studio_is_asked_when_the_money_is_there():
    booking = request()
    assert booking.status is Status.AWAITING_OWNER
    assert booking.lapses_at == NOW + timedelta(hours=24)
    assert occupancy_of(booking) == [OccupancyKind.BOOKING]
    assert names_of(booking)[-1] == "BookingRequested"


def test_the_owners_yes_confirms():
    booking = request()
    accept(booking.id, now=LATER)
    assert booking.status is Status.CONFIRMED
    assert replay(names_of(booking)) is Status.CONFIRMED


def test_the_owners_no_gives_everything_back_and_frees_the_slot():
    booking = request()
    decline(booking.id, now=LATER)
    assert booking.status is Status.DECLINED
    last = list_events(booking.id)[-1]
    assert last.data["refund_due_minor"] == booking.total_minor
    assert last.data["in_time"]
    assert occupancy_of(booking) == []
    with pytest.raises(NotInThatState):
        accept(booking.id, now=LATER)


def test_the_owners_yes_is_no_money():
    held = make_hold()
    for status in (Status.HELD, Status.EXPIRED):
        with pytest.raises(NotInThatState):
            accept(held.id, now=NOW)
        assert held.status is status
        expire(held.id, now=LATER)


def test_silence_is_a_no_after_the_deadline():
    booking = request()
    late = NOW + timedelta(hours=24)
    with pytest.raises(RequestClosed):
        accept(booking.id, now=late)
    assert list_unanswered(now=late - timedelta(seconds=1)) == []
    assert list_unanswered(now=late) == [booking.id]
    decline(booking.id, actor="platform", now=late)
    assert not list_events(booking.id)[-1].data["in_time"]


def test_the_owner_is_reminded_at_half_time():
    booking = request()
    assert list_half_answered(now=NOW + timedelta(hours=11)) == []
    assert list_half_answered(now=NOW + timedelta(hours=12)) == [booking.id]


@pytest.mark.parametrize(
    ("start", "lead", "expected"),
    [
        (timedelta(days=7), timedelta(hours=2), timedelta(hours=24)),
        (timedelta(hours=10), timedelta(hours=2), timedelta(hours=8)),
        (timedelta(hours=2), timedelta(hours=2), timedelta(minutes=30)),
        (timedelta(minutes=20), timedelta(0), timedelta(minutes=20)),
    ],
)
def test_the_owners_time_to_answer_ends_before_the_notice_begins(start, lead, expected):
    assert answer_by(starts_at=NOW + start, lead=lead, now=NOW) == NOW + expected
