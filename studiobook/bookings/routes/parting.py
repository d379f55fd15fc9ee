"""What it means that somebody leaves a team, before it is done: their sessions are known here."""

from flask import Response, url_for

from studiobook import clock
from studiobook.bookings.engineer_queries import list_promised
from studiobook.bookings.pages.parting import parting_page
from studiobook.bookings.routes import blueprint
from studiobook.teams.policies import Power, get_member_for, get_own_membership
from studiobook.web.access import access, staff
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/team/members/<int:member_id>/removal")
@access(staff)
def new_member_removal(member_id: int) -> Response:
    """Removing somebody; the button's answer is the team's."""
    member = get_member_for(current_viewer(), Power.SET_UP, membership_id=member_id)
    promised = list_promised(member, now=clock.now())
    action = url_for("teams.create_member_removal", member_id=member_id)
    page = parting_page(member, promised, action=action, is_own=False)
    return respond("console_confirm.html", page)


@blueprint.get("/manage/team/members/<int:member_id>/leaving")
@access(staff)
def new_leaving(member_id: int) -> Response:
    """Leaving oneself."""
    member = get_own_membership(current_viewer(), membership_id=member_id)
    promised = list_promised(member, now=clock.now())
    action = url_for("teams.create_leaving", member_id=member_id)
    page = parting_page(member, promised, action=action, is_own=True)
    return respond("console_confirm.html", page)
