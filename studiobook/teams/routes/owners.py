"""Removing an owner of a company, or going oneself; one owner always stays."""

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.companies.appoint import appoint_owner, dismiss_owner
from studiobook.companies.errors import LastOwner
from studiobook.companies.models import Company
from studiobook.companies.queries import get_company_of, list_dismissed_by, list_owners
from studiobook.db.transaction import in_transaction
from studiobook.errors import NotFound
from studiobook.teams.join import UNDO
from studiobook.teams.routes import blueprint
from studiobook.teams.routes.found import asker, way_to_team
from studiobook.users.models import User
from studiobook.web.access import access, staff
from studiobook.web.components import Act, Link
from studiobook.web.console import ConfirmPage
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/team/companies/<slug>/owners/<int:user_id>/removal")
@access(staff)
def new_owner_removal(slug: str, user_id: int) -> Response:
    """What it means, before it is done."""
    company = _company(slug)
    return respond("console_confirm.html", _page(company, _owner(company, user_id)))


@blueprint.post("/manage/team/companies/<slug>/owners/<int:user_id>/removal")
@access(staff)
def create_owner_removal(slug: str, user_id: int) -> BaseResponse:
    """No owner any more, at once; the last one stays."""
    company, by = _company(slug), asker()
    try:
        in_transaction(
            lambda: dismiss_owner(company_id=company.id, user_id=user_id, by=by, now=clock.now())
        )
    except LastOwner as refusal:
        flash(refusal.message, "bad")
    return go_to(url_for("teams.list_team"))


@blueprint.post("/manage/team/companies/<slug>/owners/<int:user_id>/restoration")
@access(staff)
def create_owner_restoration(slug: str, user_id: int) -> BaseResponse:
    """Taken back by whoever did it, minutes ago."""
    by = asker()
    in_transaction(lambda: _restore(slug, user_id, by))
    flash("Taken back. Everything is as it was.", "good")
    return go_to(url_for("teams.list_team"))


def _company(slug: str) -> Company:
    return get_company_of(current_viewer().user_id, slug)


def _owner(company: Company, user_id: int) -> User:
    for one in list_owners([company.id]):
        if one.user_id == user_id:
            return one.user
    raise NotFound


def _restore(slug: str, user_id: int, by: User) -> None:
    now = clock.now()
    for former in list_dismissed_by(by.id, since=now - UNDO):
        is_meant = former.company.slug == slug and former.user_id == user_id
        if is_meant and former.user.suspended_at is None:
            # Whoever went themselves comes back by themselves; others need an owner for it.
            if user_id != by.id:
                _company(slug)
            appoint_owner(company_id=former.company_id, user=former.user, now=now)
            return
    raise NotFound


def _page(company: Company, person: User) -> ConfirmPage:
    is_you = person.id == current_viewer().user_id
    who = "You" if is_you else person.name
    action = url_for("teams.create_owner_removal", slug=company.slug, user_id=person.id)
    end = f"{who} can no longer open the studios of {company.name}, its bookings or its payouts."
    return ConfirmPage(
        title=f"Leave {company.name}" if is_you else f"Remove {person.name} as an owner",
        section="team",
        way=way_to_team(),
        sentences=(
            f"{end} It holds at once, in every open tab.",
            "What was written to guests keeps its name. For ten minutes it can be taken back.",
        ),
        act=Act("Leave" if is_you else "Remove this owner", action, kind="danger"),
        back=Link("Keep everything as it is", url_for("teams.list_team")),
    )
