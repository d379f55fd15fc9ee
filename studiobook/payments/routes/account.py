"""/manage/studios/<slug>/payments: the account through which its company is paid."""

from dataclasses import dataclass

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.db.transaction import in_transaction
from studiobook.errors import NotFound
from studiobook.payments.connect_sandbox import connect_sandbox, has_sandbox
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.routes import blueprint
from studiobook.studios.models import Studio
from studiobook.teams.policies import Power, get_studio_for
from studiobook.web.access import access, staff
from studiobook.web.components import Act, Link
from studiobook.web.console import sections
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@dataclass(frozen=True)
class AccountPage:
    """Whether the company can be paid; `connect` is None where nothing can be done here."""

    company: str
    can_charge: bool
    connect: Act | None
    breadcrumbs: tuple[Link, ...]
    checklist: Link
    sections: tuple[Link, ...]


@blueprint.get("/manage/studios/<slug>/payments")
@access(staff)
def show_account(slug: str) -> Response:
    """As it stands; for the company's owners only."""
    return respond("payments/account.html", _page(_owned(slug)))


@blueprint.post("/manage/studios/<slug>/payments")
@access(staff)
def create_account(slug: str) -> BaseResponse:
    """Take payments in the sandbox. Pressed twice, it is the same account."""
    studio = _owned(slug)
    if not has_sandbox(gateways()):
        raise NotFound
    company = studio.company
    in_transaction(lambda: connect_sandbox(company=company, gateways=gateways(), now=clock.now()))
    flash("Guests can pay now, with money that is not real.", "good")
    return go_to(url_for("rooms.show_studio", slug=slug))


def _owned(slug: str) -> Studio:
    return get_studio_for(current_viewer(), Power.OWN, slug=slug)


def _page(studio: Studio) -> AccountPage:
    here = url_for("payments.show_account", slug=studio.slug)
    checklist = Link(studio.name, url_for("rooms.show_studio", slug=studio.slug))
    can_charge = studio.company.can_charge
    connect = Act("Take payments in the sandbox", here)
    is_open = has_sandbox(gateways()) and not can_charge
    return AccountPage(
        company=studio.company.name,
        can_charge=can_charge,
        connect=connect if is_open else None,
        breadcrumbs=(
            Link("Your studios", url_for("rooms.list_studios")),
            checklist,
            Link("Payments", here, current=True),
        ),
        checklist=checklist,
        sections=sections("studios"),
    )
