"""One member: role and rate, leaving, and taking that back."""

from typing import Any

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.db.transaction import in_transaction
from studiobook.teams.change_role import change_role
from studiobook.teams.errors import TooLateToReturn
from studiobook.teams.forms import RoleForm, as_typed, role_form
from studiobook.teams.join import leave, rejoin
from studiobook.teams.models import Membership, TeamRole
from studiobook.teams.pages.team import currency_of
from studiobook.teams.policies import Power, get_ended_member, get_member_for, get_own_membership
from studiobook.teams.routes import blueprint
from studiobook.teams.routes.found import asker, lock_to_set_up, way_to_team
from studiobook.users.models import User
from studiobook.web.access import access, staff
from studiobook.web.console import FormPage
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/team/members/<int:member_id>")
@access(staff)
def show_member(member_id: int) -> Response:
    """Role and rate as they stand."""
    member = _member(member_id)
    currency = currency_of(member.studio)
    known = {
        "role": member.role.value,
        "rate": as_typed(member.rate_per_hour_minor, currency),
    }
    return _show(member, role_form(RoleForm, currency, formdata=None, data=known))


@blueprint.post("/manage/team/members/<int:member_id>")
@access(staff)
def update_member(member_id: int) -> Response | BaseResponse:
    """Save them; the powers of another role hold from the next press on."""
    member, by = _member(member_id), asker()
    form = role_form(RoleForm, currency_of(member.studio))
    if not form.validate_on_submit():
        return _show(member, form, 422)
    in_transaction(lambda: _change(member_id, form, by))
    flash(f"Saved: {member.user.name}.", "good")
    return go_to(url_for("teams.list_team"))


@blueprint.post("/manage/team/members/<int:member_id>/removal")
@access(staff)
def create_member_removal(member_id: int) -> BaseResponse:
    """Out of the team at once, in every tab that is open somewhere."""
    by = asker()
    _member(member_id)
    in_transaction(lambda: _remove(member_id, by))
    return go_to(url_for("teams.list_team"))


@blueprint.post("/manage/team/members/<int:member_id>/restoration")
@access(staff)
def create_restoration(member_id: int) -> BaseResponse:
    """The removal is taken back: the same place, role and rate."""
    return _return(member_id, own=False)


@blueprint.post("/manage/team/members/<int:member_id>/leaving")
@access(staff)
def create_leaving(member_id: int) -> BaseResponse:
    """Out of a team oneself."""
    by = asker()
    get_own_membership(current_viewer(), membership_id=member_id)
    in_transaction(lambda: leave(member_id, by=by, now=clock.now()))
    return go_to(url_for("teams.list_team"))


@blueprint.post("/manage/team/members/<int:member_id>/return")
@access(staff)
def create_return(member_id: int) -> BaseResponse:
    """And back, as long as the change of mind is fresh."""
    return _return(member_id, own=True)


def _member(member_id: int) -> Membership:
    return get_member_for(current_viewer(), Power.SET_UP, membership_id=member_id)


def _change(member_id: int, form: Any, by: User) -> None:
    lock_to_set_up(_member(member_id).studio)
    change_role(
        member_id,
        role=TeamRole(form.role.data),
        rate_per_hour_minor=form.rate_minor,
        by=by,
        now=clock.now(),
    )


def _remove(member_id: int, by: User) -> None:
    # Of two managers who remove each other at once, the second has no power any more.
    lock_to_set_up(_member(member_id).studio)
    leave(member_id, by=by, now=clock.now())


def _return(member_id: int, *, own: bool) -> BaseResponse:
    by = asker()
    try:
        in_transaction(lambda: _rejoin(member_id, by, own=own))
    except TooLateToReturn as refusal:
        flash(refusal.message, "info")
    else:
        flash("Taken back. Everything is as it was.", "good")
    return go_to(url_for("teams.list_team"))


def _rejoin(member_id: int, by: User, *, own: bool) -> None:
    # Nobody who went by themselves is fetched back by others.
    member = get_ended_member(current_viewer(), membership_id=member_id, own=own)
    rejoin(member.id, by=by, now=clock.now())


def _show(member: Membership, form: Any, status: int = 200) -> Response:
    page = FormPage(
        title=member.user.name,
        lede=f"In the team of {member.studio.name}. What guests have booked keeps its price.",
        form=form,
        action=url_for("teams.update_member", member_id=member.id),
        way=way_to_team(),
        body="teams/role_fields.html",
        section="team",
    )
    return respond("console_form.html", page, status)
