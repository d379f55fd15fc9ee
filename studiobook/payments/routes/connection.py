"""Off to a provider to connect an account, and back from it."""

import structlog
from flask import current_app, flash, request, url_for
from werkzeug.wrappers import Response

from studiobook import clock
from studiobook.companies.models import Company
from studiobook.companies.queries import get_company_of, list_companies_of
from studiobook.errors import NotFound
from studiobook.extensions import limiter
from studiobook.payments.connect_account import Addresses, finish_connection, start_connection
from studiobook.payments.errors import AccountTaken
from studiobook.payments.gateways.protocol import (
    Gateway,
    GatewayError,
    GatewayUnavailable,
    UnknownGateway,
)
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.pages.account import href_of
from studiobook.payments.queries import is_paid_through
from studiobook.payments.routes import blueprint
from studiobook.payments.routes.connections_begun import begin, take
from studiobook.users.models import User
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.viewer import current_viewer

log = structlog.get_logger()

AWAY = "{} isn’t answering. Nothing is lost: try again in a minute."
REFUSED = "{} didn’t accept this. Try again, or choose another provider."
STRANGE = (
    "This way back was begun in another browser, or more than an hour ago, or used already. "
    "Begin again here."
)
SPENT = "That link had been used, or was too old. Go on from here."


@blueprint.post("/manage/companies/<slug>/payments/<gateway>/connection")
@limiter.limit("20 per minute")
@access(staff)
def create_connection(slug: str, gateway: str) -> Response:
    """Go to the provider's page; its link works once, so it is made when it is asked for."""
    owner = _owner()
    company = get_company_of(owner.id, slug)
    provider = _provider(gateway)
    back = href_of(company)
    try:
        url = start_connection(
            company_id=company.id,
            gateway=gateway,
            email=owner.email,
            addresses=_addresses(company, gateway),
            gateways=gateways(),
            now=clock.now(),
            another=bool(request.form.get("another")),
        )
    except (GatewayError, AccountTaken) as error:
        _tell(error, provider.label)
        return go_to(back)
    return go_to(url)


@blueprint.get("/manage/payments/<gateway>/return")
@access(staff)
def finish_return(gateway: str) -> Response:
    """Back from the provider.

    A GET that may change something, for providers can only send browsers back so: it is bound to
    a word that this browser was given when it went there, and that is good once. What the account
    can do is read from the provider itself.
    """
    provider = _provider(gateway)
    company = _begun_by(request.args.get("state", ""), gateway)
    if company is None:
        flash(STRANGE, "bad")
        return go_to(url_for("payments.show_accounts"))
    back = href_of(company)
    try:
        finish_connection(
            company_id=company.id,
            gateway=gateway,
            answer=request.args.to_dict(),
            return_url=_absolute("payments.finish_return", gateway),
            gateways=gateways(),
            now=clock.now(),
        )
    except (GatewayError, AccountTaken) as error:
        _tell(error, provider.label)
    else:
        if is_paid_through(company.id, gateway):
            flash("Guests can pay now.", "good")
    return go_to(back)


@blueprint.get("/manage/payments/<gateway>/refresh")
@access(staff)
def show_spent_link(gateway: str) -> Response:
    """From the provider, whose link was spent: a new one is made by a press, not by a GET."""
    _provider(gateway)
    flash(SPENT, "wait")
    return go_to(url_for("payments.show_accounts"))


def _provider(gateway: str) -> Gateway:
    try:
        return gateways().named(gateway)
    except UnknownGateway as stranger:
        raise NotFound from stranger


def _owner() -> User:
    user = current_viewer().user
    if user is None:
        raise NotFound
    return user


def _addresses(company: Company, gateway: str) -> Addresses:
    return Addresses(
        return_url=_absolute("payments.finish_return", gateway),
        refresh_url=_absolute("payments.show_spent_link", gateway),
        state=begin(company_id=company.id, gateway=gateway, now=clock.now()),
    )


def _begun_by(state: str, gateway: str) -> Company | None:
    """The company that this browser began it for, if the viewer owns it still."""
    company_id = take(state, gateway=gateway, now=clock.now())
    owned = list_companies_of(current_viewer().user_id)
    return next((one for one in owned if one.id == company_id), None)


def _tell(error: GatewayError | AccountTaken, label: str) -> None:
    if isinstance(error, AccountTaken):
        flash(error.message, "bad")
        return
    log.warning("connection_failed", provider=label, reason=type(error).__name__)
    words = AWAY if isinstance(error, GatewayUnavailable) else REFUSED
    flash(words.format(label), "bad")


def _absolute(endpoint: str, gateway: str) -> str:
    base: str = current_app.config["BASE_URL"]
    return base + url_for(endpoint, gateway=gateway)
