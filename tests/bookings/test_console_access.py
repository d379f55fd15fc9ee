"""Who gets through which door of the console, with objects of their own and of others.

The doors come from the list of routes: a new one that is not in the table fails.
"""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from studiobook.bookings.models import Booking
from studiobook.bookings.note_client import note_client
from studiobook.db.base import db
from studiobook.rooms.block import block
from studiobook.rooms.models import Occupancy, OccupancyKind, Room
from studiobook.rooms.open_hours import close
from studiobook.studios.models import Closure, Studio
from studiobook.teams.join import join
from studiobook.teams.models import TeamRole
from studiobook.teams.policies import OF_ROLE, Power
from studiobook.users.models import User
from tests.bookings.conftest import Clock
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    NOW,
    make_booking,
    make_engineer,
    make_owner,
    make_room,
    make_studio,
    make_user,
    slot_in,
)
from tests.support.client import PageClient

#: What each door asks for; None opens to everybody who is signed in, and shows what is theirs.
DOORS = {
    "bookings.show_today": None,
    "bookings.show_own_sessions": None,
    "bookings.show_calendar": None,
    "bookings.list_open_requests": None,
    "bookings.list_run_bookings": None,
    "bookings.show_clients": None,
    "bookings.show_clients_file": None,
    "bookings.show_reports": None,
    "bookings.show_client": Power.RUN,
    "bookings.create_note": Power.RUN,
    "bookings.create_note_removal": Power.RUN,
    "bookings.create_note_return": Power.RUN,
    "bookings.show_week": Power.SEE,
    "bookings.show_session": Power.SEE,
    "bookings.new_block": Power.RECEIVE,
    "bookings.create_block": Power.RECEIVE,
    "bookings.create_block_removal": Power.RECEIVE,
    "bookings.new_walk_in": Power.RECEIVE,
    "bookings.create_walk_in": Power.RECEIVE,
    "bookings.new_phone_booking": Power.RECEIVE,
    "bookings.create_phone_booking": Power.RECEIVE,
    "bookings.create_link_mail": Power.RECEIVE,
    "bookings.create_link_prolongation": Power.RECEIVE,
    "bookings.create_link_withdrawal": Power.RECEIVE,
    "bookings.create_arrival": Power.RECEIVE,
    "bookings.create_arrival_removal": Power.RECEIVE,
    "bookings.create_no_show": Power.RECEIVE,
    "bookings.create_no_show_removal": Power.RECEIVE,
    "bookings.show_session_extension": Power.RECEIVE,
    "bookings.create_session_extension": Power.RECEIVE,
    "bookings.show_move": Power.RUN,
    "bookings.create_move": Power.RUN,
    "bookings.new_overtime": Power.RUN,
    "bookings.create_overtime": Power.RUN,
    "bookings.create_overtime_removal": Power.RUN,
    "bookings.create_overtime_settlement": Power.RUN,
    "bookings.list_closures": Power.RUN,
    "bookings.new_closure": Power.RUN,
    "bookings.show_affected": Power.RUN,
    "bookings.show_close_today": Power.RUN,
    "bookings.create_closure": Power.RUN,
    "bookings.create_closure_removal": Power.RUN,
    "bookings.show_market": Power.SET_UP,
    "bookings.create_room_withdrawal": Power.SET_UP,
    "bookings.create_room_return": Power.SET_UP,
    "bookings.create_room_deletion": Power.SET_UP,
    "bookings.show_deletion": Power.SET_UP,
    "bookings.create_deletion": Power.SET_UP,
}
PEOPLE = (
    "owner", "manager", "front_desk", "engineer", "other owner", "former manager", "guest",
)  # fmt: skip
DONE = {200, 303, 409, 422}


class House:
    """A studio with a room, a session with an engineer, one without, and a block."""

    def __init__(self) -> None:
        self.owner = make_owner()
        self.studio: Studio = make_studio(owner=self.owner)
        self.room: Room = make_room(studio=self.studio)
        self.engineer = make_engineer(studio=self.studio)
        self.session: Booking = make_booking(
            room=self.room, slot=slot_in(self.room, days=7), engineer=self.engineer
        )
        self.other: Booking = make_booking(room=self.room, slot=slot_in(self.room, days=8))
        self.notes = {
            booking.id: note_client(
                booking=booking, author_id=self.owner.id, body="Likes it warm.", now=NOW
            ).id
            for booking in (self.session, self.other)
        }
        self.closure = close(
            studio=self.studio, during=slot_in(self.room, days=10), reason="", now=NOW
        ).id
        self.block = block(room=self.room, slot=slot_in(self.room, days=9), now=NOW)

    def person(self, who: str) -> User:
        if who == "owner":
            return self.owner
        if who == "engineer":
            return self.engineer.user
        if who == "other owner":
            return make_studio().company.admins[0].user
        person = make_user(name=who)
        if who != "guest":
            role = TeamRole.MANAGER if who == "former manager" else TeamRole(who)
            membership = join(studio=self.studio, user=person, role=role, now=NOW)
            membership.ended_at = NOW if who == "former manager" else None
        return person


