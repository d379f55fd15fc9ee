"""Bringing an account to what its provider says: the one way in which a company can charge, or not.

Return page, webhook, clock and the owner's own button all come here, in any order.
"""

from datetime import datetime, timedelta

from studiobook.companies.open import set_can_charge
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.outbox.record import record
from studiobook.payments.crash import crash_point
from studiobook.payments.events import PaymentsStarted, PaymentsStopped
from studiobook.payments.gateways.accounts import AccountState
from studiobook.payments.gateways.protocol import Gateways
from studiobook.payments.holder import holder_of
from studiobook.payments.keep_locations import keep_locations
from studiobook.payments.lock import lock_account_with_company
from studiobook.payments.models import PaymentAccount
from studiobook.payments.queries import find_account
from studiobook.rooms.listing import refresh_company

DAILY = timedelta(days=1)
HOURLY = timedelta(hours=1)
#: How long what is unfinished or restricted is looked at every hour.
IMPATIENT = timedelta(days=7)


def refresh_account(*, account_id: int, gateways: Gateways, now: datetime) -> None:
    """Read the truth about an account and apply it.

    Opens its own transactions. Raises GatewayUnavailable, GatewayRefused: then nothing changed.
    """
    holder = in_transaction(lambda: holder_of(db.session.get_one(PaymentAccount, account_id)))
    truth = gateways.named(holder.gateway).read_account(holder.account_ref)
    crash_point("account.read")
    in_transaction(lambda: apply_account(account_id, truth, now=now))


def apply_account(account_id: int, truth: AccountState, *, now: datetime) -> None:
    """Make the account, and its company's right to charge, what the provider says. Idempotent."""
    account = lock_account_with_company(account_id)
    account.can_be_paid_out = truth.can_be_paid_out and not truth.is_revoked
    account.name = truth.name[:120]
    needs = keep_locations(account, truth)
    account.needs = list(dict.fromkeys((*(("access",) if truth.is_revoked else ()), *needs)))
    account.can_charge = truth.can_charge and not truth.is_revoked and "location" not in needs
    account.checked_at = now
    db.session.flush()
    if account.closed_at is not None:
        return
    account.next_check_at = now + _pause(account, now)
    if account.activated_at is not None:
        _follow(account, now)
    elif account.can_charge:
        _take_over(account, now)
    crash_point("account.applying")


def stop_using(account: PaymentAccount, *, now: datetime) -> None:
    """Close a locked account. Old money is still given back through it."""
    account.closed_at = now
    # From here on it is looked after by disconnect_account.py:release.
    account.next_check_at = now + DAILY
    db.session.flush()


def _take_over(account: PaymentAccount, now: datetime) -> None:
    before = find_account(account.company_id)
    if before is not None:
        stop_using(before, now=now)
    account.activated_at = now
    db.session.flush()
    _let_charge(account, can_charge=True)
    record(PaymentsStarted(account.id), actor="gateway", now=now)


def _follow(account: PaymentAccount, now: datetime) -> None:
    if account.company.can_charge == account.can_charge:
        return
    _let_charge(account, can_charge=account.can_charge)
    fact = PaymentsStarted(account.id) if account.can_charge else PaymentsStopped(account.id)
    record(fact, actor="gateway", now=now)


def _let_charge(account: PaymentAccount, *, can_charge: bool) -> None:
    set_can_charge(account.company, can_charge=can_charge)
    refresh_company(account.company)


def _pause(account: PaymentAccount, now: datetime) -> timedelta:
    is_waiting = account.activated_at is None or not account.can_charge
    return HOURLY if is_waiting and now < account.created_at + IMPATIENT else DAILY
