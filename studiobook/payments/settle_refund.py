"""Bringing a refund to what the provider says about it, and adopting those made beside us."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, select

from studiobook.db.base import db
from studiobook.outbox.record import record
from studiobook.payments.checks import next_check
from studiobook.payments.crash import crash_point
from studiobook.payments.events import RefundAdopted, RefundFailed, RefundSucceeded
from studiobook.payments.fresh_key import fresh_key
from studiobook.payments.gateways.protocol import RefundState as Truth
from studiobook.payments.gateways.protocol import RefundStatus
from studiobook.payments.ledger import (
    post_refund_owed,
    post_refund_paid,
    post_refund_returned,
)
from studiobook.payments.lock import lock_charge_with_booking, lock_refund
from studiobook.payments.models import Charge, Refund
from studiobook.payments.queries import find_charge_of_payment, given_back, is_booked_like
from studiobook.payments.request_refund import share_of_fee
from studiobook.payments.states import BESIDE, UNDECIDED, Reason, RefundState, become
from studiobook.payments.waiting_refunds import end_covered, end_stuck

#: How long after it went through a refund is read again: a bank may still send it back.
LATER = tuple(timedelta(days=days) for days in (1, 7, 21))

log = structlog.get_logger()

_MEANS = {
    RefundStatus.PENDING: RefundState.PENDING,
    RefundStatus.SUCCEEDED: RefundState.SUCCEEDED,
    RefundStatus.FAILED: RefundState.FAILED,
    RefundStatus.CANCELLED: RefundState.CANCELLED,
}
_NOTHING_MOVED = (RefundStatus.FAILED, RefundStatus.CANCELLED)


def settle_refund(truth: Truth, *, gateway: str, now: datetime) -> RefundState | None:
    """Apply what was read about a refund, ours or one made at the provider.

    Runs in the caller's transaction. None when we know nothing of its payment, or not yet.
    """
    charge = find_charge_of_payment(gateway, truth.payment_ref)
    if charge is None or not is_booked_like(charge, truth.amount):
        return None
    lock_charge_with_booking(charge.id)
    refund_id = db.session.scalar(
        select(Refund.id).where(
            Refund.charge_id == charge.id,
            or_(Refund.gateway_ref == truth.ref, Refund.idempotency_key == truth.idempotency_key),
        )
    )
    if refund_id is None and truth.idempotency_key and truth.status in _NOTHING_MOVED:
        # Late news of an attempt of ours that was given up: it is owed under another key.
        return _MEANS[truth.status]
    refund = _adopt(charge, truth, now) if refund_id is None else lock_refund(refund_id)
    state = apply_refund(refund, truth, now=now)
    if refund_id is None:
        # What is still owed may be what they have just given.
        end_covered(charge, why=BESIDE, now=now)
    return state


def apply_refund(refund: Refund, truth: Truth, *, now: datetime) -> RefundState:
    """Make a locked refund what the provider says. Idempotent.

    Of another amount than was asked for nothing is believed: it stays undecided until somebody
    looks.
    """
    if truth.amount != refund.amount:
        log.error("refund_of_another_amount", refund=refund.id, told=str(truth.amount))
        _schedule(refund, now)
        return refund.state
    refund.gateway_ref = truth.ref
    if truth.status is RefundStatus.FAILED:
        fail_refund(refund, refusal="failed", now=now)
    elif become(refund, _MEANS[truth.status]) and refund.state is RefundState.SUCCEEDED:
        refund.settled_at, refund.refusal = now, None
        post_refund_paid(refund, now=now)
        fact = RefundSucceeded(refund.id, refund.amount)
        record(fact, actor="gateway", booking_id=refund.charge.booking_id, now=now)
        if refund.reason == Reason.PROVIDER:
            end_stuck(refund.charge, now=now)
    _schedule(refund, now)
    crash_point("refund.settling")
    return refund.state


def fail_refund(refund: Refund, *, refusal: str, now: datetime) -> None:
    """The money stays here: for a human to look at."""
    was_paid = refund.state is RefundState.SUCCEEDED
    if not become(refund, RefundState.FAILED):
        return
    if was_paid:
        post_refund_returned(refund, now=now)
    refund.refusal = refusal[:120]
    refund.settled_at = None
    _schedule(refund, now)
    fact = RefundFailed(refund.id, refund.amount, was_paid)
    record(fact, actor="gateway", booking_id=refund.charge.booking_id, now=now)
    db.session.flush()
    end_stuck(refund.charge, now=now)


def _adopt(charge: Charge, truth: Truth, now: datetime) -> Refund:
    refund = Refund(
        charge=charge,
        # Never sent: the provider knows it under no key of ours.
        idempotency_key=fresh_key("x"),
        cause=f"provider-{truth.ref}",
        amount_minor=truth.amount.minor,
        fee_minor=_fee_of(charge, truth),
        state=RefundState.PENDING,
        gateway_ref=truth.ref,
        reason=Reason.PROVIDER,
        actor="gateway",
        requested_at=now,
        asked_at=now,
        next_check_at=next_check(since=now, now=now),
    )
    db.session.add(refund)
    db.session.flush()
    post_refund_owed(refund, now=now)
    fact = RefundAdopted(refund.id, truth.amount)
    record(fact, actor="gateway", booking_id=charge.booking_id, now=now)
    return refund


def _fee_of(charge: Charge, truth: Truth) -> int:
    """Our part of a refund that was made at the provider, as it says; else our own share."""
    if truth.fee is None:
        return share_of_fee(charge, truth.amount)
    _given, given_fee = given_back(charge)
    return max(0, min(truth.fee.minor, truth.amount.minor, charge.fee_minor - given_fee))


def _schedule(refund: Refund, now: datetime) -> None:
    if refund.state in UNDECIDED:
        refund.next_check_at = next_check(since=refund.requested_at, now=now)
    else:
        refund.next_check_at = _look_later(refund, now)


def _look_later(refund: Refund, now: datetime) -> datetime | None:
    if refund.state is not RefundState.SUCCEEDED or refund.settled_at is None:
        return None
    moments = (refund.settled_at + later for later in LATER)
    return next((moment for moment in moments if moment > now), None)
