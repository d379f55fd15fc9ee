"""What one takes away: the calendar entry. Papers about money are at home in payments."""

from urllib.parse import urlsplit

from flask import Response, current_app, url_for

from studiobook import clock
from studiobook.bookings.calendar_file import calendar_file
from studiobook.bookings.policies import can_see, get_with_side
from studiobook.bookings.routes import blueprint
from studiobook.bookings.states import PAID, Status
from studiobook.errors import NotFound
from studiobook.web.access import access, guarded_by
from studiobook.web.grants import granted_codes
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
