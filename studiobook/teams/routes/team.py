"""/manage/team: who works where, and who is asked to."""

from flask import Response

from studiobook import clock
from studiobook.companies.queries import (
    list_companies_of,
    list_dismissed_by,
    list_owners,
)
from studiobook.teams.join import UNDO
from studiobook.teams.pages.team import Teams, team_page
from studiobook.teams.policies import Power, list_studios_for
from studiobook.teams.queries import (
    list_ended_by,
    list_members,
    list_memberships_of,
    list_open_invitations,
)
from studiobook.teams.routes import blueprint
from studiobook.teams.routes.found import asker
from studiobook.users.models import User
from studiobook.web.access import access, staff
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/team")
@access(staff)
def list_team() -> Response:
    """Those whom one may see; one's own places for whoever sets up nothing."""
    return respond("teams/team.html", team_page(_teams(asker())))


def _teams(viewer: User) -> Teams:
    now = clock.now()
    studios = tuple(list_studios_for(current_viewer(), Power.SET_UP))
    owned = list_companies_of(viewer.id)
    companies = {company.id: company for company in owned}
    companies |= {studio.company_id: studio.company for studio in studios}
    ids = [studio.id for studio in studios]
    return Teams(
        viewer=viewer,
        companies=tuple(companies.values()),
        owned=frozenset(company.id for company in owned),
        studios=studios,
        owners=list_owners(companies),
        members=list_members(ids),
        offers=list_open_invitations(studio_ids=ids, company_ids=[company.id for company in owned]),
        own=list_memberships_of(viewer.id),
        ended=list_ended_by(viewer.id, since=now - UNDO),
        dismissed=list_dismissed_by(viewer.id, since=now - UNDO),
        now=now,
    )
