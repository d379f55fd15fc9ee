"""/manage/studios/<slug>/position: where its door is, on a map or typed."""

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook.db.transaction import in_transaction
from studiobook.rooms.forms.place import PositionForm
from studiobook.rooms.pages.place import PositionPage
from studiobook.rooms.relocate import stand_at
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import studio_at, way_to
from studiobook.studios.lock import lock_studio
from studiobook.studios.models import Studio
from studiobook.values.coordinates import Coordinates
from studiobook.values.map_position import map_link, position_text
from studiobook.web.access import access, staff
from studiobook.web.components import Link
from studiobook.web.htmx import go_to
from studiobook.web.map import allow_tiles, map_view
from studiobook.web.respond import respond

HINT = "Two numbers such as 52.5200, 13.4050, or the link of a map."


@blueprint.get("/manage/studios/<slug>/position")
@access(staff)
def show_position(slug: str) -> Response:
    """On the map as it stands."""
    studio = studio_at(slug)
    known = {"position": position_text(studio.coordinates)}
    return _show(studio, PositionForm(formdata=None, data=known))


@blueprint.post("/manage/studios/<slug>/position")
@access(staff)
def update_position(slug: str) -> Response | BaseResponse:
    """Save it."""
    studio = studio_at(slug)
    form = PositionForm()
    form.place_in(studio.city.name, Coordinates(studio.city.lat, studio.city.lng))
    if not form.validate_on_submit() or form.position.at is None:
        return _show(studio, form, 422)
    at = form.position.at
    in_transaction(lambda: _move(studio, at))
    flash("The position is saved.", "good")
    return go_to(url_for("rooms.show_studio", slug=slug))


def _move(studio: Studio, at: Coordinates) -> None:
    lock_studio(studio.id)
    stand_at(studio=studio, at=at)


def _show(studio: Studio, form: PositionForm, status: int = 200) -> Response:
    page = PositionPage(
        title="On the map",
        form=form,
        action=url_for("rooms.update_position", slug=studio.slug),
        way=(
            *way_to(studio),
            Link("Name and place", url_for("rooms.show_place", slug=studio.slug)),
        ),
        hints={"position": HINT},
        address=" ".join(filter(None, (f"{studio.street},", studio.postcode, studio.city.name))),
        map=map_view(form.position.at or studio.coordinates, studio.name, field=form.position.id),
        map_link=map_link(studio.coordinates),
    )
    return allow_tiles(respond("rooms/position.html", page, status))
