"""Overtime: claimed, withdrawn or settled in the console, contested by the guest."""

from functools import partial

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.bookings.errors import ClaimOver
from studiobook.bookings.forms.guests import ObjectionForm
from studiobook.bookings.forms.studios import OvertimeForm
from studiobook.bookings.models import Booking
from studiobook.bookings.overtime import (
    claim_overtime,
    contest_overtime,
    may_claim,
    price_overtime,
    withdraw_overtime,
)
from studiobook.bookings.pages.overtime import overtime_page
from studiobook.bookings.policies import can_see, get_attended, get_own
from studiobook.bookings.routes import blueprint
from studiobook.bookings.routes.act_on_session import act_on_session
from studiobook.bookings.routes.hold import service_fee
from studiobook.bookings.routes.show import respond_with
from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.teams.policies import Power
from studiobook.web.access import access, guarded_by, staff
from studiobook.web.grants import granted_codes
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

#: What the page offers, in half hours.
LENGTHS = (1, 2, 3, 4, 6, 8)
NOT_YET = "Overtime can be claimed for three days after the end of a session that was paid here."


@blueprint.get("/manage/bookings/<code>/overtime")
@access(staff)
def new_overtime(code: str) -> Response | BaseResponse:
    """The lengths and their amounts; one tap claims."""
    booking = _booking(code)
    if not may_claim(booking, now=clock.now()):
        flash(NOT_YET, "wait")
        return go_to(url_for("bookings.show_session", code=code))
    return _show(booking)


@blueprint.post("/manage/bookings/<code>/overtime")
@limits.told_guests
@access(staff)
def create_overtime(code: str) -> Response | BaseResponse:
    """Claim the amount that the button showed."""
    viewer, now = current_viewer(), clock.now()
    booking = _booking(code)
    form = OvertimeForm()
    if not form.validate_on_submit():
        return _show(booking, "Please choose a length from the list.", 422)
    booking_id = booking.id
    try:
        in_transaction(
            lambda: claim_overtime(
                booking_id,
                half_hours=form.half_hours.data or 0,
                fee=service_fee(),
                actor_id=viewer.user_id,
                expected_amount_minor=form.expected_amount.data,
                now=now,
            )
        )
    except DomainError as refusal:
        return _show(_booking(code), refusal.message, refusal.status)
    flash("Claimed. The guest gets a mail to pay or to say no.", "good")
    return go_to(url_for("bookings.show_session", code=code))


@blueprint.post("/manage/bookings/<code>/overtime/removal")
@access(staff)
def create_overtime_removal(code: str) -> BaseResponse:
    """Give the claim up."""
    word = "Withdrawn. The guest gets a mail."
    return act_on_session(code, withdraw_overtime, word, power=Power.RUN)


@blueprint.post("/manage/bookings/<code>/overtime/settlement")
@access(staff)
def create_overtime_settlement(code: str) -> BaseResponse:
    """It was paid at the desk."""
    settle = partial(withdraw_overtime, paid_there=True)
    return act_on_session(code, settle, "Noted: paid at the studio.", power=Power.RUN)


@blueprint.post("/bookings/<code>/overtime/objection")
@limits.told_guests
@access(guarded_by(can_see))
def create_objection(code: str) -> Response | BaseResponse:
    """The guest says no."""
    viewer, now = current_viewer(), clock.now()
    booking_id = get_own(code, viewer=viewer, granted_codes=granted_codes()).id
    form = ObjectionForm()
    if not form.validate_on_submit():
        return respond_with(code, objection=form, status=422)
    objection = form.objection.data or ""
    try:
        in_transaction(
            lambda: contest_overtime(
                booking_id, objection=objection, actor_id=viewer.user_id, now=now
            )
        )
    except ClaimOver as refusal:
        flash(refusal.message, "bad")
    else:
        flash("The studio has been told. Nothing is taken.", "good")
    return go_to(url_for("bookings.show_booking", code=code))


def _booking(code: str) -> Booking:
    return get_attended(code, viewer=current_viewer(), power=Power.RUN)


def _show(booking: Booking, warning: str | None = None, status: int = 200) -> Response:
    now = clock.now()
    prices = {}
    if may_claim(booking, now=now):
        prices = {n: price_overtime(booking, half_hours=n, fee=service_fee()) for n in LENGTHS}
    page = overtime_page(booking, prices, warning=warning)
    return respond("bookings/overtime.html", page, status)
