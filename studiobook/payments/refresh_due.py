"""Looking, by the clock, at every account whose check is due: webhooks are only a hurry."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from studiobook.db.transaction import in_transaction
from studiobook.payments.disconnect_account import release
from studiobook.payments.gateways.protocol import GatewayError, Gateways, GatewayUnavailable
from studiobook.payments.models import PaymentAccount
from studiobook.payments.refresh_account import DAILY, refresh_account
from studiobook.payments.rounds import claim_due, go_round, postpone

log = structlog.get_logger()

#: While one worker looks, others leave it alone; in an outage it is looked at again after this.
CLAIM = timedelta(minutes=5)


@dataclass(frozen=True)
class _Case:
    id: int
    gateway: str
    is_closed: bool


def refresh_due_accounts(*, gateways: Gateways, now: datetime) -> int:
    """Look at every account that is due; returns how many were. Opens its own transactions.

    A provider that does not answer is left alone for the rest of the round.
    """
    due = in_transaction(lambda: _claim(now))
    go_round(due, lambda case: _look(case, gateways, now))
    return len(due)


def _claim(now: datetime) -> list[_Case]:
    accounts = claim_due(PaymentAccount, lasts=CLAIM, now=now)
    return [_Case(one.id, one.gateway, one.closed_at is not None) for one in accounts]


def _look(case: _Case, gateways: Gateways, now: datetime) -> None:
    look = release if case.is_closed else refresh_account
    try:
        look(account_id=case.id, gateways=gateways, now=now)
    except GatewayUnavailable:
        raise
    except GatewayError as error:
        log.warning("account_not_read", account=case.id, reason=type(error).__name__)
        in_transaction(lambda: postpone(PaymentAccount, case.id, until=now + DAILY))
