"""Which mail follows which fact about money: to the owners, and to the guest where it is theirs."""

from typing import Any

from flask import current_app

from studiobook.bookings.access_link import path_to
from studiobook.bookings.models import Booking
from studiobook.companies.queries import list_owners
from studiobook.db.base import db
from studiobook.mail.compose import compose
from studiobook.mail.transports import send
from studiobook.outbox.models import Event
from studiobook.outbox.subscriptions import subscribe
from studiobook.payments.events import (
    DisputeLost,
    DisputeOpened,
    DisputeWon,
    PaymentsStarted,
    PaymentsStopped,
    PayoutFailed,
    RefundFailed,
    RefundRequested,
)
from studiobook.payments.evidence import deadline, where_to_answer
from studiobook.payments.models import Dispute, PaymentAccount, Payout, Refund
from studiobook.payments.payout_pages.words import why
from studiobook.payments.payout_queries import list_accounts
from studiobook.payments.states import Reason, RefundState
from studiobook.users.models import User
from studiobook.values.one_line import one_line
from studiobook.web.templating import day

SESSION = "/manage/bookings/{}"
_DISPUTES = {
    DisputeOpened.__name__: "dispute_opened",
    DisputeWon.__name__: "dispute_won",
    DisputeLost.__name__: "dispute_lost",
}
#: Each with what has to be true of the account still when the mail leaves.
_ACCOUNTS = {
    PaymentsStarted.__name__: ("payments_started", True),
    PaymentsStopped.__name__: ("payments_stopped", False),
}


def subscribe_all() -> None:
    """Let the mails hear of the facts."""
    for fact in (DisputeOpened, DisputeWon, DisputeLost):
        subscribe(fact, write_about_dispute)
    subscribe(RefundFailed, write_about_failed_refund)
    for change in (PaymentsStarted, PaymentsStopped):
        subscribe(change, write_about_account)
    subscribe(PayoutFailed, write_about_failed_payout)
    subscribe(RefundRequested, write_about_gift)


def write_about_dispute(event: Event) -> None:
    """Tell the owners what a bank did, and by when and where they can answer it."""
    dispute = db.session.get_one(Dispute, event.data["dispute_id"])
    booking, due = dispute.charge.booking, dispute.evidence_due_at
    for owner in _owners(booking.studio.company_id):
        _write_of_booking(
            _DISPUTES[event.name],
            event,
            booking,
            owner,
            amount=dispute.amount,
            is_inquiry=event.data.get("is_inquiry", False),
            deadline=deadline(day(due, booking.zone) if due else None),
            where=where_to_answer(dispute.gateway),
        )


def write_about_account(event: Event) -> None:
    """Tell the owners that guests can pay, or that they can’t and why, while it is still so."""
    account = db.session.get_one(PaymentAccount, event.data["account_id"])
    name, can_charge = _ACCOUNTS[event.name]
    if account.can_charge is not can_charge or account.closed_at is not None:
        return
    for owner in _owners(account.company_id):
        _write(
            name,
            event,
            owner,
            path="/manage/payments",
            company=one_line(account.company.name),
            provider=account.gateway.capitalize(),
            is_access="access" in account.needs,
            is_sandbox=account.gateway == "sandbox",
            is_another=len(list_accounts(account.company_id)) > 1,
        )


def write_about_failed_payout(event: Event) -> None:
    """Tell every owner of the company, with what they can do."""
    payout = db.session.get_one(Payout, event.data["payout_id"])
    company = payout.account.company
    for owner in _owners(company.id):
        _write(
            "payout_failed",
            event,
            owner,
            path=f"/manage/payouts/{payout.id}",
            company=one_line(company.name),
            amount=payout.amount,
            why=why(payout.failure),
        )


def write_about_failed_refund(event: Event) -> None:
    """Tell the guest, and the owners what they can mend, while it is still so."""
    refund = db.session.get_one(Refund, event.data["refund_id"])
    booking = refund.charge.booking
    if refund.state is not RefundState.FAILED:
        return
    facts: dict[str, Any] = {"amount": refund.amount, "refusal": refund.refusal}
    if event.data.get("was_paid"):
        _write_to_guest("refund_returned", event, booking, **facts)
    for owner in _owners(booking.studio.company_id):
        _write_of_booking("refund_failed_owner", event, booking, owner, **facts)


def write_about_gift(event: Event) -> None:
    """Tell the guest what the studio gives back; other refunds come with news of their own."""
    refund = db.session.get_one(Refund, event.data["refund_id"])
    if refund.reason == Reason.GOODWILL:
        _write_to_guest("refund_given", event, refund.charge.booking, amount=refund.amount)


def _write_to_guest(name: str, event: Event, booking: Booking, **facts: Any) -> None:
    if not booking.guest_email:
        return
    send(
        compose(
            f"payments/{name}",
            to_address=booking.guest_email,
            to_name=booking.guest_name,
            identity=f"payment-{event.id}-guest",
            url=_absolute(path_to(booking, secret=current_app.config["SECRET_KEY"])),
            booking=booking,
            **facts,
        )
    )


def _owners(company_id: int) -> list[User]:
    owners = [one.user for one in list_owners([company_id])]
    return [owner for owner in owners if owner.suspended_at is None]


def _write_of_booking(name: str, event: Event, booking: Booking, owner: User, **facts: Any) -> None:
    payments_url = _absolute(f"/manage/studios/{booking.studio.slug}/payments")
    path = SESSION.format(booking.code)
    _write(name, event, owner, path=path, booking=booking, payments_url=payments_url, **facts)


def _write(name: str, event: Event, owner: User, *, path: str, **facts: Any) -> None:
    send(
        compose(
            f"payments/{name}",
            to_address=owner.email,
            to_name=owner.name,
            identity=f"payment-{event.id}-owner-{owner.id}",
            url=_absolute(path),
            **facts,
        )
    )


def _absolute(path: str) -> str:
    base: str = current_app.config["BASE_URL"]
    return base + path
