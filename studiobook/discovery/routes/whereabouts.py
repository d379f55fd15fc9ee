"""/studios/<slug>/map: where it is. The only public page that asks another host for something."""

from flask import Response

from studiobook.discovery import queries
from studiobook.discovery.moved import studio_missing
from studiobook.discovery.pages.studio import map_page
from studiobook.discovery.routes import blueprint, show
from studiobook.errors import NotFound
from studiobook.web.access import access, public
from studiobook.web.map import allow_tiles


@blueprint.get("/studios/<slug>/map")
@access(public)
def show_map(slug: str) -> Response:
    """The address and a map around it; without script a link to one."""
    try:
        studio = queries.get_venue(slug).studio
    except NotFound:
        raise studio_missing(slug) from None
    return allow_tiles(show("discovery/map.html", map_page(studio)))
