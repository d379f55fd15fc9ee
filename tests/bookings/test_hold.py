"""Holding a slot: what is offered is taken, at the price shown, by one person."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from studiobook.bookings.errors import PriceChanged, TooManyHolds
from studiobook.bookings.events import LEADS_TO, replay
from studiobook.bookings.hold import hold
from studiobook.bookings.queries import list_active_holds, list_events
from studiobook.bookings.quote import TooManyPeople
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.rooms.errors import (
    Closed,
    InThePast,
    LengthRefused,
    OffTheGrid,
    SlotTaken,
    TooFarAhead,
    TooSoon,
)
from studiobook.rooms.models import Occupancy, OccupancyKind
from studiobook.teams.errors import EngineerTaken, NoSuchEngineer
from studiobook.users.viewer import Viewer
from studiobook.values.money import Money
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
from tests.factories.world import (
    FEE,
    NOW,
    detail_of,
    make_booking,
    make_engineer,
    make_hold,
    make_room,
    make_studio,
    make_user,
    make_visitor,
    slot_in,
)

pytestmark = pytest.mark.usefixtures("app")


def test_a_hold_takes_the_slot_for_half_an_hour_and_freezes_what_was_agreed():
    room = make_room(studio=make_studio(terms_preset="firm"))
    booking = make_hold(room=room, slot=slot_in(room, hours=2))
    assert booking.status is Status.HELD
    assert booking.lapses_at == NOW + timedelta(minutes=30)
    assert [(line.kind, line.amount_minor) for line in booking.lines] == [
        ("time", 8000),
        ("fee", 320),
    ]
    assert booking.total == Money(8320, "EUR")
    assert booking.fee == Money(320, "EUR")
    assert booking.terms_json["preset"] == "firm"
    assert booking.zone == "Europe/Berlin"
    assert booking.instant
    taken = db.session.query(Occupancy).filter_by(booking_id=booking.id).one()
    assert (taken.kind, taken.lapses_at) == (OccupancyKind.HOLD, booking.lapses_at)


def test_a_hold_takes_the_buffers_too():
    room = make_room(before_minutes=30, after_minutes=60)
    slot = slot_in(room)
    booking = make_hold(room=room, slot=slot)
    taken = db.session.query(Occupancy).filter_by(booking_id=booking.id).one()
    assert taken.during.lower == slot.starts_at - timedelta(minutes=30)
    assert taken.during.upper == slot.ends_at + timedelta(minutes=60)


def test_a_held_slot_is_refused_to_everybody_else():
    first = make_hold()
    with pytest.raises(SlotTaken):
        make_hold(room=first.room, slot=first.slot)
    with pytest.raises(SlotTaken):
        make_hold(room=first.room, slot=first.slot.shift(timedelta(hours=1)))


def test_touching_slots_do_not_collide():
    first = make_hold()
    second = make_hold(room=first.room, slot=first.slot.shift(timedelta(hours=2)))
    assert second.status is Status.HELD


def test_coming_back_to_the_same_slot_resumes_the_same_hold():
    viewer = make_visitor()
    first = make_hold(viewer=viewer)
    again = make_hold(
        room=first.room, slot=first.slot, viewer=viewer, now=NOW + timedelta(minutes=5)
    )
    assert again.id == first.id
    assert again.lapses_at == NOW + timedelta(minutes=30)


def test_another_slot_of_the_same_room_replaces_the_hold():
    viewer = make_visitor()
    first = make_hold(viewer=viewer)
    slot = first.slot.shift(timedelta(hours=1))
    second = make_hold(room=first.room, slot=slot, viewer=viewer)
    db.session.refresh(first)
    assert first.status is Status.RELEASED
    assert [own.id for own in list_active_holds(viewer, now=NOW)] == [second.id]


def test_other_people_in_the_same_slot_make_a_new_hold_at_the_new_price():
    viewer = make_visitor()
    room = make_room(included_people=2, extra_person_minor=500)
    first = make_hold(room=room, viewer=viewer, people=2)
    second = make_hold(room=room, viewer=viewer, people=4)
    assert second.id != first.id
    assert second.total_minor == first.total_minor + 2080


def test_a_fourth_hold_is_refused_and_names_the_three():
    viewer = make_visitor()
    held = [make_hold(viewer=viewer) for _ in range(3)]
    with pytest.raises(TooManyHolds) as refusal:
        make_hold(viewer=viewer)
    assert refusal.value.codes == [own.code for own in held]
    assert "Room A at Tape House" in refusal.value.message


def test_lapsed_holds_do_not_count_against_the_cap():
    viewer = make_visitor()
    for _ in range(3):
        make_hold(viewer=viewer)
    assert make_hold(viewer=viewer, now=NOW + timedelta(minutes=30)).status is Status.HELD


def test_the_cap_follows_the_person_over_their_browsers():
    user = make_user()
    for _ in range(3):
        make_hold(viewer=make_visitor(user))
    with pytest.raises(TooManyHolds):
        make_hold(viewer=make_visitor(user))


def test_a_lapsed_hold_gives_way_to_the_next_claimant_before_any_job_has_run():
    first = make_hold()
    later = NOW + timedelta(minutes=30)
    second = make_hold(room=first.room, slot=first.slot, now=later)
    assert second.status is Status.HELD
    assert db.session.query(Occupancy).filter_by(booking_id=first.id).count() == 0


def test_a_hold_that_lives_another_second_does_not_give_way():
    first = make_hold()
    with pytest.raises(SlotTaken):
        make_hold(room=first.room, slot=first.slot, now=NOW + timedelta(minutes=29, seconds=59))


def test_the_price_of_the_page_must_still_hold():
    room, viewer = make_room(), make_visitor()
    with pytest.raises(PriceChanged) as refusal:
        hold(
            room=detail_of(room),
            slot=slot_in(room),
            people=1,
            engineer_id=None,
            viewer=viewer,
            fee=FEE,
            now=NOW,
            expected_total_minor=100,
        )
    assert refusal.value.total == Money(8320, "EUR")
    assert list_active_holds(viewer, now=NOW) == []


@pytest.mark.parametrize(
    ("days", "hour", "hours", "refusal"),
    [
        (-1, 14, 2, InThePast),
        (0, 10, 2, InThePast),
        (0, 12, 2, TooSoon),
        (60, 14, 2, TooFarAhead),
        (1, 14, 1, LengthRefused),
        (1, 14, 9, LengthRefused),
        (1, 14, 2.5, LengthRefused),
        (1, 21, 2, Closed),
        (1, 7, 2, Closed),
    ],
)
def test_what_the_room_does_not_offer_is_refused_by_name(days, hour, hours, refusal):
    hours_open = WeeklyHours.daily(OpenInterval(8 * 60, 22 * 60))
    room = make_room(
        studio=make_studio(hours=hours_open),
        minimum=4,
        maximum=16,
        lead_minutes=180,
        horizon_days=30,
    )
    with pytest.raises(refusal):
        make_hold(room=room, slot=slot_in(room, days=days, hour=hour, hours=hours))


def test_a_start_between_the_hours_of_the_calendar_is_refused():
    room = make_room()
    with pytest.raises(OffTheGrid):
        make_hold(room=room, slot=slot_in(room, minute=30))


def test_more_people_than_the_room_holds_are_refused():
    with pytest.raises(TooManyPeople):
        make_hold(room=make_room(capacity=4), people=5)


def test_an_engineer_comes_with_the_room_and_is_on_the_bill():
    studio = make_studio()
    engineer = make_engineer(studio=studio, rate_minor=3000)
    booking = make_hold(room=make_room(studio=studio), engineer=engineer)
    assert ("engineer", 6000) in [(line.kind, line.amount_minor) for line in booking.lines]


def test_an_engineer_can_not_be_in_two_rooms():
    studio = make_studio()
    engineer = make_engineer(studio=studio)
    make_hold(room=make_room(studio=studio), engineer=engineer)
    with pytest.raises(EngineerTaken):
        make_hold(room=make_room(studio=studio, name="Room B"), engineer=engineer)


def test_an_engineer_of_a_lapsed_hold_is_free_again():
    studio = make_studio()
    engineer = make_engineer(studio=studio)
    make_hold(room=make_room(studio=studio), engineer=engineer)
    second = make_hold(
        room=make_room(studio=studio, name="Room B"),
        engineer=engineer,
        now=NOW + timedelta(minutes=30),
    )
    assert second.engineer_id == engineer.id


def test_an_engineer_of_another_studio_is_nobody_here():
    room = make_room()
    with pytest.raises(NoSuchEngineer):
        make_hold(room=room, engineer=make_engineer(studio=make_studio(name="Elsewhere")))


def test_a_night_over_the_autumn_change_bills_nine_hours():
    now = datetime(2026, 10, 20, 9, tzinfo=UTC)
    room = make_room(now=now)
    night = Timeslot(datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 5, tzinfo=UTC))
    booking = make_hold(room=room, slot=night, now=now)
    assert booking.slot.minutes == 9 * 60
    assert "the clocks go back" in booking.lines[0].detail
    assert booking.lines[0].amount_minor == 12000 + 12000 + 4000


def test_each_status_is_the_last_event_of_its_story():
    booking = make_booking()
    names = [event.name for event in list_events(booking.id)]
    assert names == ["BookingHeld", "GuestIdentified", "BookingConfirmed"]
    assert replay(names) is booking.status


def test_every_status_has_a_fact_that_leads_to_it():
    assert set(LEADS_TO.values()) == set(Status)


def test_a_browser_without_a_token_can_not_hold(app: Flask):
    with pytest.raises(AssertionError):
        make_hold(viewer=Viewer(None, None))
