"""Who came and who did not: facts with their times, on the shared timeline."""

from datetime import timedelta

import pytest

from studiobook.bookings.arrive import arrive, undo_arrival
from studiobook.bookings.complete import complete
from studiobook.bookings.errors import HasArrived, MissStands, StillWaiting, TooEarly
from studiobook.bookings.events import replay
from studiobook.bookings.models import Booking
from studiobook.bookings.no_show import mark_no_show, undo_no_show
from studiobook.bookings.pages.timeline import timeline_of
from studiobook.bookings.queries import find_open_move, list_events
from studiobook.bookings.reschedule import reschedule
from studiobook.bookings.settle_move import settle_move
from studiobook.bookings.states import NotInThatState, Status
from studiobook.rooms.models import Occupancy
from studiobook.values.timeslot import Timeslot
from tests.factories.world import FEE, NOW, make_booking, make_hold

pytestmark = pytest.mark.usefixtures("app")

MINUTE = timedelta(minutes=1)


@pytest.fixture
def booking() -> Booking:
    return make_booking()


def told(booking: Booking) -> list[str]:
    return [entry.title for entry in timeline_of(list_events(booking.id), booking.zone)]


def test_an_arrival_is_a_fact_with_its_time(booking):
    came = booking.slot.starts_at - 5 * MINUTE
    arrive(booking.id, now=came, actor_id=7)
    arrive(booking.id, now=came + MINUTE)
    assert (booking.arrived_at, booking.status) == (came, Status.CONFIRMED)
    assert told(booking)[-2:] == ["Confirmed.", "Arrived."]
    assert list_events(booking.id)[-1].actor_id == 7


def test_an_arrival_can_be_taken_back(booking):
    came = booking.slot.starts_at
    arrive(booking.id, now=came)
    undo_arrival(booking.id, now=came + MINUTE)
    undo_arrival(booking.id, now=came + MINUTE)
    assert booking.arrived_at is None
    assert told(booking)[-2:] == ["Arrived.", "The arrival was taken back."]


def test_nobody_arrives_hours_before_or_at_what_is_not_confirmed(booking):
    with pytest.raises(TooEarly):
        arrive(booking.id, now=booking.slot.starts_at - timedelta(hours=2) - MINUTE)
    with pytest.raises(NotInThatState):
        arrive(make_hold().id, now=NOW)


def test_nobody_came_from_a_quarter_of_an_hour_after_the_start(booking, db_session):
    limit = booking.slot.starts_at + 15 * MINUTE
    with pytest.raises(StillWaiting):
        mark_no_show(booking.id, now=limit - timedelta.resolution)
    mark_no_show(booking.id, now=limit)
    mark_no_show(booking.id, now=limit)
    assert booking.status is Status.NO_SHOW
    assert replay(event.name for event in list_events(booking.id)) is Status.NO_SHOW
    assert told(booking)[-1:] == ["Nobody came."]
    assert db_session.query(Occupancy).count() == 1
    assert complete(booking.id, now=booking.slot.ends_at) is False


def test_who_has_arrived_is_no_no_show_until_that_is_taken_back(booking):
    late = booking.slot.starts_at + 20 * MINUTE
    arrive(booking.id, now=late)
    with pytest.raises(HasArrived):
        mark_no_show(booking.id, now=late)
    undo_arrival(booking.id, now=late)
    mark_no_show(booking.id, now=late)
    with pytest.raises(NotInThatState):
        arrive(booking.id, now=late)


def test_who_has_arrived_is_not_moved_by_money_that_comes_later(booking):
    start = booking.slot.starts_at + timedelta(hours=3)
    other = Timeslot(start, start + timedelta(hours=3))
    move = reschedule(booking.id, slot=other, by="owner", fee=FEE, now=NOW)
    came = booking.slot.starts_at - 5 * MINUTE
    arrive(booking.id, now=came)
    assert find_open_move(booking.id) is None
    assert settle_move(move.id, now=came + MINUTE) is False
    assert booking.slot != other


def test_that_nobody_came_can_be_taken_back_for_a_day(booking, db_session):
    missed = booking.slot.starts_at + 20 * MINUTE
    mark_no_show(booking.id, now=missed)
    undo_no_show(booking.id, now=missed + timedelta(hours=24), actor_id=7)
    undo_no_show(booking.id, now=missed + timedelta(hours=25))
    assert (booking.status, booking.ended_at) == (Status.CONFIRMED, None)
    assert told(booking)[-2:] == ["Nobody came.", "The guest came after all."]
    assert replay(event.name for event in list_events(booking.id)) is Status.CONFIRMED
    assert db_session.query(Occupancy).count() == 1
    assert complete(booking.id, now=missed + timedelta(hours=25))


def test_after_a_day_it_stands(booking):
    missed = booking.slot.starts_at + 20 * MINUTE
    mark_no_show(booking.id, now=missed)
    with pytest.raises(MissStands):
        undo_no_show(booking.id, now=missed + timedelta(hours=24) + timedelta.resolution)
    with pytest.raises(NotInThatState):
        undo_no_show(make_hold().id, now=NOW)


def test_whoever_was_there_after_all_can_arrive(booking):
    late = booking.slot.starts_at + 20 * MINUTE
    mark_no_show(booking.id, now=late)
    undo_no_show(booking.id, now=late)
    arrive(booking.id, now=late + MINUTE)
    assert booking.arrived_at == late + MINUTE
