"""Bringing a dispute to what the provider says about it; no money goes back while one is open."""

from datetime import datetime

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.outbox.record import record
from studiobook.payments.checks import next_check
from studiobook.payments.crash import crash_point
from studiobook.payments.events import DisputeLost, DisputeOpened, DisputeWon
from studiobook.payments.gateways.accounts import DisputeState, DisputeStatus
from studiobook.payments.gateways.protocol import Gateways
from studiobook.payments.ledger import (
    post_dispute_lost,
    post_dispute_opened,
    post_dispute_reversed,
    post_dispute_won,
)
from studiobook.payments.lock import lock_charge_with_booking
from studiobook.payments.models import Charge, Dispute
from studiobook.payments.queries import find_charge_of_payment, is_booked_like
from studiobook.payments.states import LOST
from studiobook.payments.waiting_refunds import end_covered, release_waiting, revive_ended

D = DisputeStatus
_AHEAD: dict[DisputeStatus | None, frozenset[DisputeStatus]] = {
    None: frozenset(D),
    D.INQUIRY: frozenset({D.OPEN, D.WON, D.LOST}),
    D.OPEN: frozenset({D.WON, D.LOST}),
    # A bank may think better of it.
    D.LOST: frozenset({D.WON}),
    D.WON: frozenset(),
}


def look_at_dispute(
    *, ref: str, gateway: str, account_ref: str, gateways: Gateways, now: datetime
) -> DisputeStatus | None:
    """Read the truth about a dispute and apply it; None when we don't know its payment, or yet.

    Opens its own transactions. Raises GatewayUnavailable, GatewayRefused: then nothing changed.
    """
    truth = gateways.named(gateway).read_dispute(ref, account_ref=account_ref)
    crash_point("dispute.read")
    return in_transaction(lambda: settle_dispute(truth, gateway=gateway, now=now))


def look_again(*, dispute_id: int, gateways: Gateways, now: datetime) -> None:
    """Ask about a dispute that we know. Raises as `look_at_dispute`."""

    def read() -> tuple[str, str, str]:
        dispute = db.session.get_one(Dispute, dispute_id)
        return dispute.gateway_ref, dispute.gateway, dispute.charge.account.external_ref

    ref, gateway, account_ref = in_transaction(read)
    look_at_dispute(ref=ref, gateway=gateway, account_ref=account_ref, gateways=gateways, now=now)


def settle_dispute(truth: DisputeState, *, gateway: str, now: datetime) -> DisputeStatus | None:
    """Apply what was read about a dispute, in the caller's transaction. Idempotent."""
    charge = find_charge_of_payment(gateway, truth.payment_ref)
    if charge is None or not is_booked_like(charge, truth.amount):
        return None
    lock_charge_with_booking(charge.id)
    dispute = _lock(gateway, truth.ref)
    before = None if dispute is None else dispute.status
    if dispute is None:
        dispute = _noted(charge, truth, gateway)
    elif truth.status in _AHEAD[before]:
        dispute.status = truth.status
    if dispute.status is truth.status:
        dispute.reason = truth.reason[:60]
        dispute.evidence_due_at = truth.evidence_due_at
    _schedule(dispute, now)
    db.session.add(dispute)
    db.session.flush()
    if dispute.status is not before:
        _post(dispute, before, now)
        _tell(dispute, now)
        _move_refunds(dispute, before, now)
    crash_point("dispute.settling")
    return dispute.status


def _lock(gateway: str, ref: str) -> Dispute | None:
    return db.session.scalar(
        select(Dispute)
        .where(Dispute.gateway == gateway, Dispute.gateway_ref == ref)
        .with_for_update(of=Dispute)
        .execution_options(populate_existing=True)
    )


def _noted(charge: Charge, truth: DisputeState, gateway: str) -> Dispute:
    return Dispute(
        charge=charge,
        gateway=gateway,
        gateway_ref=truth.ref,
        amount_minor=truth.amount.minor,
        status=truth.status,
        reason=truth.reason[:60],
        opened_at=truth.opened_at,
    )


def _schedule(dispute: Dispute, now: datetime) -> None:
    if dispute.status in (D.WON, D.LOST):
        dispute.closed_at, dispute.next_check_at = dispute.closed_at or now, None
    else:
        dispute.next_check_at = next_check(since=dispute.opened_at, now=now)


def _post(dispute: Dispute, before: DisputeStatus | None, now: datetime) -> None:
    """An inquiry moves no money, and whoever missed its taking sees it taken and kept."""
    status, was_taken = dispute.status, before in (D.OPEN, D.LOST)
    if status in (D.OPEN, D.LOST) and not was_taken:
        post_dispute_opened(dispute, now=now)
    if status is D.LOST:
        post_dispute_lost(dispute, now=now)
    elif status is D.WON and before is D.OPEN:
        post_dispute_won(dispute, now=now)
    elif status is D.WON and before is D.LOST:
        post_dispute_reversed(dispute, now=now)


def _tell(dispute: Dispute, now: datetime) -> None:
    booking_id, amount = dispute.charge.booking_id, dispute.amount
    if dispute.status is D.WON:
        fact: DisputeOpened | DisputeWon | DisputeLost = DisputeWon(dispute.id, amount)
    elif dispute.status is D.LOST:
        fact = DisputeLost(dispute.id, amount)
    else:
        fact = DisputeOpened(dispute.id, amount, is_inquiry=dispute.status is D.INQUIRY)
    record(fact, actor="gateway", booking_id=booking_id, now=now)


def _move_refunds(dispute: Dispute, before: DisputeStatus | None, now: datetime) -> None:
    if dispute.status is D.LOST:
        end_covered(dispute.charge, why=LOST, now=now)
    elif dispute.status is D.WON:
        if before is D.LOST:
            revive_ended(dispute.charge, now=now)
        release_waiting(dispute.charge, now=now)
