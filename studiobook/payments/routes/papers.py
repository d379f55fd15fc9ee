"""/bookings/<code>/receipt, and as a file: what was paid and what went back, as it stands."""

from dataclasses import dataclass

from flask import Response, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook.bookings.models import Booking
from studiobook.bookings.policies import can_see, get_with_side
from studiobook.extensions import limiter
from studiobook.payments.gateways.protocol import UnknownGateway
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.papers.movements import Movements, movements_of
from studiobook.payments.papers.receipt import receipt_of
from studiobook.payments.papers.wording import back_to
from studiobook.payments.routes import blueprint
from studiobook.web.access import access, guarded_by
from studiobook.web.components import Link
from studiobook.web.grants import granted_codes
from studiobook.web.htmx import go_to
from studiobook.web.paper import Paper
from studiobook.web.paper_pdf import as_pdf
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

#: A press takes most of a second of a whole processor.
PRESSES = "20 per minute"


@dataclass(frozen=True)
class PaperPage:
    """A paper and the ways from it; `notices` are for the screen only."""

    paper: Paper
    ways: tuple[Link, ...]
    notices: tuple[str, ...] = ()


@blueprint.get("/bookings/<code>/receipt")
@access(guarded_by(can_see))
def show_receipt(code: str) -> Response | BaseResponse:
    """All money of the booking; what nobody has paid shows itself instead."""
    booking, movements = _find(code)
    if not _is_paid(booking, movements):
        return go_to(back_to(booking).href)
    file = Link("Download as PDF", url_for("payments.show_receipt_file", code=booking.code))
    paper = receipt_of(booking, movements, named=gateway_name)
    return respond("payments/paper.html", PaperPage(paper, (file, back_to(booking))))


@blueprint.get("/bookings/<code>/receipt.pdf")
@limiter.limit(PRESSES)
@access(guarded_by(can_see))
def show_receipt_file(code: str) -> Response | BaseResponse:
    """The same to keep."""
    booking, movements = _find(code)
    if not _is_paid(booking, movements):
        return go_to(back_to(booking).href)
    paper = receipt_of(booking, movements, named=gateway_name)
    return pdf_answer(paper, name=f"receipt-{booking.code}")


def pdf_answer(paper: Paper, *, name: str) -> Response:
    """The paper as a file, shown where the browser can and not kept on the way."""
    answer = Response(as_pdf(paper), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def gateway_name(gateway: str) -> str:
    """What people call a provider, whether or not it is still used here."""
    try:
        return gateways().named(gateway).label
    except UnknownGateway:
        return gateway.title()


def _find(code: str) -> tuple[Booking, Movements]:
    booking, _side = get_with_side(code, viewer=current_viewer(), granted_codes=granted_codes())
    return booking, movements_of(booking)


def _is_paid(booking: Booking, movements: Movements) -> bool:
    return booking.paid_at is not None or bool(movements.charges)
