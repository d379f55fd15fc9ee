"""Sending an owed refund to the provider, once, whatever happens on the way."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.checks import next_check
from studiobook.payments.crash import crash_point
from studiobook.payments.fresh_key import fresh_key
from studiobook.payments.gateways.protocol import (
    AccountRevoked,
    Gateway,
    GatewayRefused,
    Gateways,
    GatewayUnavailable,
    RefundOrder,
)
from studiobook.payments.gateways.protocol import RefundState as Truth
from studiobook.payments.lock import lock_refund
from studiobook.payments.models import Refund
from studiobook.payments.queries import is_disputed, left_of, lost_to_banks
from studiobook.payments.settle_refund import apply_refund, fail_refund
from studiobook.payments.states import BESIDE, UNDECIDED, RefundState, become
from studiobook.payments.waiting_refunds import DISPUTED, end_covered, wait_for_decision

#: A request that is younger may still be on its way to the provider.
UNDER_WAY = timedelta(minutes=1)


@dataclass(frozen=True)
class _Task:
    gateway: str
    order: RefundOrder
    ref: str | None
    #: Asked before without a known answer, at this moment.
    asked_at: datetime | None
    is_open: bool


def submit_refund(*, refund_id: int, gateways: Gateways, now: datetime) -> RefundState:
    """Bring a refund forward: send it, or find out what became of it. Repeat at will.

    Opens its own transactions. Raises GatewayUnavailable: then it is looked at again later.
    """

    def state() -> RefundState:
        return in_transaction(lambda: lock_refund(refund_id).state)

    task = in_transaction(lambda: _task(refund_id))
    if not task.is_open:
        return state()
    gateway = gateways.named(task.gateway)
    try:
        truth = _known(task, gateway)
    except AccountRevoked as refusal:
        code = refusal.code
        if not in_transaction(lambda: _set_aside(refund_id, code, now)):
            raise  # it was taken, and is on its way
        return state()
    if truth is None and task.asked_at is not None:
        if now < task.asked_at + UNDER_WAY:
            return state()
        # Proof of absence. The old key may be tied to a stored error for a day: take a new one.
        task = in_transaction(lambda: _renewed(refund_id, task))
    if truth is not None:
        return _apply(refund_id, truth, now)
    if not in_transaction(lambda: _claim(refund_id, task, now)):
        return state()
    crash_point("refund.claimed")
    return _send(refund_id, task, gateway, now)


def _task(refund_id: int) -> _Task:
    refund = lock_refund(refund_id)
    charge = refund.charge
    assert charge.payment_ref is not None, "only captured money goes back"
    return _Task(
        gateway=charge.gateway,
        order=RefundOrder(
            idempotency_key=refund.idempotency_key,
            account_ref=charge.account.external_ref,
            payment_ref=charge.payment_ref,
            amount=refund.amount,
            fee=refund.fee,
            reason=refund.reason,
        ),
        ref=refund.gateway_ref,
        asked_at=refund.asked_at,
        # One that went through is read again: a bank may have sent it back.
        is_open=refund.state in UNDECIDED | {RefundState.SUCCEEDED},
    )


def _known(task: _Task, gateway: Gateway) -> Truth | None:
    if task.ref is not None:
        return gateway.read_refund(task.ref, account_ref=task.order.account_ref)
    if task.asked_at is None:
        return None
    made = gateway.list_refunds(task.order.payment_ref, account_ref=task.order.account_ref)
    own = (found for found in made if found.idempotency_key == task.order.idempotency_key)
    return next(own, None)


def _renewed(refund_id: int, task: _Task) -> _Task:
    refund = lock_refund(refund_id)
    # Unless somebody else has done so, and is asking at this moment.
    if refund.idempotency_key == task.order.idempotency_key and refund.asked_at == task.asked_at:
        refund.idempotency_key = fresh_key("r")
        refund.asked_at = None
        db.session.flush()
    return _task(refund_id)


def _send(refund_id: int, task: _Task, gateway: Gateway, now: datetime) -> RefundState:
    try:
        truth = gateway.refund(task.order)
    except GatewayRefused as refusal:
        code = refusal.code
        return in_transaction(lambda: _refused(refund_id, code, now))
    except GatewayUnavailable:
        in_transaction(lambda: _lose(refund_id, now))
        raise
    crash_point("refund.sent")
    return _apply(refund_id, truth, now)


def _refused(refund_id: int, code: str, now: datetime) -> RefundState:
    refund = lock_refund(refund_id)
    is_lost = lost_to_banks(refund.charge) > 0 and not is_disputed(refund.charge_id)
    # Some providers give nothing back of a payment of which a bank has taken a part for good.
    if code == DISPUTED and not is_lost and become(refund, RefundState.REQUESTED):
        # We had not heard of the dispute. The key is spent: the refusal may be given again to it.
        refund.idempotency_key, refund.asked_at = fresh_key("r"), None
        wait_for_decision(refund, now=now)
    else:
        # Nothing of it can be on its way.
        refund.asked_at = None
        fail_refund(refund, refusal=code, now=now)
    return refund.state


def _set_aside(refund_id: int, code: str, now: datetime) -> bool:
    """Nobody can tell whether it was done. Tried again, the provider is asked that first.

    False where it is only not known how it goes on.
    """
    refund = lock_refund(refund_id)
    if refund.state is RefundState.SUCCEEDED:
        refund.next_check_at = None  # as far as anybody can still see
    elif refund.gateway_ref is None and refund.state in UNDECIDED:
        fail_refund(refund, refusal=code, now=now)
    else:
        return False
    return True


def _claim(refund_id: int, task: _Task, now: datetime) -> bool:
    """Commit that we ask, before we ask; False when somebody else has begun to."""
    refund = lock_refund(refund_id)
    if refund.asked_at is not None or refund.idempotency_key != task.order.idempotency_key:
        return False
    if is_disputed(refund.charge_id):
        wait_for_decision(refund, now=now)
        return False
    if left_of(refund.charge) < 0:
        end_covered(refund.charge, why=BESIDE, now=now)
        return False
    become(refund, RefundState.SUBMITTED)
    refund.asked_at = now
    refund.next_check_at = next_check(since=now, now=now)
    return True


def _lose(refund_id: int, now: datetime) -> None:
    refund: Refund = lock_refund(refund_id)
    become(refund, RefundState.UNKNOWN)
    refund.next_check_at = next_check(since=refund.requested_at, now=now)


def _apply(refund_id: int, truth: Truth, now: datetime) -> RefundState:
    state = in_transaction(lambda: apply_refund(lock_refund(refund_id), truth, now=now))
    crash_point("refund.settled")
    return state
