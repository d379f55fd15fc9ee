"""What lies on an owner's account at the provider, as it last said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.gateways.accounts import Balance
from studiobook.payments.gateways.protocol import GatewayError, Gateways
from studiobook.payments.holder import holder_of
from studiobook.payments.models import PaymentAccount, Payout
from studiobook.values.money import Money

#: So long a balance is good enough for a page.
FRESH = timedelta(minutes=1)


@dataclass(frozen=True)
class KnownBalance:
    """A balance, and since when it is known; None where the provider does not say.

    `is_stale`: the provider was asked for a newer one, and did not answer.
    """

    balance: Balance | None
    as_of: datetime | None
    is_stale: bool = False


def read_balance(*, account_id: int, gateways: Gateways, now: datetime) -> Balance | None:
    """What the provider says now; it is kept. Opens its own transactions.

    Raises GatewayUnavailable, GatewayRefused, UnknownGateway.
    """
    holder = in_transaction(lambda: holder_of(db.session.get_one(PaymentAccount, account_id)))
    balance = gateways.named(holder.gateway).read_balance(holder.account_ref)
    in_transaction(lambda: _keep(account_id, balance, now))
    return balance


def know_balance(*, account_id: int, gateways: Gateways, now: datetime) -> KnownBalance:
    """A balance that is at most a minute old, or else the last that there was.

    One from before a payout is none. Opens its own transactions, raises nothing.
    """
    known, is_fresh = in_transaction(lambda: _known(account_id, now))
    if is_fresh:
        return known
    try:
        return KnownBalance(read_balance(account_id=account_id, gateways=gateways, now=now), now)
    except GatewayError:
        return KnownBalance(known.balance, known.as_of, is_stale=True)


def _known(account_id: int, now: datetime) -> tuple[KnownBalance, bool]:
    account = db.session.get_one(PaymentAccount, account_id)
    kept, as_of = account.balance_json, account.balance_at
    known = KnownBalance(None if kept is None else _from_json(kept), as_of)
    if as_of is None or now - as_of >= FRESH:
        return known, False
    left_since = select(Payout.id).where(
        Payout.account_id == account_id, Payout.created_at >= as_of
    )
    return known, db.session.scalar(left_since.limit(1)) is None


def _keep(account_id: int, balance: Balance | None, now: datetime) -> None:
    account = db.session.get_one(PaymentAccount, account_id)
    account.balance_json = None if balance is None else _to_json(balance)
    account.balance_at = now


def _to_json(balance: Balance) -> dict[str, Any]:
    return {
        name: [[one.minor, one.currency] for one in amounts]
        for name, amounts in (("available", balance.available), ("pending", balance.pending))
    }


def _from_json(kept: dict[str, Any]) -> Balance:
    available, pending = (
        tuple(Money(minor, currency) for minor, currency in kept[name])
        for name in ("available", "pending")
    )
    return Balance(available=available, pending=pending)
