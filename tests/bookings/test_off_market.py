"""Rooms and studios that are sold no more, sold again, and deleted."""

import pytest

from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.rooms.block import block
from studiobook.rooms.models import Photo, Room, RoomDay
from studiobook.studios.models import Studio
from tests.bookings.conftest import Clock
from tests.bookings.test_closing_pages import sent
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    NOW,
    make_booking,
    make_hold,
    make_owner,
    make_room,
    make_studio,
    slot_in,
)
from tests.support.client import PageClient
from tests.support.doctor import MONEY, PICTURES, PROCESSES, findings


@pytest.fixture
def studio(client: PageClient, stopped_clock: Clock) -> Studio:
    owner = make_owner()
    found = make_studio(owner=owner)
    make_room(studio=found)
    make_room(studio=found, name="Room B")
    sign_in(client, owner)
    return found


@pytest.fixture
def room(studio: Studio) -> Room:
    return db.session.query(Room).filter_by(studio_id=studio.id, name="Room A").one()


def market(room: Room) -> str:
    return f"/manage/studios/{room.studio.slug}/rooms/{room.slug}/market"


def withdraws(client: PageClient, room: Room, **chosen: str):
    form = sent(client.get(market(room)).text, **chosen)
    return client.submit(f"{market(room)}/withdrawal", form, page=market(room))


def public(room: Room) -> str:
    return f"/studios/{room.studio.slug}/rooms/{room.slug}"


def test_a_room_is_sold_no_more_and_again_and_its_bookings_stay(client: PageClient, room: Room):
    booking = make_booking(room=room)
    db.session.commit()
    page = client.get(market(room)).text
    assert "Gwen Guest" in page
    assert "Offer" not in page
    assert withdraws(client, room, overall="keep").status_code == 303
    assert "Room A is no longer sold. 1 booking kept." in client.get(market(room)).text
    assert client.get(public(room)).status_code == 404
    assert booking.status is Status.CONFIRMED
    client.submit(f"{market(room)}/return", {}, page=market(room))
    assert client.get(public(room)).status_code == 200


def test_whoever_is_booked_in_a_room_that_is_sold_no_more_stays_in_the_calendar(
    client: PageClient, room: Room
):
    make_booking(room=room, slot=slot_in(room, days=1))
    db.session.commit()
    withdraws(client, room, overall="keep")
    assert "Gwen Guest" in client.get("/manage/calendar?date=2026-11-24").text
    assert "Gwen Guest" in client.get("/manage").text
    assert "Room A" not in client.get("/manage/calendar?date=2026-11-25").text
    assert "Room A" in client.get(f"/manage/calendar/{room.code}").text


def test_bookings_are_refunded_when_the_owner_says_so(client: PageClient, room: Room):
    booking, hold = make_booking(room=room), make_hold(room=room, slot=slot_in(room, days=8))
    db.session.commit()
    withdraws(client, room, overall="refund", **{f"choice-{hold.code}": "keep"})
    assert (booking.status, hold.status) == (Status.CANCELLED, Status.HELD)


def test_nothing_is_withdrawn_without_a_word_about_the_bookings(client: PageClient, room: Room):
    make_booking(room=room)
    db.session.commit()
    assert withdraws(client, room).status_code == 422
    form = {"overall": "refund"}
    answer = client.submit(f"{market(room)}/withdrawal", form, page=market(room))
    assert answer.status_code == 409
    assert room.enabled


def test_a_room_that_nobody_booked_can_be_deleted_with_all_that_is_its(
    client: PageClient, room: Room
):
    block(room=room, slot=slot_in(room), now=NOW)
    room_id, page = room.id, market(room)
    db.session.commit()
    assert "Delete the room for good" in client.get(page).text
    answer = client.submit(f"{page}/deletion", {}, page=page)
    assert answer.status_code == 303
    for table in (RoomDay, Photo):
        assert db.session.query(table).filter_by(room_id=room_id).count() == 0
    assert db.session.get(Room, room_id) is None
    assert "Room A is deleted." in client.get(answer.location).text
    assert findings(NOW, but=(MONEY, PICTURES, PROCESSES)) == []


def test_a_room_that_was_ever_held_is_kept(client: PageClient, room: Room):
    make_hold(room=room)
    db.session.commit()
    assert "for good" not in client.get(market(room)).text
    answer = client.submit(f"{market(room)}/deletion", {}, page=market(room))
    assert answer.status_code == 409
    assert "can&#39;t be deleted" in answer.text
    assert db.session.get(Room, room.id) is not None


def test_a_draft_is_deleted_and_what_was_live_is_not(client: PageClient, studio: Studio):
    draft = make_studio(owner=studio.company.admins[0].user, name="Attic", published=False)
    make_room(studio=draft, name="Under the roof")
    slug, live = draft.slug, studio.slug
    db.session.commit()
    assert "Delete the draft" in client.get(f"/manage/studios/{slug}").text
    assert "Under the roof" in client.get(f"/manage/studios/{slug}/deletion").text
    client.submit(f"/manage/studios/{slug}/deletion", {})
    assert "Attic is deleted." in client.get("/manage/studios").text
    assert db.session.query(Studio).filter_by(slug=slug).count() == 0
    page = f"/manage/studios/{live}/deletion"
    assert "It has been live" in client.get(page).text
    assert client.submit(page, {}, page="/manage").status_code == 409
    assert db.session.query(Studio).filter_by(slug=live).count() == 1


def test_a_paused_studio_keeps_its_bookings_and_is_live_again(
    client: PageClient, studio: Studio, room: Room
):
    booking = make_booking(room=room)
    db.session.commit()
    page = f"/manage/studios/{studio.slug}"
    client.submit(f"{page}/withdrawal", {}, page=page)
    assert client.get(public(room)).status_code == 404
    assert booking.status is Status.CONFIRMED
    assert db.session.query(Booking).count() == 1
    client.submit(f"{page}/publication", {}, page=page)
    assert client.get(public(room)).status_code == 200
