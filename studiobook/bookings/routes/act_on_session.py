"""One press on a session's page: done, or refused in a sentence, and back to the page."""

from collections.abc import Callable

from flask import flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.bookings.policies import get_attended
from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.teams.policies import Power
from studiobook.web.htmx import go_to
from studiobook.web.viewer import current_viewer


def act_on_session(
    code: str, verb: Callable[..., object], word: str, *, power: Power = Power.RECEIVE
) -> BaseResponse:
    """Call the verb with the booking's id, `actor_id` and `now`; `word` says that it is done.

    Raises NotFound for whoever has not that power at its studio.
    """
    viewer, now = current_viewer(), clock.now()
    booking_id = get_attended(code, viewer=viewer, power=power).id
    try:
        in_transaction(lambda: verb(booking_id, actor_id=viewer.user_id, now=now))
    except DomainError as refusal:
        flash(refusal.message, "bad")
    else:
        flash(word, "good")
    return go_to(url_for("bookings.show_session", code=code))
