"""Looking at bookings: one, all of one's own, and the door that a mailed link opens."""

from urllib.parse import urlencode

from flask import Response, current_app, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.bookings.access_link import is_link_of
from studiobook.bookings.forms.guests import ObjectionForm
from studiobook.bookings.free_times import list_free_times
from studiobook.bookings.offered_again import offered_again
from studiobook.bookings.overtime import find_claim
from studiobook.bookings.pages.booking import booking_page
from studiobook.bookings.pages.listing import bookings_page
from studiobook.bookings.pay_link import is_live_link
from studiobook.bookings.policies import can_see, get_own, get_with_side
from studiobook.bookings.queries import (
    find_open_move,
    get_booking,
    list_events,
    list_past,
    list_upcoming,
)
from studiobook.bookings.release import release
from studiobook.bookings.routes import blueprint
from studiobook.bookings.states import Status
from studiobook.db.transaction import in_transaction
from studiobook.errors import NotFound
from studiobook.rooms.queries import find_day
from studiobook.values.wall_clock import to_local
from studiobook.web.access import access, guarded_by, public
from studiobook.web.grants import grant, granted_codes
from studiobook.web.htmx import go_to
from studiobook.web.pagination import page_asked
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

#: How a link names a time.
SLOT = ("date", "start", "hours", "fold")


@blueprint.get("/bookings")
@access(public)
def list_bookings() -> Response:
    """The account's bookings, or the browser's."""
    now, viewer, codes = clock.now(), current_viewer(), granted_codes()
    number = page_asked()
    past, count = list_past(viewer, codes, now=now, page=number)
    page = bookings_page(
        upcoming=list_upcoming(viewer, codes, now=now),
        past=past,
        count=count,
        number=number,
        now=now,
    )
    return respond("bookings/bookings.html", page)


@blueprint.get("/bookings/<code>")
@access(guarded_by(can_see))
def show_booking(code: str) -> Response:
    """The truth about one booking."""
    return respond_with(code)


def respond_with(
    code: str, *, objection: ObjectionForm | None = None, status: int = 200
) -> Response:
    """The page of a booking, with a refused `objection` as it was typed."""
    booking, side = get_with_side(code, viewer=current_viewer(), granted_codes=granted_codes())
    now, on_date = clock.now(), to_local(booking.slot.starts_at, booking.zone).date()
    asked = side == "guest" and booking.is_asked_to_move
    page = booking_page(
        booking,
        side=side,
        events=list_events(booking.id),
        move=find_open_move(booking.id),
        claim=find_claim(booking.id) if booking.status is Status.COMPLETED else None,
        free_today=find_day(booking.room_id, on_date),
        again=offered_again(booking),
        free_times=list_free_times(booking, now=now) if asked else (),
        objection=objection,
        now=now,
    )
    return respond("bookings/booking.html", page, status)


@blueprint.get("/bookings/<code>/access/<token>")
@access(public)
def show_access(code: str, token: str) -> BaseResponse:
    """A link from our mail: this browser may see the booking from now on. Changes no row.

    With `to=reschedule` it leads on to moving it, at the time that the link names.
    """
    booking = get_booking(code)
    if not is_link_of(booking, token, secret=current_app.config["SECRET_KEY"]):
        raise NotFound
    grant(booking.code)
    if request.args.get("to") == "reschedule":
        times = urlencode({name: request.args[name] for name in SLOT if name in request.args})
        return go_to(f"{url_for('bookings.show_reschedule', code=booking.code)}?{times}")
    is_to_be_paid = is_live_link(booking, now=clock.now())
    shown = "bookings.show_checkout" if is_to_be_paid else "bookings.show_booking"
    return go_to(url_for(shown, code=booking.code))


@blueprint.post("/bookings/<code>/release")
@access(guarded_by(can_see))
def create_release(code: str) -> BaseResponse:
    """The guest gives the hold up."""
    viewer, now = current_viewer(), clock.now()
    booking = get_own(code, viewer=viewer, granted_codes=granted_codes())
    booking_id = booking.id
    in_transaction(lambda: release(booking_id, actor_id=viewer.user_id, now=now))
    flash("You let the time go. Nothing was charged.", "info")
    return go_to(url_for("bookings.show_booking", code=code))
