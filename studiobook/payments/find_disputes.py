"""Asking each account for the disputes that nobody told us about."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import exists, select

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.gateways.accounts import DisputeState
from studiobook.payments.gateways.protocol import (
    GatewayRefused,
    Gateways,
    GatewayUnavailable,
    UnknownGateway,
)
from studiobook.payments.models import Charge, PaymentAccount
from studiobook.payments.settle_dispute import settle_dispute

log = structlog.get_logger()

#: Cards can be disputed for about four months; some banks take longer.
DISPUTABLE = timedelta(days=240)
#: How far back each look goes: rounds overlap widely, so that a long outage loses none.
LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True)
class _Account:
    gateway: str
    ref: str


def find_disputes(*, gateways: Gateways, now: datetime) -> int:
    """Apply what each account that was paid lately has; returns how many disputes were seen.

    A provider that does not answer is left alone for the rest of the round, an account that
    refuses is passed over. Opens its own transactions.
    """
    away: set[str] = set()
    seen = 0
    for account in in_transaction(lambda: _paid_lately(now)):
        if account.gateway in away:
            continue
        try:
            disputes = gateways.named(account.gateway).list_disputes(
                account.ref, since=now - LOOK_BACK
            )
        except (GatewayUnavailable, UnknownGateway):
            away.add(account.gateway)
        except GatewayRefused as refusal:
            log.info("disputes_not_listed", gateway=account.gateway, code=refusal.code)
        else:
            for truth in disputes:
                _apply(truth, account, now)
                seen += 1
    return seen


def _paid_lately(now: datetime) -> list[_Account]:
    paid = exists().where(
        Charge.account_id == PaymentAccount.id, Charge.captured_at > now - DISPUTABLE
    )
    accounts = select(PaymentAccount).where(paid).order_by(PaymentAccount.id)
    return [_Account(one.gateway, one.external_ref) for one in db.session.scalars(accounts)]


def _apply(truth: DisputeState, account: _Account, now: datetime) -> None:
    # Of a sale that the owner made elsewhere nothing is known here, and nothing comes of it.
    in_transaction(lambda: settle_dispute(truth, gateway=account.gateway, now=now))
