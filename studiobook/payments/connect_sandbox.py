"""Letting a company take money that is not real, where a sandbox is set up."""

from datetime import datetime

from sqlalchemy import select

from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.payments.connect import connect
from studiobook.payments.gateways.protocol import Gateways, UnknownGateway
from studiobook.payments.models import PaymentAccount
from studiobook.payments.queries import find_account
from studiobook.values.code import new_code

SANDBOX = "sandbox"


def has_sandbox(gateways: Gateways) -> bool:
    """Whether there is one to connect to."""
    try:
        gateways.named(SANDBOX)
    except UnknownGateway:
        return False
    return True


def connect_sandbox(*, company: Company, gateways: Gateways, now: datetime) -> PaymentAccount:
    """Give the company an account there, or leave it the one it can charge through.

    Raises UnknownGateway where there is no sandbox, as in production. The company's row is locked.
    """
    gateways.named(SANDBOX)
    db.session.execute(select(Company.id).where(Company.id == company.id).with_for_update())
    known = find_account(company.id)
    if known is not None and known.can_charge and company.can_charge:
        return known
    return connect(
        company=company,
        gateway=SANDBOX,
        external_ref=f"acct_{new_code().lower()}",
        can_charge=True,
        now=now,
    )
