"""/bookings/<code>/invoice: asked for by a form, then a paper that never changes, and a file."""

from dataclasses import dataclass

from flask import Response, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.bookings.models import Booking
from studiobook.bookings.policies import can_see, get_with_side
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.errors import NotFound
from studiobook.extensions import limiter
from studiobook.payments.issue_invoice import (
    find_standing,
    issue_invoice,
    list_invoices,
    make_out_to,
    may_be_invoiced,
)
from studiobook.payments.models import Invoice, InvoiceBuyer, InvoiceKind
from studiobook.payments.papers.buyer_form import BuyerForm
from studiobook.payments.papers.invoice import TITLES, invoice_paper
from studiobook.payments.papers.wording import back_to
from studiobook.payments.routes import blueprint
from studiobook.payments.routes.papers import PRESSES, PaperPage, pdf_answer
from studiobook.web.access import access, guarded_by
from studiobook.web.components import Link
from studiobook.web.grants import granted_codes
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@dataclass(frozen=True)
class BuyerPage:
    """The form before the invoice; `standing` is the one that it would replace."""

    title: str
    name: str
    form: BuyerForm
    action: str
    standing: str | None
    back: Link


@blueprint.get("/bookings/<code>/invoice")
@access(guarded_by(can_see))
def show_invoice(code: str) -> Response:
    """The invoice that stands; before there is one, the form that asks for it."""
    booking = _sold(code)
    standing = find_standing(booking.id)
    return _ask(booking, None) if standing is None else _show(booking, standing)


@blueprint.get("/bookings/<code>/invoice/details")
@access(guarded_by(can_see))
def edit_invoice(code: str) -> Response:
    """The same form, to have it made out to somebody else."""
    booking = _sold(code)
    return _ask(booking, find_standing(booking.id))


@blueprint.post("/bookings/<code>/invoice")
@limiter.limit("20 per hour")
@access(guarded_by(can_see))
def create_invoice(code: str) -> Response | BaseResponse:
    """Issue it. Pressed twice, it is the same; made out to somebody else, a corrected one."""
    booking, form = _sold(code), BuyerForm()
    if not form.validate_on_submit():
        return _ask(booking, find_standing(booking.id), form, 422)

    def work() -> None:
        make_out_to(booking_id=booking.id, **form.said())
        issue_invoice(booking_id=booking.id, now=clock.now())

    in_transaction(work)
    return go_to(url_for("payments.show_invoice", code=booking.code))


@blueprint.get("/bookings/<code>/invoice.pdf")
@limiter.limit(PRESSES)
@access(guarded_by(can_see))
def show_invoice_file(code: str) -> Response | BaseResponse:
    """The one that stands, to keep; before there is one, the form."""
    booking = _sold(code)
    standing = find_standing(booking.id)
    if standing is None:
        return go_to(url_for("payments.show_invoice", code=booking.code))
    return _file(booking, standing)


@blueprint.get("/bookings/<code>/invoice/<label>")
@access(guarded_by(can_see))
def show_issued(code: str, label: str) -> Response:
    """Any invoice or credit note of the booking, by its number."""
    booking = _sold(code)
    return _show(booking, _labelled(booking, label))


@blueprint.get("/bookings/<code>/invoice/<label>.pdf")
@limiter.limit(PRESSES)
@access(guarded_by(can_see))
def show_issued_file(code: str, label: str) -> Response:
    """The same to keep."""
    booking = _sold(code)
    return _file(booking, _labelled(booking, label))


def _sold(code: str) -> Booking:
    booking, _side = get_with_side(code, viewer=current_viewer(), granted_codes=granted_codes())
    if not may_be_invoiced(booking):
        raise NotFound
    return booking


def _labelled(booking: Booking, label: str) -> Invoice:
    found = [one for one in list_invoices(booking.id) if one.label == label.upper()]
    if not found:
        raise NotFound
    return found[0]


def _file(booking: Booking, invoice: Invoice) -> Response:
    paper = invoice_paper(invoice, related=list_invoices(booking.id), paid_at=booking.paid_at)
    return pdf_answer(paper, name=invoice.label)


def _show(booking: Booking, invoice: Invoice) -> Response:
    issued = list_invoices(booking.id)
    paper = invoice_paper(invoice, related=issued, paid_at=booking.paid_at)
    return respond("payments/paper.html", PaperPage(paper, tuple(_ways(booking, invoice, issued))))


def _ways(booking: Booking, invoice: Invoice, issued: list[Invoice]) -> list[Link]:
    file = _href(booking, invoice, "payments.show_issued_file")
    others = [
        Link(f"{TITLES[one.kind]} {one.label}", _href(booking, one, "payments.show_issued"))
        for one in issued
        if one is not invoice
    ]
    change = url_for("payments.edit_invoice", code=booking.code)
    is_last = invoice.kind is InvoiceKind.INVOICE and _is_last(invoice, issued)
    return [
        Link("Download as PDF", file),
        *others,
        *([Link("Change whom it is made out to", change)] if is_last else []),
        Link("Receipt", url_for("payments.show_receipt", code=booking.code)),
        back_to(booking),
    ]


def _is_last(invoice: Invoice, issued: list[Invoice]) -> bool:
    """Whether no corrected one has followed."""
    return invoice.id == max(one.id for one in issued if one.kind is InvoiceKind.INVOICE)


def _href(booking: Booking, invoice: Invoice, endpoint: str) -> str:
    return url_for(endpoint, code=booking.code, label=invoice.label.lower())


def _ask(
    booking: Booking, standing: Invoice | None, form: BuyerForm | None = None, status: int = 200
) -> Response:
    buyer = db.session.get(InvoiceBuyer, booking.id)
    page = BuyerPage(
        title="The invoice" if standing is None else "A corrected invoice",
        name=booking.guest_name,
        form=form or BuyerForm.filled(buyer),
        action=url_for("payments.create_invoice", code=booking.code),
        standing=None if standing is None else standing.label,
        back=back_to(booking),
    )
    return respond("payments/invoice_form.html", page, status)
