"""Reading back, by the clock, everything that is undecided: no webhook is needed for the truth."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from studiobook.db.transaction import in_transaction
from studiobook.payments.ask_payout import check_payout
from studiobook.payments.gateways.protocol import Gateways, GatewayUnavailable
from studiobook.payments.models import Charge, Dispute, Payout, Refund
from studiobook.payments.rounds import claim_due, go_round, postpone
from studiobook.payments.settle import settle
from studiobook.payments.settle_dispute import look_again
from studiobook.payments.submit_refund import submit_refund

log = structlog.get_logger()

#: While one worker looks, others leave it alone; in an outage it is looked at again after this.
CLAIM = timedelta(minutes=2)
AFTER_FAILURE = timedelta(hours=1)

Undecided = Charge | Refund | Dispute | Payout

#: How the truth about each kind is read and applied.
LOOKS: dict[type[Undecided], Callable[[int, Gateways, datetime], object]] = {
    Charge: lambda row_id, gateways, now: settle(charge_id=row_id, gateways=gateways, now=now),
    Refund: lambda row_id, gateways, now: submit_refund(
        refund_id=row_id, gateways=gateways, now=now
    ),
    Dispute: lambda row_id, gateways, now: look_again(
        dispute_id=row_id, gateways=gateways, now=now
    ),
    Payout: lambda row_id, gateways, now: check_payout(
        payout_id=row_id, gateways=gateways, now=now
    ),
}


@dataclass(frozen=True)
class _Case:
    model: type[Undecided]
    id: int
    gateway: str


def reconcile_due(*, gateways: Gateways, now: datetime) -> int:
    """Look at all that is undecided and due; returns how many were due.

    A provider that does not answer is left alone for the rest of the round. Opens its own
    transactions.
    """
    cases = in_transaction(lambda: [case for model in LOOKS for case in _claim(model, now)])
    go_round(cases, lambda case: _look(case, gateways, now))
    return len(cases)


def _claim(model: type[Undecided], now: datetime) -> list[_Case]:
    return [_Case(model, row.id, row.gateway) for row in claim_due(model, lasts=CLAIM, now=now)]


def _look(case: _Case, gateways: Gateways, now: datetime) -> None:
    try:
        LOOKS[case.model](case.id, gateways, now)
    except GatewayUnavailable:
        raise
    except Exception:
        # The provider does not know it, or we are at fault: it must not hold up the others.
        log.exception("reconcile_failed", kind=case.model.__tablename__, id=case.id)
        in_transaction(lambda: postpone(case.model, case.id, until=now + AFTER_FAILURE))
