"""What each role may do at a studio, and that nobody else may do anything."""

from datetime import timedelta

import pytest

from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.studios.models import Studio
from studiobook.teams.join import join
from studiobook.teams.models import TeamRole
from studiobook.teams.policies import Power, get_studio_for, list_studios_for, may
from studiobook.users.viewer import Viewer
from tests.factories.world import NOW, make_owner, make_studio, make_user

S, C, R, U, O = Power  # noqa: E741  # see, receive, run, set up, own
MAY = {
    "owner": {S, C, R, U, O},
    TeamRole.MANAGER: {S, C, R, U},
    TeamRole.FRONT_DESK: {S, C},
    TeamRole.ENGINEER: {S},
    "former manager": set(),
    "another owner": set(),
    "guest": set(),
}


@pytest.fixture
def studio(app) -> Studio:
    return make_studio(owner=make_owner(name="Owner"))


def _viewer(who: str, studio: Studio) -> Viewer:
    if who == "owner":
        return Viewer(studio.company.admins[0].user, None)
    if who == "another owner":
        return Viewer(make_studio().company.admins[0].user, None)
    person = make_user(name=who)
    if who != "guest":
        role = TeamRole.MANAGER if who == "former manager" else TeamRole(who)
        membership = join(studio=studio, user=person, role=role, now=NOW)
        if who == "former manager":
            membership.ended_at = NOW + timedelta(days=1)
            db.session.flush()
    return Viewer(person, None)


@pytest.mark.parametrize("who", list(MAY))
def test_each_role_has_its_powers_and_no_other(studio, who):
    viewer = _viewer(who, studio)
    assert {power for power in Power if may(viewer, power, studio_id=studio.id)} == MAY[who]


@pytest.mark.parametrize("who", list(MAY))
def test_a_studio_is_found_exactly_by_who_has_the_power(studio, who):
    viewer = _viewer(who, studio)
    for power in Power:
        if power in MAY[who]:
            assert get_studio_for(viewer, power, slug=studio.slug) is studio
        else:
            with pytest.raises(NotFound):
                get_studio_for(viewer, power, slug=studio.slug)
        assert (studio in list_studios_for(viewer, power)) is (power in MAY[who])


def test_a_browser_without_an_account_may_nothing(studio):
    viewer = Viewer(None, "visitor")
    assert not any(may(viewer, power, studio_id=studio.id) for power in Power)
    assert list_studios_for(viewer, Power.SEE) == []
    with pytest.raises(NotFound):
        get_studio_for(viewer, Power.SEE, slug=studio.slug)
