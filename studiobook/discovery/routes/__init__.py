"""The public pages: home, search, cities, studios, rooms, companies."""

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from studiobook.discovery.shelf import Shelf
from studiobook.values.rate import Rate
from studiobook.web.respond import respond

blueprint = Blueprint("discovery", __name__)
SHELF = "studiobook_shelf"


@blueprint.record_once
def _set_up(state: BlueprintSetupState) -> None:
    # Tests see at once what they have just made.
    state.app.extensions[SHELF] = Shelf(0.0) if state.app.testing else Shelf()


def shelf() -> Shelf:
    """What this process keeps in memory."""
    found: Shelf = current_app.extensions[SHELF]
    return found


def service_fee() -> Rate:
    """The marketplace's share as this installation sets it."""
    return Rate(current_app.config["SETTINGS"].service_fee)


def page_number() -> int:
    """Which page of a list is asked for; the first where that can't be read."""
    text = request.args.get("page", "1")
    return min(max(int(text), 1), 1000) if text.isascii() and text.isdecimal() else 1


def show(template: str, page: object, status: int = 200) -> Response:
    """A public page: kept for going back, asked about before it is shown anew."""
    return respond(template, page, status, Cache_Control="private, no-cache")


# The files below hang their views on the blueprint, so it has to stand first.
from studiobook.discovery.routes import (  # noqa: E402
    favourites,
    home,
    lists,
    preview,
    room,
    search,
    sitemap,
    whereabouts,
)

__all__ = [
    "blueprint",
    "favourites",
    "home",
    "lists",
    "preview",
    "room",
    "search",
    "sitemap",
    "whereabouts",
]
