"""Owing money back: written down in the transaction that causes it, sent afterwards."""

import secrets
from datetime import datetime

import structlog
from sqlalchemy import select

from studiobook.bookings.lock import lock_booking
from studiobook.db.base import db
from studiobook.outbox.record import record
from studiobook.payments.checks import next_check
from studiobook.payments.crash import crash_point
from studiobook.payments.events import RefundRequested
from studiobook.payments.fee_share import fee_share
from studiobook.payments.ledger import post_refund_owed
from studiobook.payments.lock import lock_charge
from studiobook.payments.models import Charge, Refund
from studiobook.payments.queries import given_back, refundable
from studiobook.payments.states import ChargeState, Reason, RefundState
from studiobook.values.money import Money

log = structlog.get_logger()


def request_refund(
    *, booking_id: int, amount: Money, reason: Reason, actor: str, cause: str, now: datetime
) -> list[Refund]:
    """Owe `amount` of what was paid for a booking, the latest payment first.

    One cause owes once: repeated, it changes nothing. Never more than what is left: where
    somebody has given money back at the provider already, only the rest is owed.
    """
    lock_booking(booking_id)
    if _owed_before(booking_id, cause):
        return []
    refunds, left = [], amount
    for charge in _captured(booking_id):
        part = min(left, refundable(charge))
        if part.minor > 0:
            refunds.append(owe(charge, part, reason=reason, actor=actor, cause=cause, now=now))
            left -= part
    if left.minor > 0:
        log.warning("refund_was_capped", booking=booking_id, cause=cause, short_of=left.minor)
    return refunds


def request_refund_of(charge: Charge, *, reason: Reason, cause: str, now: datetime) -> Refund:
    """Owe the whole of one charge, which the caller has locked."""
    return owe(charge, refundable(charge), reason=reason, actor="platform", cause=cause, now=now)


def owe(
    charge: Charge, amount: Money, *, reason: Reason, actor: str, cause: str, now: datetime
) -> Refund:
    """Owe `amount` of a locked charge; there must be that much left of it."""
    refund = Refund(
        charge=charge,
        idempotency_key=f"r-{secrets.token_hex(16)}",
        cause=cause,
        amount_minor=amount.minor,
        fee_minor=share_of_fee(charge, amount),
        state=RefundState.REQUESTED,
        reason=reason,
        actor=actor,
        requested_at=now,
        next_check_at=next_check(since=now, now=now),
    )
    db.session.add(refund)
    db.session.flush()
    post_refund_owed(refund, now=now)
    fact = RefundRequested(refund.id, amount, reason)
    record(fact, actor=actor, booking_id=charge.booking_id, now=now)
    crash_point("refund.owed")
    return refund


def share_of_fee(charge: Charge, amount: Money) -> int:
    """How much of giving back `amount` more of a locked charge is the marketplace's."""
    given, given_fee = given_back(charge)
    return fee_share(
        fee=charge.fee_minor,
        captured=charge.captured_minor or charge.amount_minor,
        given=given,
        given_fee=given_fee,
        amount=amount.minor,
    )


def _owed_before(booking_id: int, cause: str) -> bool:
    found = select(Refund.id).join(Charge)
    return (
        db.session.scalar(
            found.where(Charge.booking_id == booking_id, Refund.cause == cause).limit(1)
        )
        is not None
    )


def _captured(booking_id: int) -> list[Charge]:
    ids = db.session.scalars(
        select(Charge.id)
        .where(Charge.booking_id == booking_id, Charge.state == ChargeState.CAPTURED)
        .order_by(Charge.captured_at.desc(), Charge.id.desc())
    )
    return [lock_charge(charge_id) for charge_id in ids]
