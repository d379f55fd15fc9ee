"""Asking each account for the disputes that nobody told us about."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import exists, select

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.gateways.accounts import DisputeState
from studiobook.payments.gateways.protocol import GatewayRefused, Gateways, UnknownGateway
from studiobook.payments.holder import Holder, holder_of
from studiobook.payments.models import Charge, PaymentAccount
from studiobook.payments.rounds import go_round
from studiobook.payments.settle_dispute import settle_dispute

log = structlog.get_logger()

#: Cards can be disputed for about four months; some banks take longer.
DISPUTABLE = timedelta(days=240)
#: How far back each look goes: rounds overlap widely, so that a long outage loses none.
LOOK_BACK = timedelta(days=30)


def find_disputes(*, gateways: Gateways, now: datetime) -> int:
    """Apply what each account that was paid lately has; returns how many disputes were seen.

    A provider that does not answer is left alone for the rest of the round, an account that
    refuses is passed over. Opens its own transactions.
    """
    holders = in_transaction(lambda: _paid_lately(now))
    return sum(go_round(holders, lambda holder: _look(holder, gateways, now)))


def _paid_lately(now: datetime) -> list[Holder]:
    paid = exists().where(
        Charge.account_id == PaymentAccount.id, Charge.captured_at > now - DISPUTABLE
    )
    accounts = select(PaymentAccount).where(paid).order_by(PaymentAccount.id)
    return [holder_of(account) for account in db.session.scalars(accounts)]


def _look(holder: Holder, gateways: Gateways, now: datetime) -> int:
    name = holder.gateway
    try:
        found = gateways.named(name).list_disputes(holder.account_ref, since=now - LOOK_BACK)
    except (GatewayRefused, UnknownGateway) as refusal:
        log.info("disputes_not_listed", gateway=name, reason=str(refusal))
        return 0
    for truth in found:
        _apply(truth, name, now)
    return len(found)


def _apply(truth: DisputeState, gateway: str, now: datetime) -> None:
    # Of a sale that the owner made elsewhere nothing is known here, and nothing comes of it.
    in_transaction(lambda: settle_dispute(truth, gateway=gateway, now=now))
