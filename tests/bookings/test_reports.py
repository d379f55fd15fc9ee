"""Reports: each hour counted in the room's own time, each cent in its month, nobody else's."""

from datetime import date, timedelta

import pytest

from studiobook.bookings.cancel import cancel
from studiobook.bookings.pages.reports import reports_page
from studiobook.bookings.report_queries import (
    Habits,
    habits_of,
    list_ahead,
    list_earned,
    list_fullness,
    list_reported_rooms,
    months_up_to,
)
from studiobook.db.base import db
from studiobook.rooms.models import Room
from studiobook.teams.join import join
from studiobook.teams.models import TeamRole
from studiobook.users.viewer import Viewer
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    NOW,
    make_booking,
    make_owner,
    make_room,
    make_studio,
    make_user,
    slot_in,
)
from tests.support.client import PageClient

#: Four weeks after the bookings were made.
LATER = NOW + timedelta(weeks=4)


@pytest.fixture
def room(app) -> Room:
    """Open from ten to eight; booked on Wednesday two weeks from 14:00 to 16:00, in Berlin."""
    hours = WeeklyHours.daily(OpenInterval(600, 1200))
    room = make_room(studio=make_studio(owner=make_owner(), hours=hours))
    for days in (2, 9):
        make_booking(room=room, slot=slot_in(room, days=days))
    gone = make_booking(room=room, slot=slot_in(room, days=11))
    cancel(gone.id, by="guest", now=NOW + timedelta(minutes=5))
    return room


def test_an_hour_is_as_full_as_its_open_time_was_booked(room):
    [full] = list_fullness([room], now=LATER)
    wednesday = 2
    assert full.open[wednesday, 14] == 26, "thirteen Wednesdays of two half hours"
    assert full.booked == {(wednesday, 14): 4, (wednesday, 15): 4}
    assert (wednesday, 9) not in full.open
    assert (wednesday, 20) not in full.open


def test_earnings_fall_into_the_month_of_the_session_without_fee_and_refund(room):
    earned = list_earned([room], now=LATER)
    assert [(one.month, one.minor) for one in earned if one.minor] == [
        (date(2026, 11, 1), 8000),
        (date(2026, 12, 1), 8000),
    ]


def test_habits_are_the_middle_lead_and_the_share_of_the_cancelled(room):
    habits = habits_of([room], now=LATER)
    assert (habits.booked, habits.cancelled) == (3, 1)
    assert habits.days_ahead == pytest.approx(9, abs=0.5)


def test_a_page_has_twelve_months_and_every_weekday(app, room):
    with app.test_request_context():
        page = reports_page(
            [room],
            list_fullness([room], now=LATER),
            list_earned([room], now=LATER),
            habits_of([room], now=LATER),
            months_up_to(LATER),
            ahead=[],
        )
    assert len(page.earnings[0].bars) == 12
    assert page.earnings[0].bars[-1].label == "Dec 2026"
    assert page.earnings[0].total == "€160.00"
    assert page.heat[0].rows[0].weekday == "Mon"
    assert page.heat[0].hours == tuple(range(10, 20))


@pytest.mark.parametrize(
    ("role", "sees"), [(TeamRole.MANAGER, True), (TeamRole.FRONT_DESK, False), (None, False)]
)
def test_only_those_who_run_a_studio_see_its_reports(
    client: PageClient, monkeypatch, room, role, sees
):
    monkeypatch.setattr("studiobook.clock.now", lambda: LATER)
    person = make_user()
    if role:
        join(studio=room.studio, user=person, role=role, now=NOW)
    sign_in(client, person)
    page = client.get("/manage/reports")
    assert page.status_code == 200
    assert ("€160.00" in page.text) is sees
    assert ("Nothing to report yet" in page.text) is not sees


def test_the_maps_of_many_rooms_are_folded(client: PageClient, room):
    sign_in(client, room.studio.company.admins[0].user)
    for number in range(5):
        make_room(studio=room.studio, name=f"Cell {number}")
    db.session.commit()
    assert "By weekday and hour" not in client.get("/manage/reports").text
    make_room(studio=room.studio, name="Cell 5")
    db.session.commit()
    page = client.get("/manage/reports").text
    assert page.count("By weekday and hour") == page.count('class="heat"') == 7


def test_nobody_is_led_to_sign_in(client: PageClient, room):
    assert client.get("/manage/reports").location.startswith("/auth/login")


def test_rooms_of_others_are_not_reported(room):
    make_room()
    owner = Viewer(room.studio.company.admins[0].user, None)
    assert [one.id for one in list_reported_rooms(owner)] == [room.id]
    assert list_reported_rooms(Viewer(None, "visitor")) == []


def test_what_comes_and_whether_guests_can_pay_stand_first(app, room):
    make_booking(room=room, slot=slot_in(room, days=10))
    gone = make_booking(room=room, slot=slot_in(room, days=11))
    cancel(gone.id, by="owner", now=NOW)
    ahead = list_ahead([room], now=NOW)
    assert [(one.currency, one.sessions, one.minor) for one in ahead] == [("EUR", 3, 24000)]
    with app.test_request_context():
        page = reports_page(
            [room], [], [], Habits(0, 0, None), months_up_to(NOW),
            ahead=ahead, owned=frozenset([room.studio_id]),
        )  # fmt: skip
    told = [(fact.label, fact.value) for fact in page.money]
    assert told == [
        ("Earned in November", "Nothing yet"),
        ("Paid already, to come", "€240.00"),
        ("Payments", "Working"),
    ]
    assert page.money[-1].href == f"/manage/studios/{room.studio.slug}/payments"
