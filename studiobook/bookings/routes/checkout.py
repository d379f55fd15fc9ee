"""The checkout: who comes, then on to paying."""

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.bookings.errors import HoldLapsed
from studiobook.bookings.forms.guests import CheckoutForm, Guest
from studiobook.bookings.identify import identify
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.checkout import checkout_page
from studiobook.bookings.pages.truth import is_live_hold
from studiobook.bookings.policies import can_see, get_own
from studiobook.bookings.routes import blueprint
from studiobook.bookings.states import NotInThatState
from studiobook.db.transaction import in_transaction
from studiobook.extensions import limiter
from studiobook.users.viewer import Viewer
from studiobook.web.access import access, guarded_by
from studiobook.web.grants import granted_codes
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/bookings/<code>/checkout")
@access(guarded_by(can_see))
def show_checkout(code: str) -> Response | BaseResponse:
    """The form, filled with what is known; a booking that is not held shows itself instead."""
    viewer = current_viewer()
    booking = get_own(code, viewer=viewer, granted_codes=granted_codes())
    if not is_live_hold(booking, clock.now()):
        return go_to(url_for("bookings.show_booking", code=booking.code))
    guest = Guest.known(
        name=booking.guest_name,
        email=booking.guest_email,
        phone=booking.guest_phone,
        note=booking.note,
        user=viewer.user,
    )
    return _show(booking, CheckoutForm(formdata=None, obj=guest), viewer)


@blueprint.post("/bookings/<code>/checkout")
@limiter.limit("20 per minute")
@limits.checkouts
@access(guarded_by(can_see))
def update_checkout(code: str) -> Response | BaseResponse:
    """Write the guest down and pass the same request on to paying (307 keeps it a POST)."""
    viewer, now = current_viewer(), clock.now()
    booking = get_own(code, viewer=viewer, granted_codes=granted_codes())
    form = CheckoutForm()
    if not is_live_hold(booking, now):
        return _to_booking(booking.code)
    if not form.validate_on_submit():
        return _show(booking, form, viewer, 422)
    try:
        in_transaction(lambda: _identify(code, form, viewer))
    except (HoldLapsed, NotInThatState):
        return _to_booking(code)
    return redirect(f"/bookings/{booking.code}/payment", 307)


def _identify(code: str, form: CheckoutForm, viewer: Viewer) -> None:
    identify(
        booking=get_own(code, viewer=viewer, granted_codes=granted_codes()),
        name=form.name.data or "",
        email=form.email.data or "",
        phone=form.phone.data or "",
        note=form.note.data or "",
        viewer=viewer,
        now=clock.now(),
    )


def _to_booking(code: str) -> BaseResponse:
    flash("Your hold had ended, so nothing was sent.", "wait")
    return go_to(url_for("bookings.show_booking", code=code))


def _show(booking: Booking, form: CheckoutForm, viewer: Viewer, status: int = 200) -> Response:
    page = checkout_page(booking, form, is_signed_in=viewer.user is not None, now=clock.now())
    return respond("bookings/checkout.html", page, status)
