"""Who books here: counted right, found by name, exported without a formula, and nobody else's."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from studiobook.bookings.cancel import cancel
from studiobook.bookings.client_queries import list_clients
from studiobook.bookings.models import Booking, ClientNote
from studiobook.bookings.note_client import note_client, remove_note
from studiobook.db.base import db
from studiobook.studios.models import Studio
from studiobook.teams.join import join
from studiobook.teams.models import TeamRole
from studiobook.users.viewer import Viewer
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


@pytest.fixture
def studio(app) -> Studio:
    studio = make_studio(owner=make_owner(name="Olive"))
    room = make_room(studio=studio)
    for days in (2, 3):
        make_booking(room=room, slot=slot_in(room, days=days), guest_email="gwen@example.com")
    gone = make_booking(
        room=room, slot=slot_in(room, days=9), guest_name="Cal Off", guest_email="cal@example.com"
    )
    cancel(gone.id, by="guest", now=NOW + timedelta(days=8))
    stranger = make_room()
    make_booking(room=stranger, slot=slot_in(stranger), guest_name="Somebody Else")
    return studio


@pytest.fixture
def owner(studio: Studio) -> Viewer:
    return Viewer(studio.company.admins[0].user, None)


def test_each_client_has_their_visits_and_what_was_kept_of_their_money(owner):
    clients, found = list_clients(owner)
    assert found == 2
    seen = {client.name: (client.visits, client.cancelled, client.paid.minor) for client in clients}
    # Less than 48 hours before the start half of it is kept under the standard terms or all.
    assert seen["Gwen Guest"] == (2, 0, 16640)
    assert seen["Cal Off"][:2] == (0, 1)
    assert 0 < seen["Cal Off"][2] <= 8320


def test_somebody_is_found_by_a_part_of_name_or_address(owner):
    assert [client.name for client in list_clients(owner, words="GWEN")[0]] == ["Gwen Guest"]
    assert [client.name for client in list_clients(owner, words="cal@")[0]] == ["Cal Off"]
    assert list_clients(owner, words="nobody") == ([], 0)
    assert list_clients(owner, words="%") == ([], 0)


def test_pages_follow_each_other(owner):
    first, found = list_clients(owner, limit=1)
    second, _found = list_clients(owner, limit=1, page=2)
    assert found == 2
    assert {first[0].name, second[0].name} == {"Gwen Guest", "Cal Off"}


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (TeamRole.MANAGER, True),
        (TeamRole.FRONT_DESK, False),
        (TeamRole.ENGINEER, False),
        (None, False),
    ],
)
def test_only_those_who_run_the_studio_see_its_clients(client: PageClient, studio, role, sees):
    person = make_user(name="Somebody")
    if role:
        join(studio=studio, user=person, role=role, now=NOW)
    sign_in(client, person)
    for path in ("/manage/clients", "/manage/clients.csv"):
        assert ("Gwen Guest" in client.get(path).text) is sees


def test_nobody_is_led_to_sign_in(client: PageClient, studio):
    for path in ("/manage/clients", "/manage/clients.csv"):
        assert client.get(path).location.startswith("/auth/login")


def test_the_page_lists_searches_and_offers_the_file(client: PageClient, owner):
    assert owner.user is not None
    sign_in(client, owner.user)
    page = client.get("/manage/clients")
    assert "2 visits" in page.text
    assert "Somebody Else" not in page.text
    found = client.get("/manage/clients?q=cal")
    assert "Gwen Guest" not in found.text
    assert "/manage/clients.csv?q=cal" in found.text
    assert "Nothing found" in client.get("/manage/clients?q=nobody").text


@pytest.mark.parametrize("name", ['=HYPERLINK("http://evil")', "+1", "-1", "@x"])
def test_no_cell_of_the_export_starts_a_formula(client: PageClient, studio, owner, name):
    room = make_room(studio=studio, name="Other")
    make_booking(room=room, slot=slot_in(room), guest_name=name, guest_email="evil@example.com")
    assert owner.user is not None
    sign_in(client, owner.user)
    answer = client.get("/manage/clients.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0][0] == "Name"
    assert f"'{name}" in [row[0] for row in rows]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_studio_without_clients_says_so(client: PageClient):
    sign_in(client, make_owner(name="New Owner"))
    assert "Nobody yet" in client.get("/manage/clients").text


def test_guests_without_an_address_are_told_apart_by_name(app):
    studio = make_studio()
    room = make_room(studio=studio)
    for days, name in ((2, "Ada"), (3, "Bea")):
        booking = make_booking(room=room, slot=slot_in(room, days=days), guest_name=name)
        booking.user_id, booking.guest_email = None, ""
    db.session.flush()
    clients, found = list_clients(Viewer(studio.company.admins[0].user, None))
    assert (found, {client.name for client in clients}) == (2, {"Ada", "Bea"})


@pytest.fixture
def at_the_desk(client: PageClient, owner: Viewer, monkeypatch) -> PageClient:
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)
    assert owner.user is not None
    sign_in(client, owner.user)
    return client


def code_of(owner: Viewer, name: str = "Gwen Guest") -> str:
    return next(client.code for client in list_clients(owner)[0] if client.name == name)


def test_a_clients_page_has_all_their_bookings_and_nobody_elses(at_the_desk, owner):
    page = at_the_desk.get(f"/manage/clients/{code_of(owner)}").text
    assert page.count('href="/manage/bookings/') == 2
    assert "gwen@example.com" in page
    assert "cal@example.com" not in page


def test_a_note_stands_at_the_client_until_it_is_removed_and_can_be_put_back(at_the_desk, owner):
    here = f"/manage/clients/{code_of(owner)}"
    answer = at_the_desk.submit(f"{here}/notes", {"body": "  Likes it warm.\nTea. "}, page=here)
    assert answer.status_code == 303
    assert "Likes it warm.\nTea." in at_the_desk.get(here).text
    note = db.session.scalars(select(ClientNote)).one()
    removed = at_the_desk.submit(f"{here}/notes/{note.id}/removal", {}, page=here)
    shown = at_the_desk.get(removed.headers["Location"]).text
    assert "Likes it warm." not in shown
    assert "The note is removed." in shown
    at_the_desk.submit(f"{here}/notes/{note.id}/return", {}, page=here)
    assert "Likes it warm." in at_the_desk.get(here).text


def test_a_note_stays_with_a_guest_who_opens_an_account(at_the_desk, owner):
    code = code_of(owner)
    here = f"/manage/clients/{code}"
    at_the_desk.submit(f"{here}/notes", {"body": "Likes it warm."}, page=here)
    gwen = make_user(name="Gwen")
    for booking in db.session.scalars(select(Booking).where(Booking.guest_name == "Gwen Guest")):
        booking.user_id = gwen.id
    db.session.flush()
    assert "Likes it warm." in at_the_desk.get(here).text


def test_a_removed_note_is_gone_after_a_day(owner, studio):
    booking = db.session.scalars(select(Booking).where(Booking.studio_id == studio.id)).first()
    assert booking is not None
    first, second = (
        note_client(booking=booking, author_id=owner.user_id, body=body, now=NOW)
        for body in ("One", "Two")
    )
    remove_note(first, now=NOW)
    remove_note(second, now=NOW + timedelta(days=1, seconds=1))
    left = list(db.session.scalars(select(ClientNote.body)))
    assert left == ["Two"]


@pytest.mark.parametrize("body", ["", "   ", "x" * 1001])
def test_a_note_that_cannot_be_kept_is_refused_and_stays_in_the_field(at_the_desk, owner, body):
    here = f"/manage/clients/{code_of(owner)}"
    answer = at_the_desk.submit(f"{here}/notes", {"body": body}, page=here)
    assert answer.status_code == 422
    assert body.strip() in answer.text
    assert db.session.scalar(select(ClientNote)) is None
