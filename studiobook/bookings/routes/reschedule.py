"""Moving a booking: choose a day, a time, see the difference, confirm."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.bookings.forms.slots import DayForm, MoveForm, SlotForm
from studiobook.bookings.forms.studios import StudioMoveForm
from studiobook.bookings.make_move import Proposal
from studiobook.bookings.models import Booking, Move
from studiobook.bookings.pages.reschedule import reschedule_page
from studiobook.bookings.pages.wording import moment, until, when
from studiobook.bookings.policies import Side, can_see, get_run, get_with_side
from studiobook.bookings.reschedule import may_move, propose, reschedule
from studiobook.bookings.routes import blueprint
from studiobook.bookings.routes.hold import service_fee
from studiobook.bookings.states import Status
from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.rooms.queries import rules_of
from studiobook.values.wall_clock import AmbiguousTime, BadTime, GapTime, to_local
from studiobook.web.access import access, guarded_by, staff
from studiobook.web.grants import granted_codes
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

CHOOSE = "Please choose a time from the list."
BEGUN = "The session has begun, so it can't be moved any more."
OVER = "Only a confirmed booking can be moved."
NOT_ALONE = "It is too close to the session to move it yourself. Please ask the studio."
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 1, 1)


@dataclass(frozen=True)
class _View:
    """What the page is to show beside the booking."""

    on_date: date
    half_hours: int
    proposal: Proposal | None = None
    warning: str | None = None


@blueprint.get("/bookings/<code>/reschedule")
@access(guarded_by(can_see))
def show_reschedule(code: str) -> Response | BaseResponse:
    """Free times of a day; with a start in the address also what it would cost."""
    now = clock.now()
    booking, side = get_with_side(code, viewer=current_viewer(), granted_codes=granted_codes())
    if not may_move(booking, by=side, now=now):
        return _not_alone(booking)
    if side == "owner":
        return go_to(url_for("bookings.show_move", code=booking.code))
    return _show(booking, _asked_for(booking, now), now)


@blueprint.get("/manage/bookings/<code>/move")
@access(staff)
def show_move(code: str) -> Response | BaseResponse:
    """The same for the studio: with a start in the address, also how the difference is settled."""
    now = clock.now()
    booking = get_run(code, viewer=current_viewer())
    if not may_move(booking, by="owner", now=now):
        return _session_over(booking)
    return _show(booking, _asked_for(booking, now), now, by="owner")


@blueprint.post("/manage/bookings/<code>/move")
@limits.told_guests
@access(staff)
def create_move(code: str) -> Response | BaseResponse:
    """Move it at once, or keep the new time until the guest has paid the difference."""
    booking = get_run(code, viewer=current_viewer())
    if not may_move(booking, by="owner", now=clock.now()):
        return _session_over(booking)
    return _create(code, booking, StudioMoveForm(), "owner")


@blueprint.post("/bookings/<code>/reschedule")
@limits.told_guests
@access(guarded_by(can_see))
def create_reschedule(code: str) -> Response | BaseResponse:
    """Move at once, or hold the new time until the difference is paid."""
    now, viewer = clock.now(), current_viewer()
    booking, side = get_with_side(code, viewer=viewer, granted_codes=granted_codes())
    if not may_move(booking, by=side, now=now):
        return _not_alone(booking)
    return _create(code, booking, MoveForm(), side)


def _create(code: str, booking: Booking, form: MoveForm, side: Side) -> Response | BaseResponse:
    now, viewer = clock.now(), current_viewer()
    view = _view_of(booking, form.data.get("date"), form.data.get("hours"))
    if not form.validate_on_submit() or form.expected_difference.data is None:
        reasons = form.reason.errors if isinstance(form, StudioMoveForm) else ()
        return _show(booking, _warn(view, str(next(iter(reasons), CHOOSE))), now, 422, side)
    try:
        slot = form.slot_in(booking.zone)
    except BadTime as error:
        return _show(booking, _warn(view, _said(error, booking.zone)), now, 422, side)
    booking_id, expected = booking.id, form.expected_difference.data
    because = form.waive_because if isinstance(form, StudioMoveForm) else None

    def act() -> Move:
        return reschedule(
            booking_id,
            slot=slot,
            by=side,
            actor_id=viewer.user_id,
            fee=service_fee(),
            expected_difference_minor=expected,
            waive_because=because,
            now=clock.now(),
        )

    try:
        move = in_transaction(act)
    except DomainError as refusal:
        booking, _ = get_with_side(code, viewer=viewer, granted_codes=granted_codes())
        return _show(booking, _warn(view, refusal.message), now, refusal.status, side)
    return _moved(code, move, now) if isinstance(form, StudioMoveForm) else _done(code, move)


def _moved(code: str, move: Move, now: datetime) -> BaseResponse:
    booking = get_run(code, viewer=current_viewer())
    if move.settled_at is not None:
        told = " The guest gets a mail." if booking.guest_email else ""
        flash(f"Moved to {when(booking)}.{told}", "good")
    else:
        kept = until(move.lapses_at, booking.zone, now=now)
        flash(f"The guest gets a mail. The new time is kept until {kept}.", "wait")
    return go_to(url_for("bookings.show_session", code=code))


def _session_over(booking: Booking) -> BaseResponse:
    flash(BEGUN if booking.status is Status.CONFIRMED else OVER, "wait")
    return go_to(url_for("bookings.show_session", code=booking.code))


def _done(code: str, move: Move) -> BaseResponse:
    if move.settled_at is not None:
        flash("Moved. You get a mail with the new time.", "good")
    else:
        flash("The new time is held. Pay the difference to make it yours.", "wait")
    return go_to(url_for("bookings.show_booking", code=code))


def _not_alone(booking: Booking) -> BaseResponse:
    flash(NOT_ALONE if booking.status is Status.CONFIRMED else OVER, "wait")
    return go_to(url_for("bookings.show_booking", code=booking.code))


def _asked_for(booking: Booking, now: datetime) -> _View:
    asked = DayForm(request.args)
    asked.validate()
    view = _view_of(booking, asked.date.data, asked.hours.data)
    if "start" not in request.args:
        return view
    form = SlotForm(request.args, meta={"csrf": False})
    if not form.validate():
        return _warn(view, CHOOSE)
    try:
        slot = form.slot_in(booking.zone)
        proposal = propose(booking, slot=slot, fee=service_fee(), now=now)
    except BadTime as error:
        return _warn(view, _said(error, booking.zone))
    except DomainError as refusal:
        return _warn(view, refusal.message)
    return _View(view.on_date, view.half_hours, proposal)


def _view_of(booking: Booking, on_date: date | None, hours: object) -> _View:
    local = to_local(booking.slot.starts_at, booking.zone).date()
    half_hours = _half_hours(hours) or booking.slot.half_hours
    chosen = on_date if on_date is not None and EARLIEST < on_date < LATEST else local
    return _View(chosen, half_hours)


def _warn(view: _View, sentence: str) -> _View:
    return _View(view.on_date, view.half_hours, warning=sentence)


def _half_hours(hours: object) -> int | None:
    try:
        found = int(float(str(hours)) * 2)
    except (ValueError, OverflowError):
        return None
    return found if 1 <= found <= 48 else None


def _said(error: BadTime, zone: str) -> str:
    if isinstance(error, GapTime):
        return f"The clocks jump over that time; the next is {moment(error.next_valid, zone)}."
    if isinstance(error, AmbiguousTime):
        return "The clock shows that time twice. Please choose one from the list."
    return "There is no such time. Please choose another day."


def _show(
    booking: Booking, view: _View, now: datetime, status: int = 200, by: Side = "guest"
) -> Response:
    page = reschedule_page(
        booking,
        rules=rules_of(booking.room),
        on_date=view.on_date,
        half_hours=view.half_hours,
        fee=service_fee(),
        proposal=view.proposal,
        warning=view.warning,
        by=by,
        now=now,
    )
    template = "move" if by == "owner" else "reschedule"
    return respond(f"bookings/{template}.html", page, status)
