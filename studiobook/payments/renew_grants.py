"""Renewing our keys to owners' accounts by the clock, long before they run out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.gateways.accounts import AccountState, Grant
from studiobook.payments.gateways.protocol import (
    AccountRevoked,
    GatewayError,
    Gateways,
    GatewayUnavailable,
)
from studiobook.payments.keep_grant import keep_grant
from studiobook.payments.models import AccountGrant, PaymentAccount
from studiobook.payments.refresh_account import apply_account
from studiobook.payments.rounds import go_round
from studiobook.payments.seal import CannotUnseal, unseal

log = structlog.get_logger()

#: Providers want it done every week; a day is left for outages.
RENEW_AFTER = timedelta(days=6)
#: Something is wrong that time does not heal.
ALARM_AFTER = timedelta(days=8)


@dataclass(frozen=True)
class _Case:
    account_id: int
    gateway: str
    account_ref: str
    refresh_token: str


def renew_grants(*, gateways: Gateways, now: datetime) -> int:
    """Renew every key that is six days old; returns how many were. Opens its own transactions.

    Those to closed accounts too: old money is given back through them. Where the owner took our
    access away, the account can charge no more, until they connect it again.
    """
    due = in_transaction(lambda: _list_due(now))
    renewed = sum(go_round(due, lambda case: _try(case, gateways, now)))
    for account_id in in_transaction(lambda: list_old_grants(now=now)):
        log.error("grant_is_old", account=account_id)
    return renewed


def list_old_grants(*, now: datetime) -> Sequence[int]:
    """The accounts whose keys could not be renewed for eight days: a human must look."""
    old = select(AccountGrant.account_id).where(
        AccountGrant.revoked_at.is_(None), AccountGrant.refreshed_at < now - ALARM_AFTER
    )
    return db.session.scalars(old.order_by(AccountGrant.account_id)).all()


def _list_due(now: datetime) -> list[_Case]:
    due = (
        select(AccountGrant)
        .join(AccountGrant.account)
        .where(AccountGrant.revoked_at.is_(None), AccountGrant.refreshed_at <= now - RENEW_AFTER)
        .order_by(AccountGrant.refreshed_at)
    )
    return [
        _Case(
            grant.account_id,
            grant.account.gateway,
            grant.account.external_ref,
            grant.refresh_token,
        )
        for grant in db.session.scalars(due)
    ]


def _try(case: _Case, gateways: Gateways, now: datetime) -> bool:
    try:
        return _renew(case, gateways, now)
    except GatewayUnavailable:
        raise
    except (GatewayError, CannotUnseal) as error:
        # Without its trace: what the provider answered is nobody's to read in a log.
        reason = type(error).__name__
        log.error("grant_not_renewed", account=case.account_id, reason=reason)  # noqa: TRY400
        return False


def _renew(case: _Case, gateways: Gateways, now: datetime) -> bool:
    gateway = gateways.named(case.gateway)
    try:
        fresh = gateway.renew_grant(unseal(case.refresh_token))
    except AccountRevoked:
        # Our own secret may be wrong instead: the key that we still have says which it is.
        truth = gateway.read_account(case.account_ref)
        if not truth.is_revoked:
            raise
        in_transaction(lambda: _lose(case.account_id, truth, now))
        return False
    return fresh is not None and in_transaction(lambda: _keep(case, fresh, now))


def _keep(case: _Case, fresh: Grant, now: datetime) -> bool:
    grant = db.session.get_one(AccountGrant, case.account_id, with_for_update=True)
    if grant.refresh_token != case.refresh_token:
        return False  # the owner has connected again meanwhile
    keep_grant(account=db.session.get_one(PaymentAccount, case.account_id), grant=fresh, now=now)
    return True


def _lose(account_id: int, truth: AccountState, now: datetime) -> None:
    apply_account(account_id, truth, now=now)
    grant = db.session.get_one(AccountGrant, account_id, with_for_update=True)
    grant.revoked_at = now
