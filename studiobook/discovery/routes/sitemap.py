"""/sitemap.xml: every public page, for search engines."""

from flask import Response, current_app, render_template

from studiobook.discovery.pages.links import city_href, room_href, studio_href
from studiobook.discovery.queries import list_addresses
from studiobook.discovery.routes import blueprint, shelf
from studiobook.web.access import access, public

#: What one file of the protocol may hold.
MOST = 45_000


@blueprint.get("/sitemap.xml")
@access(public)
def show_sitemap() -> Response:
    """Cities, studios and rooms on offer."""
    rows = list_addresses(MOST)
    paths = ["/", "/search", *(city_href(slug) for slug in shelf().reference().places)]
    paths += [studio_href(slug) for slug in dict.fromkeys(row.studio for row in rows)]
    paths += [room_href(row.studio, row.room) for row in rows]
    base = current_app.config["BASE_URL"]
    body = render_template("discovery/sitemap.xml", page=[f"{base}{path}" for path in paths])
    return Response(body, mimetype="application/xml")
