"""Connecting a company to a provider, and changing or ending that."""

from datetime import datetime

from studiobook.companies.models import Company
from studiobook.companies.open import set_can_charge
from studiobook.db.base import db
from studiobook.payments.models import PaymentAccount
from studiobook.payments.queries import find_account
from studiobook.rooms.listing import refresh_company


def connect(
    *, company: Company, gateway: str, external_ref: str, can_charge: bool, now: datetime
) -> PaymentAccount:
    """Let a company be paid through this account from now on.

    The account before is closed, not forgotten: what was paid through it is refunded through it.
    """
    disconnect(company=company, now=now)
    account = PaymentAccount(
        company_id=company.id,
        gateway=gateway,
        external_ref=external_ref,
        can_charge=can_charge,
        can_be_paid_out=can_charge,
        created_at=now,
        activated_at=now,
        checked_at=now,
    )
    db.session.add(account)
    db.session.flush()
    set_can_charge(company, can_charge=can_charge)
    refresh_company(company)
    return account


def disconnect(*, company: Company, now: datetime) -> None:
    """Take no more money through the company's account. Doing it twice changes nothing."""
    account = find_account(company.id)
    if account is None:
        return
    account.closed_at = now
    db.session.flush()
    set_can_charge(company, can_charge=False)
    refresh_company(company)
