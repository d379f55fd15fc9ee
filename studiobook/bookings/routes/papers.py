"""What one takes away: the calendar entry and the receipt."""

from urllib.parse import urlsplit

from flask import Response, current_app, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.bookings.calendar_file import calendar_file
from studiobook.bookings.pages.receipt import receipt_page
from studiobook.bookings.policies import can_see, get_with_side
from studiobook.bookings.routes import blueprint
from studiobook.bookings.states import PAID, Status
from studiobook.errors import NotFound
from studiobook.web.access import access, guarded_by
from studiobook.web.grants import granted_codes
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/bookings/<code>.ics")
@access(guarded_by(can_see))
def show_calendar_file(code: str) -> Response:
    """The booking for a calendar program; only what is, or was, agreed."""
    booking, _side = get_with_side(code, viewer=current_viewer(), granted_codes=granted_codes())
    if booking.status not in PAID | {Status.CANCELLED}:
        raise NotFound
    base: str = current_app.config["BASE_URL"]
    text = calendar_file(
        booking,
        url=base + url_for("bookings.show_booking", code=booking.code),
        host=urlsplit(base).hostname or "localhost",
        now=clock.now(),
    )
    response = Response(text, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f"attachment; filename=booking-{booking.code}.ics"
    return response


@blueprint.get("/bookings/<code>/receipt")
@access(guarded_by(can_see))
def show_receipt(code: str) -> Response | BaseResponse:
    """The receipt; what is not paid shows itself instead."""
    booking, _side = get_with_side(code, viewer=current_viewer(), granted_codes=granted_codes())
    if booking.paid_at is None:
        return go_to(url_for("bookings.show_booking", code=booking.code))
    return respond("bookings/receipt.html", receipt_page(booking, paid_at=booking.paid_at))
