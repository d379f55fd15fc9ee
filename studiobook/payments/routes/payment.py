"""/bookings/<code>/payment: off to the provider's page, and back from it."""

import structlog
from flask import current_app, flash, url_for
from werkzeug.wrappers import Response

from studiobook import clock
from studiobook.bookings.models import Booking
from studiobook.bookings.policies import can_see, get_own
from studiobook.extensions import limiter
from studiobook.payments.errors import CannotPay
from studiobook.payments.gateways.protocol import GatewayError
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.open_checkout import open_checkout
from studiobook.payments.queries import find_payable
from studiobook.payments.routes import blueprint
from studiobook.payments.settle import settle
from studiobook.web.access import access, guarded_by
from studiobook.web.grants import granted_codes
from studiobook.web.htmx import go_to
from studiobook.web.viewer import current_viewer

log = structlog.get_logger()


@blueprint.post("/bookings/<code>/payment")
@limiter.limit("20 per minute")
@access(guarded_by(can_see))
def create_payment(code: str) -> Response:
    """Go to the page to pay on; pressed twice, it is the same page."""
    booking = _own_booking(code)
    try:
        page_url = open_checkout(
            booking_id=booking.id,
            success_url=_absolute("payments.show_payment", booking.code),
            cancel_url=_absolute("bookings.show_booking", booking.code),
            gateways=gateways(),
            now=clock.now(),
        )
    except CannotPay as refusal:
        # Paid meanwhile, or over: the booking's page tells which, and what can be done.
        flash(refusal.message, "bad")
        return go_to(url_for("bookings.show_booking", code=code))
    return go_to(page_url)


@blueprint.get("/bookings/<code>/payment")
@access(guarded_by(can_see))
def show_payment(code: str) -> Response:
    """Back from the provider: read the truth once, then tell it on the booking's page.

    Nothing is taken from the address, so that following it by chance changes nothing that the
    reconciler would not change as well.
    """
    booking = _own_booking(code)
    charge = find_payable(booking.id)
    if charge is not None:
        try:
            settle(charge_id=charge.id, gateways=gateways(), now=clock.now())
        except GatewayError as error:
            log.info("payment_not_read_on_return", reason=type(error).__name__)
    return go_to(url_for("bookings.show_booking", code=code))


def _own_booking(code: str) -> Booking:
    return get_own(code, viewer=current_viewer(), granted_codes=granted_codes())


def _absolute(endpoint: str, code: str) -> str:
    base: str = current_app.config["BASE_URL"]
    return base + url_for(endpoint, code=code)
