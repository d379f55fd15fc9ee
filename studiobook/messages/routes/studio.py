"""/manage/messages: what guests have written to the studios that one runs."""

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from studiobook.messages.models import Side
from studiobook.messages.routes import blueprint
from studiobook.messages.routes.limits import writing
from studiobook.messages.routes.talk import listed, marked, sent, shown
from studiobook.teams.policies import Power, list_studios_for
from studiobook.web.access import access, staff
from studiobook.web.components import Link
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/messages")
@access(staff)
def list_studio_threads() -> Response:
    """Threads of all studios that one runs, latest first."""
    studios = list_studios_for(current_viewer(), Power.RUN)
    ways = tuple(
        Link(f"Quick replies of {studio.name}", f"/manage/messages/replies/{studio.slug}")
        for studio in studios
    )
    return respond("messages/threads.html", listed(Side.STUDIO, ways))


@blueprint.get("/manage/messages/<code>")
@access(staff)
def show_studio_thread(code: str) -> Response:
    """One thread, its history, or its news."""
    return shown(code, Side.STUDIO)


@blueprint.post("/manage/messages/<code>")
@writing
@access(staff)
def create_answer(code: str) -> Response | BaseResponse:
    """Answer the guest."""
    return sent(code, Side.STUDIO)


@blueprint.post("/manage/messages/<code>/reading")
@access(staff)
def create_studio_reading(code: str) -> BaseResponse:
    """Somebody of the studio has read."""
    return marked(code, Side.STUDIO)
