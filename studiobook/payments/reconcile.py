"""Reading back, by the clock, everything that is undecided: no webhook is needed for the truth."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.ask_payout import check_payout
from studiobook.payments.gateways.protocol import Gateways, GatewayUnavailable
from studiobook.payments.models import Charge, Dispute, Payout, Refund
from studiobook.payments.settle import settle
from studiobook.payments.settle_dispute import look_again
from studiobook.payments.submit_refund import submit_refund

log = structlog.get_logger()

#: While one worker looks, others leave it alone; in an outage it is looked at again after this.
CLAIM = timedelta(minutes=2)
AFTER_FAILURE = timedelta(hours=1)
BATCH = 100


@dataclass(frozen=True)
class _Case:
    model: type[Charge] | type[Refund] | type[Dispute] | type[Payout]
    id: int
    gateway: str


def reconcile_due(*, gateways: Gateways, now: datetime) -> int:
    """Look at every charge, refund and dispute whose check is due; returns how many were looked at.

    A provider that does not answer is left alone for the rest of the round. Opens its own
    transactions.
    """
    away: set[str] = set()
    cases = in_transaction(lambda: [case for due in _DUE for case in due(now)])
    for case in cases:
        if case.gateway not in away and not _look(case, gateways, now):
            away.add(case.gateway)
    return len(cases)


def _due_charges(now: datetime) -> list[_Case]:
    """What is due, pushed forward so that nobody else takes it meanwhile."""
    due = select(Charge).where(Charge.next_check_at <= now).order_by(Charge.next_check_at)
    charges = db.session.scalars(due.limit(BATCH).with_for_update(skip_locked=True)).all()
    for charge in charges:
        charge.next_check_at = now + CLAIM
    return [_Case(Charge, charge.id, charge.gateway) for charge in charges]


def _due_refunds(now: datetime) -> list[_Case]:
    due = select(Refund).where(Refund.next_check_at <= now).order_by(Refund.next_check_at)
    refunds = db.session.scalars(due.limit(BATCH).with_for_update(skip_locked=True)).all()
    for refund in refunds:
        refund.next_check_at = now + CLAIM
    return [_Case(Refund, refund.id, refund.charge.gateway) for refund in refunds]


def _due_disputes(now: datetime) -> list[_Case]:
    due = select(Dispute).where(Dispute.next_check_at <= now).order_by(Dispute.next_check_at)
    disputes = db.session.scalars(due.limit(BATCH).with_for_update(skip_locked=True)).all()
    for dispute in disputes:
        dispute.next_check_at = now + CLAIM
    return [_Case(Dispute, dispute.id, dispute.gateway) for dispute in disputes]


def _due_payouts(now: datetime) -> list[_Case]:
    due = select(Payout).where(Payout.next_check_at <= now).order_by(Payout.next_check_at)
    payouts = db.session.scalars(due.limit(BATCH).with_for_update(skip_locked=True)).all()
    for payout in payouts:
        payout.next_check_at = now + CLAIM
    return [_Case(Payout, payout.id, payout.gateway) for payout in payouts]


_DUE = (_due_charges, _due_refunds, _due_disputes, _due_payouts)


def _look(case: _Case, gateways: Gateways, now: datetime) -> bool:
    """False when the provider is away."""
    try:
        if case.model is Charge:
            settle(charge_id=case.id, gateways=gateways, now=now)
        elif case.model is Refund:
            submit_refund(refund_id=case.id, gateways=gateways, now=now)
        elif case.model is Payout:
            check_payout(payout_id=case.id, gateways=gateways, now=now)
        else:
            look_again(dispute_id=case.id, gateways=gateways, now=now)
    except GatewayUnavailable:
        return False
    except Exception:
        # The provider does not know it, or we are at fault: it must not hold up the others.
        log.exception("reconcile_failed", kind=case.model.__tablename__, id=case.id)
        in_transaction(lambda: _postpone(case, now))
    return True


def _postpone(case: _Case, now: datetime) -> None:
    later = {"next_check_at": now + AFTER_FAILURE}
    db.session.execute(update(case.model).where(case.model.id == case.id).values(later))
