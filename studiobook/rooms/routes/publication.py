"""Showing a studio to the public, and taking it out of their sight."""

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.db.transaction import in_transaction
from studiobook.rooms.listing import NotReady, publish, unpublish
from studiobook.rooms.pages.checklist import checklist_page
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import studio_at
from studiobook.studios.lock import lock_studio
from studiobook.studios.models import Studio, StudioState
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

SUSPENDED = "The studio was suspended. Please write to us."


@blueprint.post("/manage/studios/<slug>/publication")
@access(staff)
def create_publication(slug: str) -> Response | BaseResponse:
    """Go live, or say what is missing."""
    studio = studio_at(slug)
    if studio.state is StudioState.SUSPENDED:
        return _again(studio, SUSPENDED)
    try:
        in_transaction(lambda: _publish(studio))
    except NotReady as refusal:
        return _again(studio_at(slug), refusal.message)
    flash(f"{studio.name} is live.", "good")
    return go_to(url_for("rooms.show_studio", slug=slug))


@blueprint.post("/manage/studios/<slug>/withdrawal")
@access(staff)
def create_withdrawal(slug: str) -> Response | BaseResponse:
    """Back to a draft. Bookings made stay."""
    studio = studio_at(slug)
    if studio.state is StudioState.SUSPENDED:
        return _again(studio, SUSPENDED)
    in_transaction(lambda: _unpublish(studio))
    flash(f"{studio.name} is offline. Bookings that were made stay.", "good")
    return go_to(url_for("rooms.show_studio", slug=slug))


def _publish(studio: Studio) -> None:
    lock_studio(studio.id)
    publish(studio=studio, now=clock.now())


def _unpublish(studio: Studio) -> None:
    lock_studio(studio.id)
    unpublish(studio=studio)


def _again(studio: Studio, warning: str) -> Response:
    page = checklist_page(studio, viewer=current_viewer(), warning=warning)
    return respond("rooms/checklist.html", page, 409)
