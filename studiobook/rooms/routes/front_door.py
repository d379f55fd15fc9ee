"""/manage, until the day has a page of its own: on to the studios."""

from flask import url_for
from werkzeug.wrappers import Response

from studiobook.rooms.routes import blueprint
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to


@blueprint.get("/manage")
@access(staff)
def show_manage() -> Response:
    """To the studios."""
    return go_to(url_for("rooms.list_studios"))
