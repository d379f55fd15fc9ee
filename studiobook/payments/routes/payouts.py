"""/manage/payouts: what lies at the provider, what came of it, and asking for more."""

from collections.abc import Sequence

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.companies.models import Company
from studiobook.companies.queries import list_companies_of
from studiobook.errors import DomainError, NotFound
from studiobook.extensions import limiter
from studiobook.payments.ask_payout import ask_payout
from studiobook.payments.balance import know_balance
from studiobook.payments.gateways.protocol import UnknownGateway
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.models import PaymentAccount
from studiobook.payments.pages.account import href_of
from studiobook.payments.payout_pages.detail import payout_page
from studiobook.payments.payout_pages.overview import PATH, Purse, payouts_page, purse_of
from studiobook.payments.payout_queries import (
    get_payout_of_owner,
    list_accounts,
    list_coming,
    list_lines,
    list_payouts,
    zone_of,
)
from studiobook.payments.routes import blueprint
from studiobook.web.access import access, staff
from studiobook.web.components import Act, Link
from studiobook.web.console import ConfirmPage
from studiobook.web.htmx import go_to
from studiobook.web.pagination import page_asked
from studiobook.web.respond import respond
from studiobook.web.templating import money
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/payouts")
@access(staff)
def show_payouts() -> Response:
    """One company's, for those who own it. What the provider says is at most a minute old."""
    companies = own_companies()
    company = company_asked(companies)
    company_id, zone, number, now = company.id, zone_of(company.id), page_asked(), clock.now()
    purse = _purse(company_id, zone)
    payouts, found = list_payouts(company_id, page=number)
    if number > 1 and not payouts:
        raise NotFound
    page = payouts_page(
        company,
        companies,
        purse=purse,
        coming=list_coming([company_id]),
        payouts=payouts,
        found=found,
        number=number,
        connect_href=None if purse else href_of(company),
        zone=zone,
        now=now,
    )
    return respond("payments/payouts.html", page)


@blueprint.get("/manage/payouts/request")
@access(staff)
def new_payout() -> Response | BaseResponse:
    """A second look before everything available is asked for."""
    account = _account_asked()
    currency, account_id = request.args.get("currency", ""), account.id
    known = know_balance(account_id=account_id, gateways=gateways(), now=clock.now())
    available = known.balance.available if known.balance else ()
    amount = next((one for one in available if one.currency == currency and one.minor > 0), None)
    if amount is None:
        flash("Nothing is available to be paid out right now.", "bad")
        return go_to(PATH)
    account = _account_asked()
    company, provider = account.company.name, _provider(account)
    return respond(
        "console_confirm.html",
        ConfirmPage(
            title=f"Ask for {money(amount)}",
            section="payouts",
            way=(Link("Payouts", PATH),),
            sentences=(
                (
                    f"All that is available goes to the bank account that {company} has named at"
                    f" {provider}."
                ),
                "It usually takes a working day or two.",
            ),
            act=Act(
                f"Ask for {money(amount)}",
                PATH,
                fields=(("account", str(account.id)), ("currency", currency)),
            ),
            back=Link("Not now", PATH),
        ),
    )


@blueprint.post("/manage/payouts")
@limiter.limit("20 per minute")
@access(staff)
def create_payout() -> BaseResponse:
    """Ask for it; pressed twice, it is one."""
    account = _account_asked()
    try:
        payout_id = ask_payout(
            account_id=account.id,
            currency=request.form.get("currency", ""),
            asked_by=current_viewer().user_id,
            gateways=gateways(),
            now=clock.now(),
        )
    except DomainError as refusal:
        flash(refusal.message, "bad")
        return go_to(PATH)
    flash("It is on its way. You see here when it has arrived.", "good")
    return go_to(url_for("payments.show_payout", payout_id=payout_id))


@blueprint.get("/manage/payouts/<int:payout_id>")
@access(staff)
def show_payout(payout_id: int) -> Response:
    """One of them, with every movement in it."""
    payout = get_payout_of_owner(current_viewer().user_id, payout_id)
    page = payout_page(
        payout,
        list_lines(payout.id),
        provider=_provider(payout.account),
        zone=zone_of(payout.account.company_id),
    )
    return respond("payments/payout.html", page)


def own_companies() -> Sequence[Company]:
    """The companies whose money the viewer may see. Raises NotFound for whoever owns none."""
    companies = list_companies_of(current_viewer().user_id)
    if not companies:
        raise NotFound
    return companies


def company_asked(companies: Sequence[Company]) -> Company:
    """The one that the address names, else the first. Raises NotFound for a foreign one."""
    slug = request.args.get("company")
    if slug is None:
        return companies[0]
    found = next((one for one in companies if one.slug == slug), None)
    if found is None:
        raise NotFound
    return found


def _account_asked() -> PaymentAccount:
    """An open account of one's own, by the address or the form."""
    account_id = request.values.get("account", type=int)
    for company in own_companies():
        for account in list_accounts(company.id):
            if account.id == account_id and account.closed_at is None:
                return account
    raise NotFound


def _purse(company_id: int, zone: str) -> Purse | None:
    accounts = list_accounts(company_id)
    if not accounts:
        return None
    account_id, now = accounts[0].id, clock.now()
    known = know_balance(account_id=account_id, gateways=gateways(), now=now)
    account = list_accounts(company_id)[0]
    return purse_of(
        account,
        known,
        provider=_provider(account),
        on_demand=_pays_on_demand(account),
        zone=zone,
        now=now,
    )


def _provider(account: PaymentAccount) -> str:
    try:
        return gateways().named(account.gateway).label
    except UnknownGateway:
        return account.gateway.title()


def _pays_on_demand(account: PaymentAccount) -> bool:
    try:
        return gateways().named(account.gateway).pays_out_on_demand
    except UnknownGateway:
        return False
