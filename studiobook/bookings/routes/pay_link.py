"""The link by which a caller pays: sent again, prolonged, taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth.limits import person
from studiobook.bookings.errors import LinkEnded, ProlongedOften, SentJustNow, SentOften
from studiobook.bookings.forms.guests import RemovalForm
from studiobook.bookings.forms.studios import LinkForm
from studiobook.bookings.models import Booking
from studiobook.bookings.offer_by_link import withdraw_offer
from studiobook.bookings.pay_link import lengthen, send_again
from studiobook.bookings.policies import get_attended
from studiobook.bookings.routes import blueprint
from studiobook.bookings.states import NotInThatState
from studiobook.db.transaction import in_transaction
from studiobook.extensions import limiter
from studiobook.teams.policies import Power
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.viewer import current_viewer

#: What is done to the booking of this id, by whom (user id) and when.
Verb = Callable[[int, int | None, datetime], Booking]


@blueprint.post("/manage/bookings/<code>/link")
@limiter.limit("30 per hour", key_func=person)
@access(staff)
def create_link_mail(code: str) -> BaseResponse:
    """Send the link again."""
    return _say(
        code,
        lambda id_, actor_id, now: send_again(id_, actor_id=actor_id, now=now),
        "The link is on its way again.",
    )


@blueprint.post("/manage/bookings/<code>/link/prolongation")
@limiter.limit("30 per hour", key_func=person)
@access(staff)
def create_link_prolongation(code: str) -> BaseResponse:
    """Give the caller more time."""
    form = LinkForm()
    if not form.validate_on_submit():
        flash("A link lasts up to 24 hours in all.", "bad")
        get_attended(code, viewer=current_viewer(), power=Power.RECEIVE)
        return go_to(url_for("bookings.show_session", code=code))
    lasts = timedelta(minutes=form.lasts.data or 0)
    return _say(
        code,
        lambda id_, actor_id, now: lengthen(id_, lasts=lasts, actor_id=actor_id, now=now),
        "The link lasts longer now, and a mail says so.",
    )


@blueprint.post("/manage/bookings/<code>/link/withdrawal")
@access(staff)
def create_link_withdrawal(code: str) -> BaseResponse:
    """Take the offer back: the time is free at once."""
    return _say(
        code,
        lambda id_, actor_id, now: withdraw_offer(id_, actor_id=actor_id, now=now),
        "Taken back. The time is free again.",
    )


def _say(code: str, verb: Verb, word: str) -> BaseResponse:
    viewer, now = current_viewer(), clock.now()
    booking_id = get_attended(code, viewer=viewer, power=Power.RECEIVE).id
    if RemovalForm().validate_on_submit():
        try:
            in_transaction(lambda: verb(booking_id, viewer.user_id, now))
        except (NotInThatState, LinkEnded, ProlongedOften, SentJustNow, SentOften) as refusal:
            flash(refusal.message, "bad")
        else:
            flash(word, "good")
    return go_to(url_for("bookings.show_session", code=code))
