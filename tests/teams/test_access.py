"""Who gets through which door of a team's pages; to everybody else its things do not exist.

The doors come from the list of routes: a new one that is not in the table fails.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.routing import Rule

from studiobook.companies.appoint import appoint_owner, dismiss_owner
from studiobook.companies.models import CompanyAdmin
from studiobook.db.base import db
from studiobook.teams.join import leave
from studiobook.teams.models import Invitation, Membership
from tests.factories.world import NOW, make_invitation, make_user
from tests.support.client import PageClient
from tests.teams.conftest import Browse, House, make_house

PEOPLE = (
    "owner", "manager", "front desk", "engineer", "former manager", "guest", "other owner",
)  # fmt: skip
EVERYBODY, OWNERS = set(PEOPLE), {"owner"}
SETS_UP = {"owner", "manager"}
NONE: set[str] = set()

#: Who gets through, with the house's own things; what is not theirs is 404 for everybody.
DOORS = {
    "list_team": EVERYBODY,
    "new_invitation": SETS_UP,
    "create_invitation": SETS_UP,
    "create_sending": SETS_UP,
    "create_withdrawal": SETS_UP,
    "show_member": SETS_UP,
    "update_member": SETS_UP,
    "create_member_removal": SETS_UP,
    # Of one who was removed by the owner, and of one who went by themselves.
    "create_restoration": OWNERS,
    "create_leaving": {"engineer"},
    "create_return": {"former manager"},
    "new_owner_invitation": OWNERS,
    "create_owner_invitation": OWNERS,
    "new_owner_removal": OWNERS,
    "create_owner_removal": OWNERS,
    "create_owner_restoration": OWNERS,
    # These two stand in bookings, which know the sessions.
    "new_member_removal": SETS_UP,
    "new_leaving": {"engineer"},
}
#: Whose membership an address names; the receptionist's otherwise.
WHOSE = {
    "create_leaving": "engineer",
    "new_leaving": "engineer",
    "create_return": "former_manager",
}


class Team:
    """A house with a second owner, one who went, one who was removed, and an open offer."""

    def __init__(self) -> None:
        self.house: House = make_house()
        company = self.house.studio.company
        self.second, self.dismissed = make_user(name="Sven Second"), make_user(name="Dora Gone")
        for person in (self.second, self.dismissed):
            appoint_owner(company_id=company.id, user=person, now=NOW)
        dismiss_owner(
            company_id=company.id, user_id=self.dismissed.id, by=self.house.owner, now=NOW
        )
        self.house.former_manager.ended_by_id = self.house.former_manager.user_id
        self.removed = self._removed()
        self.offer: Invitation = make_invitation(studio=self.house.studio)
        db.session.commit()

    def _removed(self) -> Membership:
        gone = Membership(
            studio=self.house.studio,
            user=make_user(name="Rita Removed"),
            role=self.house.front_desk.role,
            created_at=NOW,
        )
        db.session.add(gone)
        db.session.flush()
        return leave(gone.id, by=self.house.owner, now=NOW)

    def path(self, rule: Rule) -> str:
        name = name_of(rule)
        whose: Membership = getattr(self.house, WHOSE.get(name, "front_desk"))
        if name == "create_restoration":
            whose = self.removed
        user = self.dismissed if name == "create_owner_restoration" else self.second
        studio = self.house.studio
        slug = studio.company.slug if "companies/<slug>" in rule.rule else studio.slug
        parts = {
            "<slug>": slug,
            "<int:member_id>": str(whose.id),
            "<int:invitation_id>": str(self.offer.id),
            "<int:user_id>": str(user.id),
        }
        path = rule.rule
        for part, value in parts.items():
            path = path.replace(part, value)
        return path


def name_of(rule: Rule) -> str:
    return str(rule.endpoint).rpartition(".")[2]


def doors(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/manage/team")]


def opened(client: PageClient, rule: Rule, path: str) -> int:
    if "POST" not in (rule.methods or set()):
        return client.get(path).status_code
    return client.submit(path, {}, page="/account").status_code


@pytest.fixture
def team(app: Flask, time: object) -> Callable[[], Team]:
    return Team


def test_every_door_is_in_the_table(app: Flask):
    assert {name_of(rule) for rule in doors(app)} == set(DOORS)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("door", DOORS)
def test_a_door_opens_to_those_in_the_table_and_is_not_there_for_others(
    app: Flask, browse: Browse, team: Callable[[], Team], door: str, who: str
):
    found = team()
    client = browse(found.house.person(who))
    (rule,) = (rule for rule in doors(app) if name_of(rule) == door)
    status = opened(client, rule, found.path(rule))
    assert status in ({200, 303, 422} if who in DOORS[door] else {404}), status


@pytest.mark.parametrize("who", PEOPLE)
def test_another_studios_team_is_not_there_for_anybody(
    app: Flask, browse: Browse, team: Callable[[], Team], who: str
):
    found, foreign = team(), team()
    client = browse(found.house.person(who))
    before = trace()
    for rule in doors(app):
        if name_of(rule) != "list_team":
            assert opened(client, rule, foreign.path(rule)) == 404, rule.endpoint
    assert trace() == before
    shown = client.get("/manage/team").text
    for person in (foreign.house.manager.user, foreign.second, foreign.dismissed):
        assert person.email not in shown


@pytest.mark.parametrize("who", PEOPLE)
def test_members_learn_no_address_that_their_role_has_no_use_for(
    browse: Browse, team: Callable[[], Team], who: str
):
    found = team()
    shown = browse(found.house.person(who)).get("/manage/team").text
    assert (found.house.engineer.user.email in shown) is (who in SETS_UP)
    assert ("mara@example.com" in shown) is (who in SETS_UP)


def test_a_manager_does_not_see_whom_owners_have_asked_to_own(
    browse: Browse, team: Callable[[], Team]
):
    found = team()
    offer = make_invitation(studio=found.house.studio, email="new-owner@example.com", as_owner=True)
    db.session.commit()
    manager, owner = (browse(found.house.person(who)) for who in ("manager", "owner"))
    assert "new-owner@example.com" not in manager.get("/manage/team").text
    for act in ("sending", "withdrawal"):
        path = f"/manage/team/invitations/{offer.id}/{act}"
        assert manager.submit(path, {}, page="/account").status_code == 404
    assert "new-owner@example.com" in owner.get("/manage/team").text


def test_nobody_is_sent_to_sign_in(app: Flask, browse: Browse, team: Callable[[], Team]):
    found, client = team(), browse(None)
    for rule in doors(app):
        if "POST" in (rule.methods or set()):
            answer = client.submit(found.path(rule), {}, page="/auth/login")
        else:
            answer = client.get(found.path(rule))
        assert answer.status_code == 303, rule.endpoint
        assert "/auth/login" in answer.headers["Location"]


def test_fields_that_no_form_has_change_nothing(browse: Browse, house: House):
    manager, engineer = browse(house.manager.user), house.engineer
    before = (engineer.studio_id, engineer.user_id)
    path = f"/manage/team/members/{engineer.id}"
    fields = {
        "role": "engineer", "rate": "40", "studio_id": str(house.other_studio.id),
        "user_id": str(house.manager.user_id), "ended_at": "2026-01-01",
    }  # fmt: skip
    assert manager.submit(path, fields).status_code == 303
    assert (engineer.studio_id, engineer.user_id, engineer.ended_at) == (*before, None)
    # No role of the form is an owner's.
    answer = manager.submit(path, {"role": "owner"})
    assert answer.status_code == 422


def trace() -> tuple[object, ...]:
    """What any of the doors could have changed."""
    db.session.expire_all()
    return (
        sorted((m.id, m.ended_at, m.role) for m in db.session.query(Membership)),
        sorted((o.id, o.expires_at, o.withdrawn_at) for o in db.session.query(Invitation)),
        sorted((a.company_id, a.user_id) for a in db.session.query(CompanyAdmin)),
    )
