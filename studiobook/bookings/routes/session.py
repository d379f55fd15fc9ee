"""One session in the console: who came, who did not."""

from collections.abc import Callable
from datetime import datetime

from flask import Response, current_app, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.bookings.access_link import path_to
from studiobook.bookings.arrive import arrive, undo_arrival
from studiobook.bookings.console_queries import desk_of
from studiobook.bookings.errors import HasArrived, MissStands, StillWaiting, TooEarly
from studiobook.bookings.forms.guests import RemovalForm
from studiobook.bookings.free_after import free_half_hours_after
from studiobook.bookings.models import Booking
from studiobook.bookings.no_show import mark_no_show, undo_no_show
from studiobook.bookings.overtime import find_claim
from studiobook.bookings.pages.session import session_page
from studiobook.bookings.policies import get_attended
from studiobook.bookings.queries import find_open_move, list_events, list_gifts
from studiobook.bookings.routes import blueprint
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.transaction import in_transaction
from studiobook.teams.policies import Power
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

Verb = Callable[..., Booking]


@blueprint.get("/manage/bookings/<code>")
@access(staff)
def show_session(code: str) -> Response:
    """The session; an engineer's own ones only."""
    viewer, now = current_viewer(), clock.now()
    booking = get_attended(code, viewer=viewer)
    desk, config = desk_of(viewer), current_app.config
    is_on = booking.status is Status.CONFIRMED
    page = session_page(
        booking,
        desk,
        events=list_events(booking.id),
        free_after=free_half_hours_after(booking, now=now) if is_on else 0,
        move=find_open_move(booking.id) if is_on else None,
        gifts=list_gifts(booking.id),
        claim=find_claim(booking.id) if booking.status is Status.COMPLETED else None,
        pay_url=f"{config['BASE_URL']}{path_to(booking, secret=config['SECRET_KEY'])}",
        now=now,
    )
    return respond("bookings/session.html", page)


@blueprint.post("/manage/bookings/<code>/arrival")
@access(staff)
def create_arrival(code: str) -> BaseResponse:
    """The guest is there."""
    return _say(code, arrive, "Arrived.")


@blueprint.post("/manage/bookings/<code>/arrival/removal")
@access(staff)
def create_arrival_removal(code: str) -> BaseResponse:
    """The guest is not there after all."""
    return _say(code, undo_arrival, "Taken back: not arrived.")


@blueprint.post("/manage/bookings/<code>/no-show")
@limits.told_guests
@access(staff)
def create_no_show(code: str) -> BaseResponse:
    """Nobody came."""
    return _say(code, mark_no_show, "Noted: nobody came. The money stays with you.")


@blueprint.post("/manage/bookings/<code>/no-show/removal")
@limits.told_guests
@access(staff)
def create_no_show_removal(code: str) -> BaseResponse:
    """Somebody came after all."""
    return _say(code, undo_no_show, "Taken back: the booking stands as before.")


def _say(code: str, verb: Verb, word: str) -> BaseResponse:
    viewer, now = current_viewer(), clock.now()
    booking_id = get_attended(code, viewer=viewer, power=Power.RECEIVE).id
    if RemovalForm().validate_on_submit():
        try:
            in_transaction(lambda: _do(verb, booking_id, viewer.user_id, now))
        except (NotInThatState, TooEarly, StillWaiting, HasArrived, MissStands) as refusal:
            flash(refusal.message, "bad")
        else:
            flash(word, "good")
    return go_to(url_for("bookings.show_session", code=code))


def _do(verb: Verb, booking_id: int, actor_id: int | None, now: datetime) -> None:
    verb(booking_id, actor_id=actor_id, now=now)
