"""Accounts that we can no longer reach, and what waits for them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.payments.models import AccountGrant, Charge, PaymentAccount, Refund
from studiobook.payments.retry_refund import NoLongerFits, retry_refund
from studiobook.payments.states import ChargeState, RefundState

#: What a refund is refused with when only the owner can mend it.
REVOKED = "account_revoked"


def is_revoked(account: PaymentAccount) -> bool:
    """Whether our access was taken away, as far as we know."""
    grant = db.session.get(AccountGrant, account.id)
    return "access" in account.needs or (grant is not None and grant.revoked_at is not None)


def list_unseen(account_id: int) -> Sequence[int]:
    """The charges that were given up because nobody could look: they may have been paid."""
    return db.session.scalars(
        select(Charge.id)
        .where(
            Charge.account_id == account_id,
            Charge.state == ChargeState.FAILED,
            Charge.refusal == REVOKED,
        )
        .order_by(Charge.id)
    ).all()


def retry_refunds_of(*, account_id: int, now: datetime) -> int:
    """Owe again what could not be sent while our access was gone; returns how many refunds."""
    held_up = (
        select(Refund.id)
        .join(Charge)
        .where(
            Charge.account_id == account_id,
            Refund.state == RefundState.FAILED,
            Refund.refusal == REVOKED,
        )
        .order_by(Refund.id)
    )
    ids = db.session.scalars(held_up).all()
    sent = 0
    for refund_id in ids:
        # What another refund has used up since waits on for a human.
        with suppress(NoLongerFits):
            retry_refund(refund_id=refund_id, actor="platform", now=now)
            sent += 1
    return sent
