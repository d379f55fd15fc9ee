"""Cancelling: the preview says what comes back, the button does exactly that."""

from collections.abc import Callable
from typing import cast

from flask import Response, current_app, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.bookings.cancel import cancel
from studiobook.bookings.errors import RefundChanged, SessionStarted
from studiobook.bookings.forms.guests import CancelForm
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.cancellation import cancellation_page
from studiobook.bookings.policies import Side, can_see, get_with_side
from studiobook.bookings.routes import blueprint
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.transaction import in_transaction
from studiobook.values.money import Money
from studiobook.web.access import access, guarded_by
from studiobook.web.grants import granted_codes
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.templating import money
from studiobook.web.viewer import current_viewer


@blueprint.get("/bookings/<code>/cancellation")
@access(guarded_by(can_see))
def show_cancellation(code: str) -> Response | BaseResponse:
    """The exact refund before the button; what can't be cancelled shows itself instead."""
    booking, side = get_with_side(code, viewer=current_viewer(), granted_codes=granted_codes())
    if booking.status is not Status.CONFIRMED:
        return go_to(url_for("bookings.show_booking", code=booking.code))
    return respond(
        "bookings/cancellation.html", cancellation_page(booking, side=side, now=clock.now())
    )


@blueprint.post("/bookings/<code>/cancellation")
@access(guarded_by(can_see))
def create_cancellation(code: str) -> Response | BaseResponse:
    """Cancel for the refund that the page showed; when that has changed, show the new one."""
    viewer = current_viewer()
    booking, side = get_with_side(code, viewer=viewer, granted_codes=granted_codes())
    form = CancelForm()
    expected = form.expected_refund.data if form.validate_on_submit() else None
    if expected is None:
        return _again(booking, side, "Please look at the refund once more.", 422)
    booking_id = booking.id
    try:
        done = in_transaction(
            lambda: cancel(
                booking_id,
                by=side,
                actor_id=viewer.user_id,
                expected_refund_minor=expected,
                now=clock.now(),
            )
        )
    except RefundChanged as changed:
        booking, side = get_with_side(code, viewer=viewer, granted_codes=granted_codes())
        return _again(booking, side, changed.message, changed.status)
    except (NotInThatState, SessionStarted) as refusal:
        flash(refusal.message, "bad")
        return go_to(url_for("bookings.show_booking", code=code))
    back = Money(done.refund_due_minor or 0, done.currency)
    gone_before = cast("Callable[..., str]", current_app.jinja_env.globals["gone_before"])
    gone = gone_before(done, back)
    told = f"Cancelled. {money(back)} goes back. {gone}" if done.paid_at else "Cancelled."
    flash(told.strip(), "good")
    return go_to(url_for("bookings.show_booking", code=code))


def _again(booking: Booking, side: Side, warning: str, status: int) -> Response:
    page = cancellation_page(booking, side=side, now=clock.now(), warning=warning)
    return respond("bookings/cancellation.html", page, status)
