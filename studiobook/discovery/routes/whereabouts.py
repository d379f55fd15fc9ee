"""/studios/<slug>/map: where it is. The only public page that asks another host for something."""

from flask import Response

from studiobook.discovery import queries
from studiobook.discovery.pages.studio import map_page
from studiobook.discovery.routes import blueprint, show
from studiobook.discovery.routes.resting import rest
from studiobook.errors import NotFound
from studiobook.web.access import access, public
from studiobook.web.map import allow_tiles


@blueprint.get("/studios/<slug>/map")
@access(public)
def show_map(slug: str) -> Response:
    """The address and a map around it; without script a link to one. A paused studio leads on."""
    try:
        studio = queries.get_venue(slug).studio
    except NotFound:
        return rest(slug)
    return allow_tiles(show("discovery/map.html", map_page(studio)))
