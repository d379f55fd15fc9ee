"""/manage/payments: how a company is paid; /manage/companies/<slug>/payments of several."""

import structlog
from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.companies.models import Company
from studiobook.companies.queries import get_company_of, list_companies_of
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.errors import NotFound
from studiobook.extensions import limiter
from studiobook.payments.disconnect_account import disconnect_account, release
from studiobook.payments.gateways.protocol import GatewayError
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.keep_locations import choose_location
from studiobook.payments.lock import lock_account_with_company
from studiobook.payments.models import PaymentAccount
from studiobook.payments.pages.account import accounts_page, companies_page, href_of
from studiobook.payments.pages.disconnection import disconnection_page
from studiobook.payments.queries import can_charge
from studiobook.payments.refresh_account import refresh_account
from studiobook.payments.routes import blueprint
from studiobook.teams.policies import Power, get_studio_for
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

log = structlog.get_logger()

DISCONNECTED = "Disconnected."
LEFT_UNPAID = "Disconnected. Guests can’t pay until you connect an account."


@blueprint.get("/manage/payments")
@access(staff)
def show_accounts() -> Response | BaseResponse:
    """How the viewer's company is paid; of several, which one."""
    owned = list_companies_of(current_viewer().user_id)
    if not owned:
        return go_to(url_for("companies.show_company"))
    if len(owned) > 1:
        return respond("payments/companies.html", companies_page(owned))
    return _page(owned[0], several=False)


@blueprint.get("/manage/companies/<slug>/payments")
@access(staff)
def show_company_accounts(slug: str) -> Response:
    """The same for one of several."""
    viewer = current_viewer()
    company = get_company_of(viewer.user_id, slug)
    return _page(company, several=len(list_companies_of(viewer.user_id)) > 1)


@blueprint.get("/manage/studios/<slug>/payments")
@access(staff)
def show_account(slug: str) -> BaseResponse:
    """From a studio's checklist to its company's payments, for the company's owners only."""
    studio = get_studio_for(current_viewer(), Power.OWN, slug=slug)
    return go_to(href_of(studio.company))


@blueprint.post("/manage/payments/accounts/<int:account_id>/check")
@limiter.limit("20 per minute")
@access(staff)
def create_account_check(account_id: int) -> BaseResponse:
    """Ask the provider how things stand."""
    account = _own(account_id)
    back = href_of(account.company)
    _look(account_id)
    return go_to(back)


@blueprint.post("/manage/payments/accounts/<int:account_id>/location")
@access(staff)
def update_location(account_id: int) -> BaseResponse:
    """Be paid at this location from now on."""
    back = href_of(_own(account_id).company)
    ref, now = request.form.get("location", ""), clock.now()
    try:
        in_transaction(
            lambda: choose_location(lock_account_with_company(account_id), ref=ref, now=now)
        )
    except NotFound:
        flash("Choose one of the locations.", "bad")
    else:
        _look(account_id)
    return go_to(back)


@blueprint.get("/manage/payments/accounts/<int:account_id>/disconnection")
@access(staff)
def show_disconnection(account_id: int) -> Response:
    """What ends with it, and what goes on."""
    account = _own(account_id)
    page = disconnection_page(account, gateways=gateways(), now=clock.now())
    return respond("console_confirm.html", page)


@blueprint.post("/manage/payments/accounts/<int:account_id>/disconnection")
@access(staff)
def create_disconnection(account_id: int) -> BaseResponse:
    """Take no more payments through it. Pressed twice, it is disconnected once."""
    company, now = _own(account_id, closed=True).company, clock.now()
    back, company_id = href_of(company), company.id
    actor_id = current_viewer().user_id
    in_transaction(lambda: disconnect_account(account_id=account_id, actor_id=actor_id, now=now))
    try:
        release(account_id=account_id, gateways=gateways(), now=now)
    except GatewayError as error:
        # The clock will do it.
        log.info("account_not_released", account=account_id, reason=type(error).__name__)
    flash(DISCONNECTED if can_charge(company_id) else LEFT_UNPAID, "good")
    return go_to(back)


def _page(company: Company, *, several: bool) -> Response:
    page = accounts_page(company, several=several, gateways=gateways(), now=clock.now())
    return respond("payments/accounts.html", page)


def _own(account_id: int, *, closed: bool = False) -> PaymentAccount:
    """An open account, or a `closed` one, of a company that the viewer owns. Raises NotFound."""
    account = db.session.get(PaymentAccount, account_id)
    owned = {one.id for one in list_companies_of(current_viewer().user_id)}
    if account is None or account.company_id not in owned:
        raise NotFound
    if account.closed_at is not None and not closed:
        raise NotFound
    return account


def _look(account_id: int) -> None:
    try:
        refresh_account(account_id=account_id, gateways=gateways(), now=clock.now())
    except GatewayError as error:
        log.info("account_not_read", account=account_id, reason=type(error).__name__)
        flash("The provider isn’t answering. This is what it said last.", "bad")
    else:
        flash("This is how it stands now.", "good")
