"""/manage/bookings/<code>/refund: giving back a part or all of it, because the studio wants to."""

import secrets

from flask import Response, flash, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.bookings.models import Booking
from studiobook.bookings.policies import get_attended
from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.payments.errors import LeftChanged, NothingToRefund, PaymentDisputed
from studiobook.payments.forms import RefundForm, RefundOnceForm
from studiobook.payments.pages.refund import refund_page
from studiobook.payments.refund_booking import left_to_refund, refund_booking, require_refundable
from studiobook.payments.routes import blueprint
from studiobook.teams.policies import Power
from studiobook.values.money import Money
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.templating import money
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/bookings/<code>/refund")
@access(staff)
def show_refund(code: str) -> Response:
    """The form; with an amount in the address the exact sums and the button, too."""
    booking = _booking(code)
    try:
        require_refundable(booking)
    except DomainError as refusal:
        return respond("payments/refund.html", refund_page(booking, None, refusal=refusal.message))
    return _show(booking)


@blueprint.post("/manage/bookings/<code>/refund")
@limits.told_guests
@access(staff)
def create_refund(code: str) -> Response | BaseResponse:
    """Refund what the page showed, once."""
    booking = _booking(code)
    form = RefundOnceForm()
    # The button repeats what was shown: what is left by now is the verb's question.
    form.left = Money(form.expected_left.data or 0, booking.currency)
    if not form.validate_on_submit():
        return _show(booking, warning="Please look at the sums once more.", status=422)
    try:
        _refund(booking, form)
    except LeftChanged as changed:
        return _show(_booking(code), warning=changed.message, status=changed.status)
    except (PaymentDisputed, NothingToRefund) as refusal:
        page = refund_page(_booking(code), None, refusal=refusal.message)
        return respond("payments/refund.html", page, refusal.status)
    flash(f"{money(form.money)} goes back to the guest, by the way it was paid.", "good")
    return go_to(url_for("bookings.show_session", code=code))


def _refund(booking: Booking, form: RefundOnceForm) -> None:
    booking_id, viewer = booking.id, current_viewer()
    in_transaction(
        lambda: refund_booking(
            booking_id=booking_id,
            amount=form.money,
            expected_left=form.left,
            studio_bears_fee=form.studio_bears_fee,
            note=form.note.data or "",
            token=form.token.data or "",
            actor_id=viewer.user_id,
            now=clock.now(),
        )
    )


def _booking(code: str) -> Booking:
    return get_attended(code, viewer=current_viewer(), power=Power.RUN)


def _show(booking: Booking, *, warning: str | None = None, status: int = 200) -> Response:
    left = left_to_refund(booking)
    given = request.args if request.method == "GET" else MultiDict()
    form = RefundForm(formdata=given or None, meta={"csrf": False})
    form.left = left
    if not given:
        form.amount.data = left.major
    is_asked = bool(given) and form.validate()
    status = 422 if given and not is_asked else status
    token = secrets.token_hex(16) if is_asked else ""
    page = refund_page(booking, form, token=token, warning=warning)
    return respond("payments/refund.html", page, status)
