"""Bringing a payout to what the provider says about it, ours or one made by its own clock."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.outbox.record import record
from studiobook.payments.checks import next_check
from studiobook.payments.crash import crash_point
from studiobook.payments.events import PayoutFailed, PayoutPaid
from studiobook.payments.gateways.accounts import PayoutLine as LineTruth
from studiobook.payments.gateways.accounts import PayoutState as Truth
from studiobook.payments.gateways.accounts import PayoutStatus
from studiobook.payments.gateways.protocol import Gateway
from studiobook.payments.holder import Holder
from studiobook.payments.ledger import post_payout, post_payout_returned
from studiobook.payments.lock import lock_account
from studiobook.payments.models import PaymentAccount, Payout
from studiobook.payments.states import PAYOUT_UNDECIDED, PayoutState, become
from studiobook.payments.take_lines import take_lines

MEANS = {
    PayoutStatus.PENDING: PayoutState.PENDING,
    PayoutStatus.PAID: PayoutState.PAID,
    PayoutStatus.FAILED: PayoutState.FAILED,
    PayoutStatus.CANCELLED: PayoutState.CANCELLED,
}
#: What failed on its way is in the balance again: it is made of nothing any more.
_HAS_LINES = (PayoutStatus.PENDING, PayoutStatus.PAID)


def settle_payout(holder: Holder, truth: Truth, *, gateway: Gateway, now: datetime) -> PayoutState:
    """Apply what was read about a payout, with its lines. Idempotent, opens its own transactions.

    Raises GatewayUnavailable while its lines cannot be read: then nothing changed.
    """
    settled = in_transaction(lambda: _settled_before(holder, truth))
    if settled is not None:
        return settled
    lines: Sequence[LineTruth] | None = None
    if truth.status in _HAS_LINES:
        lines = gateway.list_payout_lines(truth.ref, account_ref=holder.account_ref)
    crash_point("payout.read")
    return in_transaction(lambda: _apply(holder, truth, lines, now))


def _settled_before(holder: Holder, truth: Truth) -> PayoutState | None:
    payout = _find(holder, truth)
    if payout is None or payout.state is not MEANS[truth.status]:
        return None
    return None if payout.state in PAYOUT_UNDECIDED else payout.state


def _apply(
    holder: Holder, truth: Truth, lines: Sequence[LineTruth] | None, now: datetime
) -> PayoutState:
    account = lock_account(holder.account_id)
    payout = _find(holder, truth) or _adopt(account, truth)
    payout.gateway_ref, payout.arrives_on = truth.ref, truth.arrives_on
    payout.amount_minor, payout.currency = truth.amount.minor, truth.amount.currency
    db.session.flush()
    if lines is not None:
        take_lines(payout, lines, now=now)
    _become(payout, truth, now)
    crash_point("payout.settling")
    undecided = payout.state in PAYOUT_UNDECIDED
    payout.next_check_at = next_check(since=payout.created_at, now=now) if undecided else None
    return payout.state


def _find(holder: Holder, truth: Truth) -> Payout | None:
    named = or_(Payout.gateway_ref == truth.ref, Payout.idempotency_key == truth.idempotency_key)
    return db.session.scalar(
        select(Payout).where(
            Payout.account_id == holder.account_id,
            named if truth.idempotency_key else Payout.gateway_ref == truth.ref,
        )
    )


def _adopt(account: PaymentAccount, truth: Truth) -> Payout:
    payout = Payout(
        account=account,
        gateway=account.gateway,
        amount_minor=truth.amount.minor,
        currency=truth.amount.currency,
        state=PayoutState.PENDING,
        created_at=truth.created_at,
        next_check_at=truth.created_at,
    )
    db.session.add(payout)
    return payout


def _become(payout: Payout, truth: Truth, now: datetime) -> None:
    was_paid = payout.state is PayoutState.PAID
    if not become(payout, MEANS[truth.status]):
        return
    if payout.state is PayoutState.PAID:
        post_payout(payout, now=now)
        record(PayoutPaid(payout.id, payout.amount), actor="gateway", now=now)
    if payout.state is PayoutState.FAILED:
        if was_paid:
            post_payout_returned(payout, now=now)
        payout.failure = (truth.failure or "failed")[:120]
        fact = PayoutFailed(payout.id, payout.amount, payout.failure)
        record(fact, actor="gateway", now=now)
