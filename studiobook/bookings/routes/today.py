"""The console's home."""

from datetime import datetime

from flask import Response

from studiobook import clock
from studiobook.bookings.console_queries import (
    Desk,
    desk_of,
    earned_by_studio,
    in_use,
    list_closures,
    list_open_links,
    list_requests,
    list_rooms,
    list_taken,
)
from studiobook.bookings.engineer_queries import is_engineer, list_own_sessions
from studiobook.bookings.pages.own_sessions import own_sessions_page
from studiobook.bookings.pages.today import around_today, today_of, today_page
from studiobook.bookings.routes import blueprint
from studiobook.web.access import access, staff
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage")
@access(staff)
def show_today() -> Response:
    """Who is in which room now and next; an engineer's own sessions, if that is all they may see.

    Whoever works nowhere yet is shown where to begin.
    """
    desk, now = desk_of(current_viewer()), clock.now()
    if desk.studios and not desk.receives:
        return _show_own_sessions(desk, now)
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
        records=is_engineer(desk.viewer),
        links=list_open_links(desk, now=now),
        now=now,
    )
    return respond("bookings/today.html", page)


@blueprint.get("/manage/sessions")
@access(staff)
def show_own_sessions() -> Response:
    """For an engineer who also runs a studio."""
    return _show_own_sessions(desk_of(current_viewer()), clock.now())


def _show_own_sessions(desk: Desk, now: datetime) -> Response:
    found = list_own_sessions(desk, now=now)
    return respond("bookings/own_sessions.html", own_sessions_page(desk, found, now=now))
