"""Bringing a charge to what the provider says about it; the one way in which money becomes true.

Return page, webhook, reconciler and closing all come here. The truth is read outside any
transaction and applied under the locks of booking and charge, so that they may all come at once.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from studiobook.bookings.confirm import Outcome, confirm
from studiobook.bookings.models import Booking
from studiobook.bookings.settle_move import settle_move
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.outbox.record import record
from studiobook.payments.checks import next_check
from studiobook.payments.crash import crash_point
from studiobook.payments.errors import CannotPay
from studiobook.payments.events import PaymentCaptured, PaymentFailed, PaymentQuarantined
from studiobook.payments.gateways.protocol import (
    AccountRevoked,
    CheckoutState,
    CheckoutStatus,
    Gateways,
)
from studiobook.payments.ledger import post_capture
from studiobook.payments.lock import lock_charge, lock_charge_with_booking
from studiobook.payments.models import Charge
from studiobook.payments.queries import find_charge_of_payment, is_paid_by_another
from studiobook.payments.request_refund import request_refund_of
from studiobook.payments.states import PAYABLE, ChargeState, Reason, become
from studiobook.payments.take_page import recover

DAILY = timedelta(days=1)


@dataclass(frozen=True)
class Page:
    """What one needs to ask the provider about a charge."""

    gateway: str
    account_ref: str
    ref: str | None
    link_ref: str | None
    ends_at: datetime


def settle(*, charge_id: int, gateways: Gateways, now: datetime) -> ChargeState:
    """Read the truth about a charge and apply it; returns the state that it leads to.

    One that nobody lets us see is given up a day after its page's end; it is read again when
    they do. Opens its own transactions. Raises GatewayUnavailable: then nothing changed.
    """
    try:
        return _settle(charge_id, gateways, now)
    except AccountRevoked as refusal:
        code = refusal.code
        if not in_transaction(lambda: _give_up_unseen(charge_id, code, now)):
            raise
        return ChargeState.FAILED


def _settle(charge_id: int, gateways: Gateways, now: datetime) -> ChargeState:
    page = page_of(charge_id)
    if page.ref is None:
        with suppress(CannotPay):  # found, and closed because nobody waits for it any more
            recover(charge_id=charge_id, gateways=gateways, now=now)
        page = page_of(charge_id)
    if page.ref is None:
        return ChargeState.FAILED
    gateway = gateways.named(page.gateway)
    truth = gateway.read_checkout(page.ref, account_ref=page.account_ref)
    if _outlives_its_purpose(page, truth, now):
        truth = gateway.close_checkout(
            page.ref, account_ref=page.account_ref, link_ref=page.link_ref
        )
    crash_point("charge.read")
    state = apply(charge_id, truth, now=now)
    crash_point("charge.settled")
    return state


def _give_up_unseen(charge_id: int, code: str, now: datetime) -> bool:
    charge = lock_charge(charge_id)
    if charge.quarantine or now < charge.expires_at + DAILY or charge.state not in PAYABLE:
        return False
    become(charge, ChargeState.FAILED)
    charge.refusal, charge.next_check_at = code, None
    return True


def page_of(charge_id: int) -> Page:
    """Where to ask about a charge."""

    def read() -> Page:
        charge = db.session.get_one(Charge, charge_id)
        account_ref = charge.account.external_ref
        return Page(
            charge.gateway, account_ref, charge.checkout_ref, charge.link_ref, charge.expires_at
        )

    return in_transaction(read)


def _outlives_its_purpose(page: Page, truth: CheckoutState, now: datetime) -> bool:
    """Links never end by themselves: neither when their time is over, nor when a bank said no."""
    if truth.status is CheckoutStatus.FAILED:
        return page.link_ref is not None
    return truth.status is CheckoutStatus.OPEN and page.ends_at <= now


def apply(charge_id: int, truth: CheckoutState, *, now: datetime) -> ChargeState:
    """Make the charge, and the booking behind it, what the provider says. Idempotent."""
    return in_transaction(lambda: _apply(charge_id, truth, now))


def _apply(charge_id: int, truth: CheckoutState, now: datetime) -> ChargeState:
    booking, charge = lock_charge_with_booking(charge_id)
    if truth.status is CheckoutStatus.PAID:
        _take_money(booking, charge, truth, now)
    elif truth.status is CheckoutStatus.PROCESSING:
        become(charge, ChargeState.PROCESSING)
    elif truth.status is CheckoutStatus.FAILED:
        if become(charge, ChargeState.FAILED):
            fact = PaymentFailed(charge.id)
            record(fact, actor="gateway", booking_id=booking.id, now=now)
    elif truth.status is CheckoutStatus.EXPIRED:
        become(charge, ChargeState.CANCELLED)
    _schedule(charge, now)
    return charge.state


def _take_money(booking: Booking, charge: Charge, truth: CheckoutState, now: datetime) -> None:
    if charge.state is ChargeState.CAPTURED:
        return
    difference = _difference(booking, charge, truth)
    if difference is not None:
        _quarantine(charge, difference, now)
        return
    capture(charge, truth, now=now)
    use_money(booking, charge, now=now)
    crash_point("charge.captured")


def capture(charge: Charge, truth: CheckoutState, *, now: datetime) -> None:
    """Note what the provider really has of a locked charge; whoever calls has judged it."""
    become(charge, ChargeState.CAPTURED)
    charge.payment_ref, charge.line_ref = truth.payment_ref, truth.line_ref
    charge.captured_minor = truth.amount.minor
    charge.captured_at = truth.paid_at or now
    charge.next_check_at = None
    post_capture(charge, now=now)
    fact = PaymentCaptured(charge.id, truth.amount)
    record(fact, actor="gateway", booking_id=charge.booking_id, now=now)


def use_money(booking: Booking, charge: Charge, *, now: datetime) -> None:
    """Let what was captured confirm its booking, or give it back where it had its money before."""
    if not _is_needed(booking, charge, now):
        request_refund_of(charge, reason=Reason.PAID_TWICE, cause="capture", now=now)


def _is_needed(booking: Booking, charge: Charge, now: datetime) -> bool:
    """Tell the booking of its money; False when it had its money before."""
    if is_paid_by_another(charge):
        return False
    if charge.move_id is not None:
        settle_move(charge.move_id, now=now)
        return True
    assert charge.captured_at is not None
    return confirm(booking.id, paid_at=charge.captured_at, now=now) is not Outcome.ALREADY


def _difference(booking: Booking, charge: Charge, truth: CheckoutState) -> str | None:
    if truth.amount.currency != charge.currency:
        return "currency"
    if truth.amount != charge.amount:
        return "amount"
    if truth.reference != booking.code:
        return "reference"
    return None if truth.payment_ref and _is_free(charge, truth.payment_ref) else "payment"


def _is_free(charge: Charge, payment_ref: str) -> bool:
    """Whether no other charge was paid by the same payment."""
    return find_charge_of_payment(charge.gateway, payment_ref) in (None, charge)


def _quarantine(charge: Charge, difference: str, now: datetime) -> None:
    if charge.quarantine is None:
        charge.quarantine = difference
        fact = PaymentQuarantined(charge.id, difference)
        record(fact, actor="gateway", booking_id=charge.booking_id, now=now)


def _schedule(charge: Charge, now: datetime) -> None:
    if charge.state not in PAYABLE:
        charge.next_check_at = None
    elif charge.quarantine:
        charge.next_check_at = now + DAILY
    else:
        charge.next_check_at = next_check(
            since=charge.created_at, now=now, ends_at=charge.expires_at
        )
