"""/manage/studios/<slug>/hours: when it is open."""

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.db.transaction import in_transaction
from studiobook.rooms.forms.hours import HoursForm, as_typed
from studiobook.rooms.open_hours import set_hours
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import studio_at, way_to
from studiobook.studios.lock import lock_studio
from studiobook.studios.models import Studio
from studiobook.values.wall_hours import WeeklyHours
from studiobook.web.access import access, staff
from studiobook.web.console import FormPage
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond


@blueprint.get("/manage/studios/<slug>/hours")
@access(staff)
def show_hours(slug: str) -> Response:
    """As they stand, or a proposal."""
    studio = studio_at(slug)
    return _show(studio, HoursForm(formdata=None, data=as_typed(studio.hours)))


@blueprint.post("/manage/studios/<slug>/hours")
@access(staff)
def update_hours(slug: str) -> Response | BaseResponse:
    """Save them; every day of every room follows."""
    studio = studio_at(slug)
    form = HoursForm()
    if not form.validate_on_submit() or form.hours is None:
        return _show(studio, form, 422)
    hours = form.hours
    in_transaction(lambda: _set(studio, hours))
    flash("The opening hours are saved.", "good")
    return go_to(url_for("rooms.show_studio", slug=slug))


def _set(studio: Studio, hours: WeeklyHours) -> None:
    lock_studio(studio.id)
    set_hours(studio=studio, hours=hours, now=clock.now())


def _show(studio: Studio, form: HoursForm, status: int = 200) -> Response:
    page = FormPage(
        title="Opening hours",
        lede="Write 09:00–22:00, 19:00–02:00 for a night, two times with a comma, or closed."
        f" The clock is that of {studio.zone}.",
        form=form,
        action=url_for("rooms.update_hours", slug=studio.slug),
        way=way_to(studio),
        body="rooms/hours_fields.html",
    )
    return respond("console_form.html", page, status)
