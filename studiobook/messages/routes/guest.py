"""/messages: what the signed-in person has written to studios."""

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from studiobook.messages.models import Side
from studiobook.messages.policies import can_write
from studiobook.messages.routes import blueprint
from studiobook.messages.routes.limits import writing
from studiobook.messages.routes.talk import listed, marked, sent, shown
from studiobook.web.access import access, guarded_by, signed_in
from studiobook.web.respond import respond


@blueprint.get("/messages")
@access(signed_in)
def list_guest_threads() -> Response:
    """The person's threads, latest first."""
    return respond("messages/threads.html", listed(Side.GUEST))


@blueprint.get("/messages/<code>")
@access(guarded_by(can_write))
def show_thread(code: str) -> Response:
    """One thread, its history, or its news."""
    return shown(code, Side.GUEST)


@blueprint.post("/messages/<code>")
@writing
@access(guarded_by(can_write))
def create_message(code: str) -> Response | BaseResponse:
    """Write to the studio."""
    return sent(code, Side.GUEST)


@blueprint.post("/messages/<code>/reading")
@access(guarded_by(can_write))
def create_reading(code: str) -> BaseResponse:
    """The guest has read."""
    return marked(code, Side.GUEST)
