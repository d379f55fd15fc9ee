"""The answer to a mailed link that no longer works."""

from flask import Response, url_for

from studiobook.auth.errors import DeadToken
from studiobook.auth.pages import WayOnPage
from studiobook.web.components import Link
from studiobook.web.htmx import swap_whole_page
from studiobook.web.respond import respond


def show_dead_link(way_on: Link) -> Response:
    """Why it may be so, and how to get another."""
    page = WayOnPage(
        title="This link no longer works",
        lede=DeadToken.message + " A newer mail ends the older ones.",
        links=(way_on, Link("Back to signing in", url_for("auth.show_login"))),
        hint="Did you open it in another browser before? Then open the mail's link in this one.",
    )
    return swap_whole_page(respond("auth/way_on.html", page, DeadToken.status))
