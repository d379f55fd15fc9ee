"""The owner's answer to a request."""

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.bookings.answer import accept, decline
from studiobook.bookings.console_queries import desk_of, list_taken
from studiobook.bookings.errors import RequestClosed
from studiobook.bookings.forms.guests import AnswerForm
from studiobook.bookings.pages.agenda import guest_of
from studiobook.bookings.pages.answer import answer_page
from studiobook.bookings.policies import can_run, get_run
from studiobook.bookings.routes import blueprint
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.transaction import in_transaction
from studiobook.values.wall_clock import day_bounds, to_local
from studiobook.web.access import access, guarded_by
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/bookings/<code>/answer")
@access(guarded_by(can_run))
def show_answer(code: str) -> Response | BaseResponse:
    """Who asks for what; an answered request shows itself instead."""
    booking = get_run(code, viewer=current_viewer())
    if booking.status is not Status.AWAITING_OWNER:
        return go_to(url_for("bookings.show_booking", code=booking.code))
    now = clock.now()
    desk = desk_of(current_viewer())
    day = day_bounds(to_local(booking.slot.starts_at, booking.zone).date(), booking.zone)
    taken = list_taken(desk, [booking.room], day, now)
    page = answer_page(booking, now=now, taken=taken)
    return respond("bookings/answer.html", page)


@blueprint.post("/bookings/<code>/answer")
@access(guarded_by(can_run))
def create_answer(code: str) -> BaseResponse:
    """Yes or no."""
    viewer, now = current_viewer(), clock.now()
    booking = get_run(code, viewer=viewer)
    booking_id, who = booking.id, guest_of(booking)
    form = AnswerForm()
    if not form.validate_on_submit():
        return go_to(url_for("bookings.show_answer", code=code))
    answer, word = (
        (accept, "Accepted: {}. The guest gets a mail.")
        if form.answer.data == "accept"
        else (decline, "Declined: {}. The guest gets everything back.")
    )
    try:
        in_transaction(lambda: answer(booking_id, actor_id=viewer.user_id, now=now))
    except (NotInThatState, RequestClosed) as refusal:
        flash(refusal.message, "bad")
    else:
        flash(word.format(who), "good")
    return go_to(url_for("bookings.list_open_requests"))
