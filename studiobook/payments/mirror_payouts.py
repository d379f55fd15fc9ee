"""Reading what the providers paid out, by the clock: nobody tells us of everything."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, or_, select

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.balance import read_balance
from studiobook.payments.gateways.protocol import (
    GatewayRefused,
    Gateways,
    GatewayUnavailable,
    UnknownGateway,
)
from studiobook.payments.holder import Holder, holder_of
from studiobook.payments.models import PaymentAccount, Payout
from studiobook.payments.rounds import go_round
from studiobook.payments.settle_payout import settle_payout

log = structlog.get_logger()

#: A bank may send a payout back that late.
LATE = timedelta(days=30)
#: How long after its end money may still leave an account that is no longer used.
AFTER_END = timedelta(days=90)


def mirror_all(*, gateways: Gateways, now: datetime) -> int:
    """Mirror every account in use, and those given up lately; returns how many were read.

    A provider that does not answer is left alone for the rest of the round. Opens its own
    transactions.
    """
    holders = in_transaction(lambda: _holders(now))
    return sum(go_round(holders, lambda holder: _mirror(holder.account_id, gateways, now)))


def mirror_payouts(*, account_id: int, gateways: Gateways, now: datetime) -> None:
    """Bring an account's payouts and balance to what the provider says. Repeat at will.

    Opens its own transactions. Raises GatewayUnavailable, GatewayRefused, UnknownGateway.
    """
    holder, since = in_transaction(lambda: _where(account_id))
    gateway = gateways.named(holder.gateway)
    for truth in reversed(gateway.list_payouts(holder.account_ref, since=since)):
        settle_payout(holder, truth, gateway=gateway, now=now)
    read_balance(account_id=account_id, gateways=gateways, now=now)


def mirror_payout(*, account_id: int, ref: str, gateways: Gateways, now: datetime) -> None:
    """The same for one payout, of which somebody told."""
    holder, _since = in_transaction(lambda: _where(account_id))
    gateway = gateways.named(holder.gateway)
    truth = gateway.read_payout(ref, account_ref=holder.account_ref)
    settle_payout(holder, truth, gateway=gateway, now=now)


def _mirror(account_id: int, gateways: Gateways, now: datetime) -> bool:
    try:
        mirror_payouts(account_id=account_id, gateways=gateways, now=now)
    except GatewayUnavailable:
        raise
    except (GatewayRefused, UnknownGateway) as refusal:
        log.info("payouts_not_mirrored", account=account_id, reason=str(refusal))
        return False
    except Exception:  # one bad account must not hold up the others
        log.exception("mirror_failed", account=account_id)
        return False
    return True


def _holders(now: datetime) -> list[Holder]:
    used = select(PaymentAccount).where(
        PaymentAccount.activated_at.is_not(None),
        or_(PaymentAccount.closed_at.is_(None), PaymentAccount.closed_at > now - AFTER_END),
    )
    return [holder_of(account) for account in db.session.scalars(used.order_by(PaymentAccount.id))]


def _where(account_id: int) -> tuple[Holder, datetime]:
    """Whom to ask, and since when: what is older is decided for good."""
    account = db.session.get_one(PaymentAccount, account_id)
    last = db.session.scalar(
        select(func.max(Payout.created_at)).where(Payout.account_id == account_id)
    )
    # Their clock may be a little behind ours.
    since = account.created_at - timedelta(hours=1)
    return holder_of(account), max(since, last - LATE) if last else since
