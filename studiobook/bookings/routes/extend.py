"""Staying longer: the studio lengthens a session from the console, the guest from the booking."""

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.bookings.extend import extend, may_extend, propose_longer
from studiobook.bookings.forms.studios import ExtensionForm
from studiobook.bookings.free_after import free_half_hours_after
from studiobook.bookings.make_move import Mover
from studiobook.bookings.models import Booking, Move
from studiobook.bookings.pages.extension import extension_page, lengths_of
from studiobook.bookings.pages.wording import until
from studiobook.bookings.policies import can_see, get_attended, get_own
from studiobook.bookings.routes import blueprint
from studiobook.bookings.routes.hold import service_fee
from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.teams.policies import Power
from studiobook.users.viewer import Viewer
from studiobook.web.access import access, guarded_by, staff
from studiobook.web.grants import granted_codes
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.templating import clock as time_of
from studiobook.web.viewer import current_viewer

OVER = "This session can't be made longer now."


@blueprint.get("/manage/bookings/<code>/extension")
@access(staff)
def show_session_extension(code: str) -> Response | BaseResponse:
    """What so much more costs, and how to settle it."""
    return _show(code, "owner")


@blueprint.post("/manage/bookings/<code>/extension")
@limits.told_guests
@access(staff)
def create_session_extension(code: str) -> Response | BaseResponse:
    """Lengthen it at once, or keep the time until the guest has paid."""
    return _create(code, "owner")


@blueprint.get("/bookings/<code>/extension")
@access(guarded_by(can_see))
def show_extension(code: str) -> Response | BaseResponse:
    """What staying longer costs."""
    return _show(code, "guest")


@blueprint.post("/bookings/<code>/extension")
@limits.told_guests
@access(guarded_by(can_see))
def create_extension(code: str) -> Response | BaseResponse:
    """Keep the time and go on to pay, or stay at once where it costs nothing more."""
    return _create(code, "guest")


def _show(code: str, by: Mover, refusal: str | None = None, status: int = 200) -> Response:
    viewer, now = current_viewer(), clock.now()
    booking = _booking(code, by, viewer)
    more = request.values.get("more", type=int)
    proposal = None
    if not may_extend(booking, by=by, now=now):
        refusal = refusal or OVER
    elif more is not None and 1 <= more <= 48:
        try:
            proposal = propose_longer(booking, half_hours=more, by=by, fee=service_fee())
        except DomainError as error:
            refusal, status = refusal or error.message, max(status, error.status)
    free = free_half_hours_after(booking, now=now)
    if proposal is not None and more is not None and more > free:
        proposal, refusal = None, refusal or _taken(booking, free)
    page = extension_page(
        booking,
        by=by,
        proposal=proposal,
        lengths=lengths_of(booking, by=by, free=free, now=now),
        refusal=refusal,
        now=now,
    )
    return respond("bookings/extension.html", page, status)


def _create(code: str, by: Mover) -> Response | BaseResponse:
    viewer, now = current_viewer(), clock.now()
    booking = _booking(code, by, viewer)
    form = ExtensionForm()
    if not form.validate_on_submit():
        said = next(iter(form.reason.errors), "Please choose how much longer.")
        return _show(code, by, str(said), 422)
    booking_id = booking.id
    more, present = form.more.data or 0, form.present.data or 0
    waive_because = form.waive_because if by == "owner" else None

    def act() -> Move:
        return extend(
            booking_id,
            half_hours=more,
            present=present,
            by=by,
            fee=service_fee(),
            actor_id=viewer.user_id,
            expected_difference_minor=form.expected_difference.data,
            waive_because=waive_because,
            now=now,
        )

    try:
        move = in_transaction(act)
    except DomainError as refusal:
        return _show(code, by, refusal.message, refusal.status)
    return _done(code, by, move)


def _done(code: str, by: Mover, move: Move) -> BaseResponse:
    """Back to where it was begun, with what has become of it."""
    viewer, now = current_viewer(), clock.now()
    booking = _booking(code, by, viewer)
    to = move.to_during.upper
    assert to is not None
    end, kept = (
        time_of(to, booking.zone),
        until(move.lapses_at, booking.zone, now=now),
    )
    if move.settled_at is not None:
        flash(f"Extended to {end}.", "good")
    elif by == "guest":
        flash(f"Kept for you until {kept}. Pay the difference to stay until {end}.", "wait")
    else:
        flash(f"The guest gets a mail. The time to {end} is kept until {kept}.", "wait")
    page = "bookings.show_booking" if by == "guest" else "bookings.show_session"
    return go_to(url_for(page, code=code))


def _booking(code: str, by: Mover, viewer: Viewer) -> Booking:
    if by == "guest":
        return get_own(code, viewer=viewer, granted_codes=granted_codes())
    return get_attended(code, viewer=viewer, power=Power.RECEIVE)


def _taken(booking: Booking, free: int) -> str:
    if not free:
        return f"Somebody else has {booking.room.name} right after this session."
    return f"Only {free / 2:g} h are free after this session."
