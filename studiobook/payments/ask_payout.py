"""Asking the provider to send an owner's money to their bank, once, whatever happens on the way."""

from datetime import datetime, timedelta

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.outbox.record import record
from studiobook.payments.balance import know_balance
from studiobook.payments.checks import next_check
from studiobook.payments.crash import crash_point
from studiobook.payments.events import PayoutAsked
from studiobook.payments.fresh_key import fresh_key
from studiobook.payments.gateways.accounts import PayoutOrder
from studiobook.payments.gateways.protocol import (
    Gateway,
    GatewayRefused,
    Gateways,
    GatewayUnavailable,
    UnknownGateway,
)
from studiobook.payments.holder import Holder, holder_of
from studiobook.payments.lock import lock_account, lock_payout
from studiobook.payments.models import PaymentAccount, Payout
from studiobook.payments.payout_errors import (
    CannotBePaidOut,
    NothingToPayOut,
    PayoutRefused,
    PayoutsAway,
    PayoutsComeByThemselves,
    PayoutUnderWay,
)
from studiobook.payments.settle_payout import settle_payout
from studiobook.payments.states import PAYOUT_UNANSWERED, PAYOUT_UNDECIDED, PayoutState, become
from studiobook.values.money import Money

#: A request that is younger may still be on its way to the provider.
UNDER_WAY = timedelta(minutes=1)
#: How far their clock may be behind ours.
SKEW = timedelta(minutes=5)


def ask_payout(
    *, account_id: int, currency: str, asked_by: int | None, gateways: Gateways, now: datetime
) -> int:
    """Have everything sent that is available in a currency; the payout's id.

    Opens its own transactions. Raises PayoutsComeByThemselves, CannotBePaidOut, NothingToPayOut,
    PayoutUnderWay, PayoutRefused, PayoutsAway; but for the last, nothing moves then.
    """
    try:
        holder = in_transaction(lambda: _payable(account_id))
        gateway = gateways.named(holder.gateway)
        if not gateway.pays_out_on_demand:
            raise PayoutsComeByThemselves
        amount = _available(account_id, currency, gateways, now)
    except UnknownGateway as stranger:
        raise PayoutsComeByThemselves from stranger
    payout_id, order = in_transaction(lambda: _intend(account_id, amount, asked_by, now))
    _send(payout_id, order, holder, gateway, now)
    return payout_id


def check_payout(*, payout_id: int, gateways: Gateways, now: datetime) -> PayoutState:
    """Find out what became of a payout that is undecided. Opens its own transactions.

    One that was asked for, and of which the provider knows nothing, is given up: no money moves
    behind the owner's back. Raises GatewayUnavailable, GatewayRefused.
    """
    holder, ref, key, created_at = in_transaction(lambda: _traces(payout_id))
    gateway = gateways.named(holder.gateway)
    if ref is not None:
        truth = gateway.read_payout(ref, account_ref=holder.account_ref)
        return settle_payout(holder, truth, gateway=gateway, now=now)
    for found in gateway.list_payouts(holder.account_ref, since=created_at - SKEW):
        if found.idempotency_key == key:
            return settle_payout(holder, found, gateway=gateway, now=now)
    return in_transaction(lambda: _give_up(payout_id, now))


def _payable(account_id: int) -> Holder:
    account = db.session.get_one(PaymentAccount, account_id)
    if not account.can_be_paid_out:
        raise CannotBePaidOut
    _require_none_unanswered(account_id)
    return holder_of(account)


def _available(account_id: int, currency: str, gateways: Gateways, now: datetime) -> Money:
    known = know_balance(account_id=account_id, gateways=gateways, now=now)
    if known.is_stale:
        raise PayoutsAway("The provider isn’t answering. Nothing was moved.")
    for amount in known.balance.available if known.balance else ():
        if amount.currency == currency and amount.minor > 0:
            return amount
    raise NothingToPayOut


def _require_none_unanswered(account_id: int) -> None:
    unanswered = select(Payout.id).where(
        Payout.account_id == account_id, Payout.state.in_(PAYOUT_UNANSWERED)
    )
    if db.session.scalar(unanswered.limit(1)) is not None:
        raise PayoutUnderWay


def _intend(
    account_id: int, amount: Money, asked_by: int | None, now: datetime
) -> tuple[int, PayoutOrder]:
    account = lock_account(account_id)
    _require_none_unanswered(account_id)
    key = fresh_key("p")
    payout = Payout(
        account=account,
        gateway=account.gateway,
        idempotency_key=key,
        amount_minor=amount.minor,
        currency=amount.currency,
        state=PayoutState.REQUESTED,
        created_at=now,
        asked_at=now,
        next_check_at=next_check(since=now, now=now),
    )
    db.session.add(payout)
    db.session.flush()
    actor = "owner" if asked_by is not None else "platform"
    record(PayoutAsked(payout.id, amount), actor=actor, actor_id=asked_by, now=now)
    order = PayoutOrder(idempotency_key=key, account_ref=account.external_ref, amount=amount)
    return payout.id, order


def _send(
    payout_id: int, order: PayoutOrder, holder: Holder, gateway: Gateway, now: datetime
) -> None:
    crash_point("payout.intended")
    try:
        truth = gateway.request_payout(order)
    except GatewayRefused as refusal:
        code = refusal.code
        in_transaction(lambda: _refuse(payout_id, code))
        raise PayoutRefused from refusal
    except GatewayUnavailable as silence:
        in_transaction(lambda: _lose(payout_id, now))
        raise PayoutsAway from silence
    crash_point("payout.sent")
    try:
        settle_payout(holder, truth, gateway=gateway, now=now)
    except GatewayUnavailable:
        # It is under way; its lines are read when it is looked at next.
        in_transaction(lambda: _note_ref(payout_id, truth.ref))


def _refuse(payout_id: int, code: str) -> None:
    payout = lock_payout(payout_id)
    become(payout, PayoutState.FAILED)
    payout.failure, payout.next_check_at = code[:120], None


def _lose(payout_id: int, now: datetime) -> None:
    payout = lock_payout(payout_id)
    become(payout, PayoutState.UNKNOWN)
    payout.next_check_at = next_check(since=payout.created_at, now=now)


def _note_ref(payout_id: int, ref: str) -> None:
    payout = lock_payout(payout_id)
    payout.gateway_ref = ref
    become(payout, PayoutState.PENDING)


def _traces(payout_id: int) -> tuple[Holder, str | None, str | None, datetime]:
    payout = db.session.get_one(Payout, payout_id)
    holder = holder_of(payout.account)
    return holder, payout.gateway_ref, payout.idempotency_key, payout.created_at


def _give_up(payout_id: int, now: datetime) -> PayoutState:
    payout = lock_payout(payout_id)
    if payout.gateway_ref is None and payout.state in PAYOUT_UNDECIDED:
        if payout.asked_at is not None and now < payout.asked_at + UNDER_WAY:
            payout.next_check_at = payout.asked_at + UNDER_WAY
        elif become(payout, PayoutState.CANCELLED):
            payout.next_check_at, payout.failure = None, "never_arrived"
    return payout.state