@pytest.fixture
def house(client: PageClient, stopped_clock: Clock) -> House:
    found = House()
    stopped_clock.move_to(NOW)
    return found


def doors(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/manage") and rule.endpoint.startswith("bookings.")
        # What is asked before somebody leaves is a door of tests/teams/test_access.py.
        if not rule.rule.startswith("/manage/team")
    ]


def powers_of(who: str) -> frozenset[Power]:
    if who == "owner":
        return frozenset(Power)
    return OF_ROLE[TeamRole(who)] if who in list(TeamRole) else frozenset()


def path_of(rule: Rule, house: House, booking: Booking) -> str:
    of_booking = rule.rule.startswith(("/manage/bookings", "/manage/clients"))
    values = {
        "<code>": booking.code if of_booking else house.room.code,
        "<int:block_id>": str(house.block),
        "<int:note_id>": str(house.notes[booking.id]),
        "<int:closure_id>": str(house.closure),
        "<slug>": house.studio.slug,
        "<room_slug>": house.room.slug,
    }
    path = rule.rule
    for name, value in values.items():
        path = path.replace(name, value)
    return path


def opened(client: PageClient, rule: Rule, path: str) -> int:
    if "POST" not in (rule.methods or set()):
        return client.get(path).status_code
    return client.submit(path, {}, page="/manage").status_code


def test_every_door_is_in_the_table(app: Flask):
    assert {rule.endpoint for rule in doors(app)} == set(DOORS)


@pytest.mark.parametrize("who", PEOPLE)
def test_a_door_opens_to_whoever_has_its_power_there(
    app: Flask, client: PageClient, house: House, who: str
):
    sign_in(client, house.person(who))
    for rule in doors(app):
        power = DOORS[rule.endpoint]
        may = power is None or power in powers_of(who)
        status = opened(client, rule, path_of(rule, house, house.session))
        assert status in DONE if may else status == 404, (who, rule.endpoint, status)


@pytest.mark.parametrize("who", PEOPLE)
def test_objects_of_another_studio_are_not_there(
    app: Flask, client: PageClient, house: House, who: str
):
    sign_in(client, house.person(who))
    foreign = House()
    db.session.commit()
    for rule in doors(app):
        if DOORS[rule.endpoint] is not None:
            path = path_of(rule, foreign, foreign.session)
            assert opened(client, rule, path) == 404, (who, rule.endpoint)
    assert db.session.get(Occupancy, foreign.block) is not None
    assert db.session.get(Closure, foreign.closure) is not None
    assert foreign.room.enabled


def test_an_engineer_does_not_find_the_sessions_of_others(
    app: Flask, client: PageClient, house: House
):
    sign_in(client, house.person("engineer"))
    assert client.get(f"/manage/bookings/{house.other.code}").status_code == 404
    own = client.get(f"/manage/bookings/{house.session.code}").text
    assert "gwen@example.com" not in own
    assert "Gwen" in own
    assert "Gwen Guest" not in own
    assert "€" not in own
    week = client.get(f"/manage/calendar/{house.room.code}?week=2026-W49").text
    assert house.session.code in week
    assert "Gwen Guest" not in week
    assert "paid" not in week.lower()
    assert house.other.code not in week
    assert "/blocks/new" not in week


def test_nobody_is_sent_to_sign_in(app: Flask, client: PageClient, house: House):
    db.session.commit()
    for rule in doors(app):
        path = path_of(rule, house, house.session)
        if "POST" in (rule.methods or set()):
            answer = client.submit(path, {}, page="/auth/login")
        else:
            answer = client.get(path)
        assert answer.status_code == 303, rule.endpoint
        assert "/auth/login" in answer.headers["Location"]


def test_a_closure_of_another_studio_is_not_taken_back_through_ones_own(
    client: PageClient, house: House
):
    sign_in(client, house.owner)
    foreign = House()
    db.session.commit()
    path = f"/manage/studios/{house.studio.slug}/closures/{foreign.closure}/removal"
    assert client.submit(path, {}, page="/manage").status_code == 303
    assert db.session.get(Closure, foreign.closure) is not None


def test_a_block_of_another_room_is_not_taken_off_through_ones_own(
    app: Flask, client: PageClient, house: House
):
    sign_in(client, house.owner)
    foreign = House()
    db.session.commit()
    path = f"/manage/rooms/{house.room.code}/blocks/{foreign.block}/removal"
    assert client.submit(path, {}, page="/manage").status_code == 303
    blocks = db.session.query(Occupancy).filter(Occupancy.kind == OccupancyKind.BLOCK)
    assert blocks.count() == 2
