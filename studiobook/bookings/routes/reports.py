"""/manage/reports: how full, what earned, how people book."""

from flask import Response

from studiobook import clock
from studiobook.bookings.pages.reports import reports_page
from studiobook.bookings.report_queries import (
    habits_of,
    list_ahead,
    list_earned,
    list_fullness,
    list_reported_rooms,
    months_up_to,
)
from studiobook.bookings.routes import blueprint
from studiobook.teams.policies import Power, list_studios_for
from studiobook.web.access import access, staff
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/reports")
@access(staff)
def show_reports() -> Response:
    """Of all rooms that one runs."""
    now, rooms = clock.now(), list_reported_rooms(current_viewer())
    page = reports_page(
        rooms,
        list_fullness(rooms, now=now),
        list_earned(rooms, now=now),
        habits_of(rooms, now=now),
        months_up_to(now),
        ahead=list_ahead(rooms, now=now),
        owned=frozenset(studio.id for studio in list_studios_for(current_viewer(), Power.OWN)),
    )
    return respond("bookings/reports.html", page)
