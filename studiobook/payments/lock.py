"""Locking what a change of money is about, always in one order.

Room, booking, charge, refund; company, account, payout.
"""

from typing import TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.companies.models import Company
from studiobook.db.base import Model, db
from studiobook.payments.models import Charge, PaymentAccount, Payout, Refund

Row = TypeVar("Row", bound=Model)


def lock_charge_with_booking(charge_id: int) -> tuple[Booking, Charge]:
    """Both as they are now, ours until the transaction ends."""
    booking = lock_booking(_id_of(Charge.booking_id, Charge.id == charge_id))
    return booking, lock_charge(charge_id)


def lock_charge(charge_id: int) -> Charge:
    """The charge alone, for changes that do not reach its booking."""
    return _lock(Charge, charge_id)


def lock_refund(refund_id: int) -> Refund:
    """The refund behind its charge and booking: its events refer to the booking."""
    lock_charge_with_booking(_id_of(Refund.charge_id, Refund.id == refund_id))
    return _lock(Refund, refund_id)


def lock_company(company_id: int) -> Company:
    """The company as it is now: which account it uses changes under this lock only."""
    return _lock(Company, company_id)


def lock_account_with_company(account_id: int) -> PaymentAccount:
    """The account behind its company, for changes of what the company can do."""
    lock_company(_id_of(PaymentAccount.company_id, PaymentAccount.id == account_id))
    return _lock(PaymentAccount, account_id)


def lock_account(account_id: int) -> PaymentAccount:
    """An owner's account: before its payouts, never after a charge."""
    return _lock(PaymentAccount, account_id)


def lock_payout(payout_id: int) -> Payout:
    """The payout behind its account."""
    lock_account(_id_of(Payout.account_id, Payout.id == payout_id))
    return _lock(Payout, payout_id)


def _id_of(column: InstrumentedAttribute[int], where: ColumnElement[bool]) -> int:
    return db.session.scalars(select(column).where(where)).one()


def _lock(model: type[Row], row_id: int) -> Row:
    """As it is now, whatever the session remembers; ours until the transaction ends."""
    return db.session.get_one(model, row_id, with_for_update=True, populate_existing=True)
