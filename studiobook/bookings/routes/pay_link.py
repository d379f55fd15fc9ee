"""The link by which a caller pays: sent again, prolonged, taken back."""

from datetime import timedelta
from functools import partial

from flask import flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook.auth.limits import person
from studiobook.bookings.forms.studios import LinkForm
from studiobook.bookings.offer_by_link import withdraw_offer
from studiobook.bookings.pay_link import lengthen, send_again
from studiobook.bookings.policies import get_attended
from studiobook.bookings.routes import blueprint
from studiobook.bookings.routes.act_on_session import act_on_session
from studiobook.extensions import limiter
from studiobook.teams.policies import Power
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.viewer import current_viewer


@blueprint.post("/manage/bookings/<code>/link")
@limiter.limit("30 per hour", key_func=person)
@access(staff)
def create_link_mail(code: str) -> BaseResponse:
    """Send the link again."""
    return act_on_session(code, send_again, "The link is on its way again.")


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
    word = "The link lasts longer now, and a mail says so."
    return act_on_session(code, partial(lengthen, lasts=lasts), word)


@blueprint.post("/manage/bookings/<code>/link/withdrawal")
@access(staff)
def create_link_withdrawal(code: str) -> BaseResponse:
    """Take the offer back: the time is free at once."""
    return act_on_session(code, withdraw_offer, "Taken back. The time is free again.")
