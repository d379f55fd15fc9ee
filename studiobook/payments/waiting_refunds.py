"""Refunds that are owed while a bank, or a hand at the provider, gives the money back beside us.

Every verb here is called with the charge locked.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from studiobook.db.base import db
from studiobook.outbox.record import record
from studiobook.payments.events import RefundWithdrawn
from studiobook.payments.ledger import post_refund_withdrawn
from studiobook.payments.models import Charge, Refund
from studiobook.payments.queries import given_at_provider, left_of, refundable
from studiobook.payments.request_refund import owe
from studiobook.payments.states import (
    BESIDE,
    ENDED,
    LOST,
    STUCK,
    UNDECIDED,
    Reason,
    RefundState,
    become,
)
from studiobook.values.money import Money

#: How a provider says that it gives nothing back for now.
DISPUTED = "charge_disputed"
#: How long a refund waits before the dispute is asked about again.
PATIENCE = timedelta(hours=1)
_REST, _AGAIN = "-rest", "-again"
_NOTES = {
    LOST: "The guest got this back from their bank, by a dispute.",
    BESIDE: "The guest got this back by a refund that was made at the provider.",
}


def wait_for_decision(refund: Refund, *, now: datetime) -> None:
    """Nothing can go back now: look again later."""
    refund.next_check_at = now + PATIENCE


def release_waiting(charge: Charge, *, now: datetime) -> None:
    """The bank gave the money back: what is owed can go."""
    for refund in _waiting(charge):
        refund.next_check_at = now


def end_covered(charge: Charge, *, why: str, now: datetime) -> None:
    """The guest has money from elsewhere: of what is owed, only what is left goes back by us."""
    for refund in reversed(_waiting(charge)):
        if left_of(charge) >= 0:
            break
        _withdraw(refund, why, now)
        _owe_like(refund, min(refund.amount, refundable(charge)), _REST, now)
    end_stuck(charge, now=now)
    release_waiting(charge, now=now)


def end_stuck(charge: Charge, *, now: datetime) -> None:
    """What failed, and can't be sent again because the guest has got it meanwhile, has ended.

    What they have not got of it is owed anew.
    """
    for refund in _stuck(charge):
        if refundable(charge) >= refund.amount:
            continue
        beside = given_at_provider(charge)
        _withdraw(refund, BESIDE if beside else LOST, now)
        rest = min(refund.amount - Money(beside, charge.currency), refundable(charge))
        _owe_like(refund, rest, _REST, now)


def revive_ended(charge: Charge, *, now: datetime) -> None:
    """The bank thought better of it: what had ended for it is owed again."""
    ended = select(Refund).where(
        Refund.charge_id == charge.id,
        Refund.state == RefundState.CANCELLED,
        Refund.refusal == LOST,
    )
    for refund in db.session.scalars(ended.order_by(Refund.id)).all():
        rest = _of_cause(charge, refund.cause + _REST)
        still_owed = refund.amount if rest is None else refund.amount - rest.amount
        _owe_like(refund, min(still_owed, refundable(charge)), _AGAIN, now)


def _stuck(charge: Charge) -> list[Refund]:
    return list(
        db.session.scalars(
            select(Refund)
            .where(
                Refund.charge_id == charge.id,
                Refund.state.in_(STUCK),
                func.coalesce(Refund.refusal, "").not_in(ENDED),
            )
            .order_by(Refund.id)
            .with_for_update(of=Refund)
            .execution_options(populate_existing=True)
        )
    )


def _waiting(charge: Charge) -> list[Refund]:
    return list(
        db.session.scalars(
            select(Refund)
            .where(
                Refund.charge_id == charge.id,
                # Never asked for, or asked for and provably not heard.
                Refund.state.in_(UNDECIDED),
                Refund.asked_at.is_(None),
            )
            .order_by(Refund.id)
            .with_for_update(of=Refund)
            .execution_options(populate_existing=True)
        )
    )


def _withdraw(refund: Refund, why: str, now: datetime) -> None:
    become(refund, RefundState.CANCELLED)
    refund.refusal, refund.settled_at, refund.next_check_at = why, now, None
    refund.note = refund.note or _NOTES[why]
    db.session.flush()
    post_refund_withdrawn(refund, now=now)
    fact = RefundWithdrawn(refund.id, refund.amount)
    record(fact, actor="gateway", booking_id=refund.charge.booking_id, now=now)


def _owe_like(refund: Refund, amount: Money, suffix: str, now: datetime) -> None:
    cause = refund.cause + suffix
    if amount.minor > 0 and _of_cause(refund.charge, cause) is None:
        reason, actor = Reason(refund.reason), refund.actor
        owe(refund.charge, amount, reason=reason, actor=actor, cause=cause, now=now)


def _of_cause(charge: Charge, cause: str) -> Refund | None:
    return db.session.scalar(
        select(Refund).where(Refund.charge_id == charge.id, Refund.cause == cause)
    )
