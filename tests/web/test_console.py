"""The console's navigation: the sections that one has a use for, and what waits in them."""

import re

import pytest

from studiobook.teams.join import join
from studiobook.teams.models import TeamRole
from tests.factories.sign_in import sign_in
from tests.factories.world import NOW, make_booking, make_room, make_studio, make_user
from tests.support.client import PageClient

ALL = ["Today", "Calendar", "Requests", "Messages", "Studios", "Team", "Clients", "Reports"]


def labels(page: str) -> list[str]:
    """The sections' names as the page has them, with their counts."""
    nav = re.search(r'<nav class="console-nav".*?</nav>', page, re.DOTALL)
    assert nav is not None
    links = re.findall(r'<a class="console-link".*?</a>', nav[0], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", link).split()) for link in links]


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (TeamRole.MANAGER, ALL),
        (TeamRole.FRONT_DESK, ["Today", "Calendar", "Team"]),
        (TeamRole.ENGINEER, ["Today", "Calendar", "Team"]),
    ],
)
def test_each_role_finds_its_own_sections(client: PageClient, role: TeamRole, seen: list[str]):
    person = make_user()
    join(studio=make_studio(), user=person, role=role, now=NOW)
    sign_in(client, person)
    assert labels(client.get("/manage").text) == seen


def test_an_owner_finds_all_of_them_before_there_is_a_studio(client: PageClient):
    sign_in(client, make_studio().company.admins[0].user)
    assert labels(client.get("/manage/studios").text) == [*ALL, "Payments", "Payouts"]


@pytest.mark.parametrize("path", ["/manage", "/manage/studios", "/manage/reports"])
def test_what_waits_is_counted_on_every_page(
    client: PageClient, monkeypatch: pytest.MonkeyPatch, path: str
):
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)
    studio = make_studio(instant=False)
    make_booking(room=make_room(studio=studio))
    sign_in(client, studio.company.admins[0].user)
    assert "Requests 1" in labels(client.get(path).text)
