"""One session in the console: who came, who did not."""

from flask import Response, current_app
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.bookings.access_link import path_to
from studiobook.bookings.arrive import arrive, undo_arrival
from studiobook.bookings.console_queries import desk_of
from studiobook.bookings.free_after import free_half_hours_after
from studiobook.bookings.free_times import list_free_that_day
from studiobook.bookings.no_show import mark_no_show, undo_no_show
from studiobook.bookings.overtime import find_claim
from studiobook.bookings.pages.session import session_page
from studiobook.bookings.policies import get_attended
from studiobook.bookings.queries import find_open_move, list_events, list_gifts
from studiobook.bookings.reschedule import may_move
from studiobook.bookings.routes import blueprint
from studiobook.bookings.routes.act_on_session import act_on_session
from studiobook.bookings.states import Status
from studiobook.teams.policies import Power
from studiobook.web.access import access, staff
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


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
        free_that_day=list_free_that_day(booking, now=now)
        if may_move(booking, by="owner", now=now)
        else [],
        pay_url=f"{config['BASE_URL']}{path_to(booking, secret=config['SECRET_KEY'])}",
        now=now,
    )
    return respond("bookings/session.html", page)


@blueprint.post("/manage/bookings/<code>/arrival")
@access(staff)
def create_arrival(code: str) -> BaseResponse:
    """The guest is there."""
    return act_on_session(code, arrive, "Arrived.")


@blueprint.post("/manage/bookings/<code>/arrival/removal")
@access(staff)
def create_arrival_removal(code: str) -> BaseResponse:
    """The guest is not there after all."""
    return act_on_session(code, undo_arrival, "Taken back: not arrived.")


@blueprint.post("/manage/bookings/<code>/no-show")
@limits.told_guests
@access(staff)
def create_no_show(code: str) -> BaseResponse:
    """Nobody came."""
    booking = get_attended(code, viewer=current_viewer(), power=Power.RECEIVE)
    kept = " The money stays with the studio." if booking.free_reason is None else ""
    return act_on_session(code, mark_no_show, f"Noted: nobody came.{kept}")


@blueprint.post("/manage/bookings/<code>/no-show/removal")
@limits.told_guests
@access(staff)
def create_no_show_removal(code: str) -> BaseResponse:
    """Somebody came after all."""
    return act_on_session(code, undo_no_show, "Taken back: the booking stands as before.")
