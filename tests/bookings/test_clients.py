"""Who books here: counted right, found by name, exported without a formula, and nobody else's."""

import csv
import io
from datetime import timedelta

import pytest

from studiobook.bookings.cancel import cancel
from studiobook.bookings.client_queries import list_clients
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
