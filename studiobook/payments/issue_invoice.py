"""Issuing invoices: numbered without gaps, never changed, corrected by credit notes."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.states import BOOKED
from studiobook.db.base import db
from studiobook.payments.errors import NothingToInvoice
from studiobook.payments.fee_share import fee_share
from studiobook.payments.invoice_content import content_of, says_the_same, tax_in
from studiobook.payments.models import (
    Charge,
    Invoice,
    InvoiceBuyer,
    InvoiceKind,
    InvoiceSeries,
    Refund,
)
from studiobook.payments.states import BESIDE, ChargeState, Reason, RefundState


def make_out_to(*, booking_id: int, company_name: str, address: str, tax_number: str) -> None:
    """Keep whom the booking's next invoice is made out to."""
    said = {"company_name": company_name, "address": address, "tax_number": tax_number}
    db.session.execute(
        insert(InvoiceBuyer)
        .values(booking_id=booking_id, **said)
        .on_conflict_do_update(index_elements=["booking_id"], set_=said)
    )


def may_be_invoiced(booking: Booking) -> bool:
    """Whether it was sold: paid, and the slot was the guest's."""
    return booking.paid_at is not None and booking.status in BOOKED and booking.total_minor > 0


def issue_invoice(*, booking_id: int, now: datetime) -> Invoice:
    """The invoice that stands for a booking; asked for twice, it is the same one.

    What no longer says what was sold, and to whom, is taken back whole by a credit note and issued
    anew; what went back of the price is credited. Raises NothingToInvoice.
    """
    booking = lock_booking(booking_id)
    if not may_be_invoiced(booking):
        raise NothingToInvoice
    content = content_of(booking, db.session.get(InvoiceBuyer, booking_id))
    standing = find_standing(booking_id)
    if standing is not None and not _still_true(standing, booking, content):
        _credit(standing, standing.total_minor - _credited(standing), replaces=True, now=now)
        standing = None
    if standing is None:
        standing = _issue(booking, content, now)
    if (back := booking.total_minor - _kept(booking) - _credited(standing)) > 0:
        _credit(standing, back, replaces=False, now=now)
    return standing


def bring_up_to_date(*, booking_id: int, now: datetime) -> None:
    """Correct and credit what has been issued for a booking, if anything has."""
    if find_standing(booking_id) is not None:
        issue_invoice(booking_id=booking_id, now=now)


def find_standing(booking_id: int) -> Invoice | None:
    """The invoice that no other one has replaced."""
    replaced = select(Invoice.corrects_id).where(Invoice.replaces)
    return db.session.scalar(
        select(Invoice)
        .where(
            Invoice.booking_id == booking_id,
            Invoice.kind == InvoiceKind.INVOICE,
            Invoice.id.not_in(replaced),
        )
        .order_by(Invoice.id.desc())
        .limit(1)
    )


def list_invoices(booking_id: int) -> list[Invoice]:
    """Everything that was issued for a booking, oldest first."""
    return list(
        db.session.scalars(
            select(Invoice).where(Invoice.booking_id == booking_id).order_by(Invoice.id)
        )
    )


def _still_true(standing: Invoice, booking: Booking, content: dict[str, Any]) -> bool:
    # Less may have been given back than was credited: a provider's own refund that failed.
    too_much = _credited(standing) > booking.total_minor - _kept(booking)
    return says_the_same(standing.content_json, content) and not too_much


def _kept(booking: Booking) -> int:
    """What is left of the price when all that is owed back has arrived, in minor units."""
    charges = db.session.scalars(
        select(Charge).where(Charge.booking_id == booking.id, Charge.state == ChargeState.CAPTURED)
    ).all()
    if not charges:
        return booking.total_minor - (booking.refund_due_minor or 0)
    taken = sum(charge.captured_minor or 0 for charge in charges)
    back = sum(
        refund.amount_minor for charge in charges for refund in charge.refunds if _is_owed(refund)
    )
    return max(0, min(taken - back, booking.total_minor))


def _is_owed(refund: Refund) -> bool:
    failed = refund.state in (RefundState.FAILED, RefundState.CANCELLED)
    return not (failed and refund.reason == Reason.PROVIDER) and refund.refusal != BESIDE


def _credited(invoice: Invoice) -> int:
    return sum(_credits(invoice, Invoice.total_minor))


def _credits(invoice: Invoice, column: Any) -> list[int]:
    return list(db.session.scalars(select(column).where(Invoice.corrects_id == invoice.id)))


def _issue(booking: Booking, content: dict[str, Any], now: datetime) -> Invoice:
    return _number(
        booking_id=booking.id,
        company_id=booking.studio.company_id,
        kind=InvoiceKind.INVOICE,
        currency=booking.currency,
        total_minor=booking.total_minor,
        tax_minor=tax_in(content),
        content_json=content,
        issued_at=now,
    )


def _credit(invoice: Invoice, minor: int, *, replaces: bool, now: datetime) -> None:
    """A credit note over a part of an invoice, with the tax's share of it."""
    if minor <= 0:
        return
    tax = fee_share(
        fee=invoice.tax_minor,
        captured=invoice.total_minor,
        given=_credited(invoice),
        given_fee=sum(_credits(invoice, Invoice.tax_minor)),
        amount=minor,
    )
    _number(
        booking_id=invoice.booking_id,
        company_id=invoice.company_id,
        kind=InvoiceKind.CREDIT_NOTE,
        corrects_id=invoice.id,
        replaces=replaces,
        currency=invoice.currency,
        total_minor=minor,
        tax_minor=tax,
        content_json=invoice.content_json,
        issued_at=now,
    )


def _number(*, company_id: int, kind: InvoiceKind, **said: Any) -> Invoice:
    """With the next number; whoever comes meanwhile waits, and a failure gives it back."""
    number = db.session.scalar(
        insert(InvoiceSeries)
        .values(company_id=company_id, kind=kind, last_number=1)
        .on_conflict_do_update(
            index_elements=["company_id", "kind"],
            set_={"last_number": InvoiceSeries.last_number + 1},
        )
        .returning(InvoiceSeries.last_number)
    )
    invoice = Invoice(company_id=company_id, kind=kind, number=number, **said)
    db.session.add(invoice)
    db.session.flush()
    return invoice
