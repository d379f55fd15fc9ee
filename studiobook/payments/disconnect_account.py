"""Ending the use of an account, and giving our access to it back once nothing needs it any more."""

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select

from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.companies.open import set_can_charge
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.outbox.record import record
from studiobook.payments.events import PaymentsEnded
from studiobook.payments.gateways.protocol import Gateways
from studiobook.payments.holder import Holder, holder_of
from studiobook.payments.lock import lock_account_with_company
from studiobook.payments.models import Charge, Dispute, PaymentAccount, Refund
from studiobook.payments.refresh_account import DAILY, refresh_account, stop_using
from studiobook.payments.states import ENDED, PAYABLE, STUCK, UNDECIDED, ChargeState
from studiobook.rooms.listing import refresh_company

#: Refunds, disputes and payouts of a session may come this long after it.
AFTERMATH = timedelta(days=180)


def disconnect_account(*, account_id: int, actor_id: int | None, now: datetime) -> None:
    """Take no more money through an account; what was paid stays refundable through it.

    Doing it twice changes nothing. Our access is given back by `release`.
    """
    account = lock_account_with_company(account_id)
    if account.closed_at is not None:
        return
    was_used = account.activated_at is not None
    stop_using(account, now=now)
    account.next_check_at = now
    if was_used:
        set_can_charge(account.company, can_charge=False)
        refresh_company(account.company)
        record(PaymentsEnded(account.id), actor="owner", actor_id=actor_id, now=now)


def release(*, account_id: int, gateways: Gateways, now: datetime) -> bool:
    """Give our access to a closed account back, unless something may yet need it.

    Opens its own transactions. Raises GatewayUnavailable, GatewayRefused. False: it is kept.
    """
    holder = in_transaction(lambda: _releasable(account_id, now))
    if holder is None:
        return False
    gateways.named(holder.gateway).revoke(holder.account_ref)
    refresh_account(account_id=account_id, gateways=gateways, now=now)
    return in_transaction(lambda: _let_go(account_id))


def is_needed(account: PaymentAccount, *, now: datetime) -> bool:
    """Whether money that went through an account may still move."""
    charges = select(Charge.id).where(Charge.account_id == account.id)
    recent = charges.join(Charge.booking).where(
        Charge.state == ChargeState.CAPTURED, func.upper(Booking.during) > now - AFTERMATH
    )
    payable = charges.where(Charge.state.in_(PAYABLE))
    # What failed may be tried again by a human, however long ago its session was.
    refunds = charges.join(Charge.refunds).where(
        Refund.state.in_(UNDECIDED | STUCK), func.coalesce(Refund.refusal, "").not_in(ENDED)
    )
    disputes = charges.join(Dispute).where(Dispute.closed_at.is_(None))
    reasons = (recent, payable, refunds, disputes)
    return any(db.session.scalar(select(exists(found))) for found in reasons)


def count_open_bookings(account: PaymentAccount, *, now: datetime) -> int:
    """Bookings to come that were paid through an account, and are refunded through it."""
    paid = (
        select(func.count(func.distinct(Booking.id)))
        .select_from(Charge)
        .join(Charge.booking)
        .where(
            Charge.account_id == account.id,
            Charge.state == ChargeState.CAPTURED,
            Booking.status.in_((Status.CONFIRMED, Status.AWAITING_OWNER)),
            func.upper(Booking.during) > now,
        )
    )
    return db.session.scalar(paid) or 0


def _releasable(account_id: int, now: datetime) -> Holder | None:
    account = lock_account_with_company(account_id)
    if account.closed_at is None:
        return None
    if is_needed(account, now=now):
        account.next_check_at = now + DAILY
        return None
    return holder_of(account)


def _let_go(account_id: int) -> bool:
    account = lock_account_with_company(account_id)
    is_closed = account.closed_at is not None
    if is_closed:
        account.next_check_at = None
    return is_closed
