"""Inviting to a studio's team or to own a company, sending it again, and taking it back."""

from typing import Any

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.companies.models import Company
from studiobook.companies.queries import get_company_of
from studiobook.db.transaction import in_transaction
from studiobook.studios.lock import lock_company
from studiobook.studios.models import Studio
from studiobook.teams.errors import AlreadyInTeam, InvitationOver
from studiobook.teams.forms import InvitationForm, OwnerInvitationForm, role_form
from studiobook.teams.invite import invite, send_again, withdraw
from studiobook.teams.join import join
from studiobook.teams.models import TeamRole
from studiobook.teams.pages.team import currency_of
from studiobook.teams.policies import Power, get_invitation_for, get_studio_for
from studiobook.teams.queries import find_membership
from studiobook.teams.routes import blueprint
from studiobook.teams.routes.found import asker, lock_to_set_up, way_to_team
from studiobook.users.models import User
from studiobook.web.access import access, staff
from studiobook.web.console import FormPage
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

SENT = "The invitation is on its way to {}. Its link works for seven days."
ANEW = "{} was invited already: the invitation is sent again, as it stands now."


@blueprint.get("/manage/team/<slug>/invitations/new")
@access(staff)
def new_invitation(slug: str) -> Response:
    """Whom, and as what."""
    studio = _studio(slug)
    return _ask(studio, role_form(InvitationForm, currency_of(studio), formdata=None))


@blueprint.post("/manage/team/<slug>/invitations/new")
@limits.invitations
@access(staff)
def create_invitation(slug: str) -> Response | BaseResponse:
    """Send it. The answer does not depend on whether the address has an account."""
    studio, by = _studio(slug), asker()
    form = role_form(InvitationForm, currency_of(studio))
    if not form.validate_on_submit():
        return _ask(studio, form, 422)
    try:
        said = in_transaction(lambda: _invite(studio, form, by))
    except AlreadyInTeam as refusal:
        form.email.errors = [refusal.message]
        return _ask(studio, form, refusal.status)
    flash(said, "good")
    return go_to(url_for("teams.list_team"))


@blueprint.get("/manage/team/companies/<slug>/invitations/new")
@access(staff)
def new_owner_invitation(slug: str) -> Response:
    """Whom to ask to own the company, too."""
    return _ask_owner(_company(slug), OwnerInvitationForm(formdata=None))


@blueprint.post("/manage/team/companies/<slug>/invitations/new")
@limits.invitations
@access(staff)
def create_owner_invitation(slug: str) -> Response | BaseResponse:
    """Send it."""
    company, by = _company(slug), asker()
    form = OwnerInvitationForm()
    if not form.validate_on_submit():
        return _ask_owner(company, form, 422)
    try:
        said = in_transaction(lambda: _invite_owner(company, form, by))
    except AlreadyInTeam:
        form.email.errors = ["This person owns the company already."]
        return _ask_owner(company, form, AlreadyInTeam.status)
    flash(said, "good")
    return go_to(url_for("teams.list_team"))


@blueprint.post("/manage/team/invitations/<int:invitation_id>/sending")
@limits.invitations_again
@access(staff)
def create_sending(invitation_id: int) -> BaseResponse:
    """Another mail, for another seven days."""
    return _decide(invitation_id, send_again, "The invitation is sent again to {}.")


@blueprint.post("/manage/team/invitations/<int:invitation_id>/withdrawal")
@access(staff)
def create_withdrawal(invitation_id: int) -> BaseResponse:
    """The link in the mail opens nothing any more."""
    return _decide(invitation_id, withdraw, "The invitation to {} is withdrawn.")


def _studio(slug: str) -> Studio:
    return get_studio_for(current_viewer(), Power.SET_UP, slug=slug)


def _company(slug: str) -> Company:
    return get_company_of(current_viewer().user_id, slug)


def _invite(studio: Studio, form: Any, by: User) -> str:
    lock_to_set_up(studio)
    role, now = TeamRole(form.role.data), clock.now()
    offered = {"studio": studio, "role": role, "rate_per_hour_minor": form.rate_minor}
    if form.email.data.lower() == by.email and find_membership(studio.id, by.id) is None:
        # An owner who works here, too, needs no mail to say yes.
        join(user=by, now=now, **offered)
        return f"You are in the team of {studio.name}."
    offer, is_new = invite(company=studio.company, email=form.email.data, by=by, now=now, **offered)
    return (SENT if is_new else ANEW).format(offer.email)


def _invite_owner(company: Company, form: OwnerInvitationForm, by: User) -> str:
    lock_company(company.id)
    offer, is_new = invite(
        company=_company(company.slug),
        studio=None,
        email=form.email.data or "",
        role=None,
        rate_per_hour_minor=None,
        by=by,
        now=clock.now(),
    )
    return (SENT if is_new else ANEW).format(offer.email)


def _decide(invitation_id: int, verb: Any, said: str) -> BaseResponse:
    get_invitation_for(current_viewer(), invitation_id=invitation_id)
    by = asker()
    try:
        email = in_transaction(lambda: verb(invitation_id, by=by, now=clock.now()).email)
    except InvitationOver:
        flash("That invitation has been accepted or withdrawn meanwhile.", "info")
    else:
        flash(said.format(email), "good")
    return go_to(url_for("teams.list_team"))


def _ask(studio: Studio, form: Any, status: int = 200) -> Response:
    page = FormPage(
        title=f"Invite somebody to {studio.name}",
        lede="They get a mail with a link, and join once they accept.",
        form=form,
        action=url_for("teams.create_invitation", slug=studio.slug),
        way=way_to_team(),
        button="Send the invitation",
        body="teams/role_fields.html",
        section="team",
    )
    return respond("console_form.html", page, status)


def _ask_owner(company: Company, form: OwnerInvitationForm, status: int = 200) -> Response:
    page = FormPage(
        title=f"Invite an owner of {company.name}",
        lede="An owner can do everything you can: payouts, prices, and removing owners.",
        form=form,
        action=url_for("teams.create_owner_invitation", slug=company.slug),
        way=way_to_team(),
        button="Send the invitation",
        section="team",
    )
    return respond("console_form.html", page, status)
