"""Payments in the background: what the outbox tells, what a webhook rang for, and the clock's."""

import structlog

from studiobook import clock
from studiobook.bookings.events import (
    BookingCancelled,
    BookingExpired,
    BookingMoved,
    BookingReleased,
    HoldWithdrawn,
    LateMoneyRefused,
    MoveEnded,
    MoveMoneyRefused,
    OfferWithdrawn,
    OvertimeContested,
    OvertimeEnded,
    OvertimePaid,
    RequestDeclined,
)
from studiobook.db.transaction import in_transaction
from studiobook.outbox.models import Event
from studiobook.outbox.subscriptions import subscribe
from studiobook.payments.close import close_pages
from studiobook.payments.events import (
    PaymentsStarted,
    RefundAdopted,
    RefundRequested,
    RefundRetried,
)
from studiobook.payments.find_disputes import find_disputes as look_for_disputes
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.issue_invoice import bring_up_to_date
from studiobook.payments.mirror_payouts import mirror_all
from studiobook.payments.process_event import list_due_events, process_event
from studiobook.payments.reconcile import reconcile_due as reconcile
from studiobook.payments.refresh_due import refresh_due_accounts
from studiobook.payments.renew_grants import renew_grants as renew
from studiobook.payments.request_refund import request_refund
from studiobook.payments.revoked import list_unseen, retry_refunds_of
from studiobook.payments.settle import settle
from studiobook.payments.states import Reason
from studiobook.payments.submit_refund import submit_refund
from studiobook.values.money import Money

log = structlog.get_logger()

#: Facts that owe money back; each carries `refund_due_minor` and `currency`.
OWING = {
    BookingCancelled: Reason.CANCELLED,
    RequestDeclined: Reason.DECLINED,
    LateMoneyRefused: Reason.LATE,
    MoveMoneyRefused: Reason.MOVE_REFUSED,
    BookingMoved: Reason.MOVED,
}
#: Facts after which nobody waits for money any more.
ENDING = (
    BookingReleased,
    HoldWithdrawn,
    OfferWithdrawn,
    BookingExpired,
    BookingCancelled,
    MoveEnded,
    OvertimeContested,
    OvertimeEnded,
)

#: Facts after which an issued invoice may no longer say what was sold.
ALTERING = (RefundRequested, RefundAdopted, BookingMoved, OvertimePaid)

_REASONS = {fact.__name__: reason for fact, reason in OWING.items()}


def subscribe_all() -> None:
    """Hear of what owes money back and of what makes a payment page pointless."""
    for fact in OWING:
        subscribe(fact, owe_refund)
    for fact in ENDING:
        subscribe(fact, close_payment_pages)
    subscribe(RefundRequested, send_refund)
    for fact in ALTERING:
        subscribe(fact, correct_invoice)
    subscribe(RefundRetried, send_refund)
    subscribe(PaymentsStarted, send_held_up_refunds)


def owe_refund(event: Event) -> None:
    """Write down what a fact owes; sending it is the next event's matter."""
    amount = Money(event.data["refund_due_minor"], event.data["currency"])
    booking_id, reason = event.booking_id, _REASONS[event.name]
    if amount.minor <= 0 or booking_id is None:
        return
    in_transaction(
        lambda: request_refund(
            booking_id=booking_id,
            amount=amount,
            reason=reason,
            actor=event.actor,
            cause=f"event-{event.id}",
            now=clock.now(),
            counts_before=reason is Reason.CANCELLED,
        )
    )


def send_refund(event: Event) -> None:
    """Ask the provider for a refund that is owed."""
    submit_refund(refund_id=event.data["refund_id"], gateways=gateways(), now=clock.now())


def send_held_up_refunds(event: Event) -> None:
    """An account can be reached again: see and send what could not be while it could not."""
    account_id, now = event.data["account_id"], clock.now()
    in_transaction(lambda: retry_refunds_of(account_id=account_id, now=now))
    for charge_id in in_transaction(lambda: list_unseen(account_id)):
        settle(charge_id=charge_id, gateways=gateways(), now=now)


def close_payment_pages(event: Event) -> None:
    """Nobody waits for this money any more: make its page unpayable."""
    if event.booking_id is not None:
        close_pages(booking_id=event.booking_id, gateways=gateways(), now=clock.now())


def correct_invoice(event: Event) -> None:
    """Issue the credit note, and the corrected invoice, that a fact calls for."""
    booking_id = event.booking_id
    if booking_id is not None:
        in_transaction(lambda: bring_up_to_date(booking_id=booking_id, now=clock.now()))


def process_inbox_event(event_row_id: int) -> None:
    """What a worker runs when a webhook rang."""
    process_event(event_row_id=event_row_id, gateways=gateways(), now=clock.now())


def process_inbox() -> None:
    """Work on every event that is due, heard or not."""
    for event_row_id in in_transaction(lambda: list_due_events(now=clock.now())):
        try:
            process_inbox_event(event_row_id)
        except Exception:  # one bad event must not hold up the others
            log.exception("gateway_event_failed", row=event_row_id)


def mirror_payouts() -> None:
    """Read what the providers paid out, whether they told us or not."""
    mirror_all(gateways=gateways(), now=clock.now())


def renew_grants() -> None:
    """Renew our keys to owners' accounts before they run out."""
    renew(gateways=gateways(), now=clock.now())


def reconcile_due() -> None:
    """Read back whatever is undecided and due."""
    reconcile(gateways=gateways(), now=clock.now())


def find_disputes() -> None:
    """Ask for the disputes that nobody told us about."""
    look_for_disputes(gateways=gateways(), now=clock.now())


def refresh_accounts() -> None:
    """Look at owners' accounts whose check is due."""
    refresh_due_accounts(gateways=gateways(), now=clock.now())
