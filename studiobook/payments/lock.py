"""Locking a charge or refund for a change: room, booking, charge, refund, always in that order."""

from sqlalchemy import select

from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.payments.models import Charge, PaymentAccount, Payout, Refund


def lock_charge_with_booking(charge_id: int) -> tuple[Booking, Charge]:
    """Both as they are now, ours until the transaction ends."""
    booking_id = db.session.scalars(select(Charge.booking_id).where(Charge.id == charge_id)).one()
    return lock_booking(booking_id), lock_charge(charge_id)


def lock_charge(charge_id: int) -> Charge:
    """The charge alone, for changes that do not reach its booking."""
    return db.session.scalars(
        select(Charge)
        .where(Charge.id == charge_id)
        .with_for_update(of=Charge)
        .execution_options(populate_existing=True)
    ).one()


def lock_refund(refund_id: int) -> Refund:
    """The refund behind its charge and booking: its events refer to the booking."""
    charge_id = db.session.scalars(select(Refund.charge_id).where(Refund.id == refund_id)).one()
    lock_charge_with_booking(charge_id)
    return db.session.scalars(
        select(Refund)
        .where(Refund.id == refund_id)
        .with_for_update(of=Refund)
        .execution_options(populate_existing=True)
    ).one()


def lock_account(account_id: int) -> PaymentAccount:
    """An owner's account: before its payouts, never after a charge."""
    return db.session.scalars(
        select(PaymentAccount)
        .where(PaymentAccount.id == account_id)
        .with_for_update(of=PaymentAccount)
        .execution_options(populate_existing=True)
    ).one()


def lock_payout(payout_id: int) -> Payout:
    """The payout behind its account."""
    account_id = db.session.scalars(select(Payout.account_id).where(Payout.id == payout_id)).one()
    lock_account(account_id)
    return db.session.scalars(
        select(Payout)
        .where(Payout.id == payout_id)
        .with_for_update(of=Payout)
        .execution_options(populate_existing=True)
    ).one()
