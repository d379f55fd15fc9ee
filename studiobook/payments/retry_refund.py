"""Refunds that failed: tried again, or paid by another way. Both leave a trace."""

from datetime import datetime

from studiobook.errors import DomainError
from studiobook.outbox.record import record
from studiobook.payments.checks import next_check
from studiobook.payments.events import RefundByHand, RefundRetried
from studiobook.payments.fresh_key import fresh_key
from studiobook.payments.ledger import post_refund_by_hand
from studiobook.payments.lock import lock_refund
from studiobook.payments.models import Refund
from studiobook.payments.queries import refundable
from studiobook.payments.states import ENDED, STUCK, RefundState, become


class NotStuck(DomainError):
    """It is on its way, has arrived, or is no longer owed."""

    status = 409
    message = "This refund does not wait for anybody: there is nothing to do."


class NoLongerFits(DomainError):
    """Other refunds have used up what was paid."""

    status = 409
    message = (
        "There is no longer that much left of the payment: other refunds have gone out since. If"
        " the guest is still owed something, pay it by another way and note it."
    )


class NoteNeeded(DomainError):
    """Nobody could later tell how it was paid."""

    status = 422
    message = "Say how, when and to whom it was paid."


def retry_refund(
    *, refund_id: int, actor: str, now: datetime, actor_id: int | None = None
) -> Refund:
    """Owe a failed refund anew, under a fresh key; it is sent as any other.

    One that may have been sent is looked for first, and gets its fresh key when it is not there.
    Raises NotStuck, NoLongerFits.
    """
    refund = _lock_stuck(refund_id)
    if refundable(refund.charge) < refund.amount:
        raise NoLongerFits
    become(refund, RefundState.REQUESTED)
    if not may_have_been_sent(refund):
        # What the provider knows under the old name has failed for good.
        refund.idempotency_key = fresh_key("r")
        refund.gateway_ref = refund.asked_at = None
    refund.settled_at = refund.refusal = None
    refund.requested_at, refund.next_check_at = now, next_check(since=now, now=now)
    fact = RefundRetried(refund.id, refund.amount)
    record(fact, actor=actor, actor_id=actor_id, booking_id=refund.charge.booking_id, now=now)
    return refund


def settle_by_hand(
    *, refund_id: int, note: str, actor: str, now: datetime, actor_id: int | None = None
) -> Refund:
    """Note that somebody has paid a failed refund outside the provider. Raises NotStuck."""
    if not note.strip():
        raise NoteNeeded
    refund = _lock_stuck(refund_id)
    become(refund, RefundState.BY_HAND)
    refund.note, refund.settled_at = note.strip()[:300], now
    post_refund_by_hand(refund, now=now)
    fact = RefundByHand(refund.id, refund.amount)
    record(fact, actor=actor, actor_id=actor_id, booking_id=refund.charge.booking_id, now=now)
    return refund


def may_have_been_sent(refund: Refund) -> bool:
    """Whether a failed refund was asked for without an answer, and nobody could look."""
    return refund.asked_at is not None and refund.gateway_ref is None


def _lock_stuck(refund_id: int) -> Refund:
    refund = lock_refund(refund_id)
    if refund.state not in STUCK or refund.refusal in ENDED:
        raise NotStuck
    return refund
