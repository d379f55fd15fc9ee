"""An owner's way to a provider and back: from the first press to an account of theirs there.

The provider is asked outside any transaction. Some tell at once which account it will be, others
when the owner comes back; what the account can do is always read, never taken from the address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.geographic.models import Country
from studiobook.payments.crash import crash_point
from studiobook.payments.errors import AccountTaken
from studiobook.payments.fresh_key import fresh_key
from studiobook.payments.gateways.accounts import Connected, ConnectOrder
from studiobook.payments.gateways.protocol import Gateways
from studiobook.payments.keep_grant import keep_grant
from studiobook.payments.lock import lock_company
from studiobook.payments.models import PaymentAccount
from studiobook.payments.refresh_account import refresh_account


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where the provider sends the owner back to, and the word that must come back with them."""

    return_url: str
    refresh_url: str
    state: str


def start_connection(
    *,
    company_id: int,
    gateway: str,
    email: str,
    addresses: Addresses,
    gateways: Gateways,
    now: datetime,
    another: bool = False,
) -> str:
    """The address of the provider's page on which the owner goes on.

    It goes on with the account that the company has there, also one that was closed, unless
    `another` is wanted. Opens its own transactions. Raises UnknownGateway, GatewayUnavailable,
    GatewayRefused, AccountTaken.
    """
    provider = gateways.named(gateway)
    order = in_transaction(lambda: _order(company_id, gateway, email, addresses, another=another))
    page = provider.start_connection(order)
    crash_point("account.started")
    ref = page.account_ref
    if ref is not None:
        connected = Connected(account_ref=ref)
        in_transaction(lambda: note_account(company_id, gateway, connected, now=now))
    return page.url


def finish_connection(
    *,
    company_id: int,
    gateway: str,
    answer: Mapping[str, str],
    return_url: str,
    gateways: Gateways,
    now: datetime,
) -> None:
    """The owner is back: note whose account it became, and read what it can do.

    The clock and the provider's webhooks lead to the same end, before or after. Opens its own
    transactions. Raises UnknownGateway, GatewayUnavailable, GatewayRefused, AccountTaken.
    """
    connected = gateways.named(gateway).finish_connection(answer, return_url=return_url)
    crash_point("account.finished")
    if connected is not None:
        in_transaction(lambda: note_account(company_id, gateway, connected, now=now))
    for account_id in in_transaction(lambda: _open_accounts(company_id, gateway)):
        refresh_account(account_id=account_id, gateways=gateways, now=now)


def note_account(company_id: int, gateway: str, connected: Connected, *, now: datetime) -> int:
    """The company's row for an account, made or opened again; its id. Raises AccountTaken."""
    lock_company(company_id)
    account = _find(gateway, connected.account_ref)
    if account is None:
        account = _make(company_id, gateway, connected.account_ref, now)
    elif account.company_id != company_id:
        raise AccountTaken
    elif account.closed_at is not None:
        _leave_unfinished(company_id, gateway, now)
        account.closed_at = account.activated_at = None
        account.can_charge = account.can_be_paid_out = False
    account.next_check_at = now
    db.session.flush()
    if connected.grant is not None:
        keep_grant(account=account, grant=connected.grant, now=now)
    return account.id


def _order(
    company_id: int, gateway: str, email: str, addresses: Addresses, *, another: bool
) -> ConnectOrder:
    company = db.session.get_one(Company, company_id)
    country = db.session.get_one(Country, company.country_code)
    return ConnectOrder(
        # An answer that is lost leaves an account behind in which nobody has written anything:
        # the next attempt opens another one, under a key of its own.
        idempotency_key=fresh_key("a"),
        company=company.name,
        email=email,
        country=country.code,
        currency=country.currency,
        return_url=addresses.return_url,
        refresh_url=addresses.refresh_url,
        state=addresses.state,
        account_ref=_find_known(company_id, gateway, another=another),
    )


def _find_known(company_id: int, gateway: str, *, another: bool) -> str | None:
    """With which of the company's accounts there to go on: the one in the making first."""
    accounts = select(PaymentAccount).where(
        PaymentAccount.company_id == company_id, PaymentAccount.gateway == gateway
    )
    making = db.session.scalar(
        accounts.where(PaymentAccount.closed_at.is_(None), PaymentAccount.activated_at.is_(None))
    )
    if making is not None:
        return making.external_ref
    if another:
        return None
    latest = accounts.order_by(
        PaymentAccount.closed_at.desc().nulls_first(), PaymentAccount.id.desc()
    )
    known = [one for one in db.session.scalars(latest) if "access" not in one.needs]
    return known[0].external_ref if known else None


def _find(gateway: str, account_ref: str) -> PaymentAccount | None:
    return db.session.scalar(
        select(PaymentAccount)
        .where(PaymentAccount.gateway == gateway, PaymentAccount.external_ref == account_ref)
        .with_for_update(of=PaymentAccount)
        .execution_options(populate_existing=True)
    )


def _make(company_id: int, gateway: str, account_ref: str, now: datetime) -> PaymentAccount:
    _leave_unfinished(company_id, gateway, now)
    account = PaymentAccount(
        company_id=company_id,
        gateway=gateway,
        external_ref=account_ref,
        needs=["onboarding"],
        created_at=now,
    )
    db.session.add(account)
    try:
        db.session.flush()
    except IntegrityError as error:
        # Another company was given the same account since we looked.
        raise AccountTaken from error
    return account


def _leave_unfinished(company_id: int, gateway: str, now: datetime) -> None:
    """One account is in the making at a provider: the one before it is given up."""
    before = db.session.scalar(
        select(PaymentAccount).where(
            PaymentAccount.company_id == company_id,
            PaymentAccount.gateway == gateway,
            PaymentAccount.closed_at.is_(None),
            PaymentAccount.activated_at.is_(None),
        )
    )
    if before is not None:
        before.closed_at, before.next_check_at = now, None
        db.session.flush()


def _open_accounts(company_id: int, gateway: str) -> list[int]:
    return list(
        db.session.scalars(
            select(PaymentAccount.id).where(
                PaymentAccount.company_id == company_id,
                PaymentAccount.gateway == gateway,
                PaymentAccount.closed_at.is_(None),
            )
        )
    )
