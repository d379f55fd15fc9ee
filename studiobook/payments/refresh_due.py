"""Looking, by the clock, at every account whose check is due: webhooks are only a hurry."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.disconnect_account import release
from studiobook.payments.gateways.protocol import GatewayError, Gateways, GatewayUnavailable
from studiobook.payments.models import PaymentAccount
from studiobook.payments.refresh_account import DAILY, refresh_account

log = structlog.get_logger()

#: While one worker looks, others leave it alone; in an outage it is looked at again after this.
CLAIM = timedelta(minutes=5)
BATCH = 100


@dataclass(frozen=True)
class _Case:
    id: int
    gateway: str
    is_closed: bool


def refresh_due_accounts(*, gateways: Gateways, now: datetime) -> int:
    """Look at every account that is due; returns how many were. Opens its own transactions.

    A provider that does not answer is left alone for the rest of the round.
    """
    away: set[str] = set()
    due = in_transaction(lambda: _claim(now))
    for case in due:
        if case.gateway not in away and not _look(case, gateways, now):
            away.add(case.gateway)
    return len(due)


def _look(case: _Case, gateways: Gateways, now: datetime) -> bool:
    """False when the provider is away."""
    look = release if case.is_closed else refresh_account
    try:
        look(account_id=case.id, gateways=gateways, now=now)
    except GatewayUnavailable:
        return False
    except GatewayError as error:
        log.warning("account_not_read", account=case.id, reason=type(error).__name__)
        in_transaction(lambda: _postpone(case.id, now + DAILY))
    return True


def _claim(now: datetime) -> list[_Case]:
    accounts = db.session.scalars(
        select(PaymentAccount)
        .where(PaymentAccount.next_check_at <= now)
        .order_by(PaymentAccount.next_check_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=PaymentAccount)
    ).all()
    for account in accounts:
        account.next_check_at = now + CLAIM
    return [_Case(one.id, one.gateway, one.closed_at is not None) for one in accounts]


def _postpone(account_id: int, until: datetime) -> None:
    later = {"next_check_at": until}
    db.session.execute(update(PaymentAccount).where(PaymentAccount.id == account_id).values(later))
