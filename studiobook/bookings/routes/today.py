"""The console's home."""

from flask import Response

from studiobook import clock
from studiobook.bookings.console_queries import (
    desk_of,
    earned_by_studio,
    in_use,
    list_closures,
    list_requests,
    list_rooms,
    list_taken,
)
from studiobook.bookings.pages.today import around_today, today_of, today_page
from studiobook.bookings.routes import blueprint
from studiobook.web.access import access, staff
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage")
@access(staff)
def show_today() -> Response:
    """Who is in which room now and next; whoever works nowhere yet is shown where to begin."""
    desk, now = desk_of(current_viewer()), clock.now()
    rooms, around = list_rooms(desk.studios), around_today(desk.studios, now)
    taken = list_taken(desk, rooms, around, now)
    days = {s.id: today_of(s, now) for s in desk.studios if s.id in desk.runs}
    page = today_page(
        desk,
        rooms=in_use(rooms, taken),
        taken=taken,
        closures=list_closures(desk.studios, around),
        earned=earned_by_studio(days),
        requests=list_requests(desk, now=now),
        now=now,
    )
    return respond("bookings/today.html", page)
