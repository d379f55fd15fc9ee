"""All rooms of a day, and one room for a week."""

from datetime import date, datetime, timedelta

from flask import Response, request

from studiobook import clock
from studiobook.bookings.console_queries import (
    Desk,
    desk_of,
    in_use,
    list_closures,
    list_rooms,
    list_taken,
)
from studiobook.bookings.pages.day_calendar import (
    WEEK,
    Shown,
    calendar_page,
    reach_of,
    week_page,
)
from studiobook.bookings.pages.undo import undo_of
from studiobook.bookings.policies import get_room_for
from studiobook.bookings.routes import blueprint
from studiobook.rooms.models import Room
from studiobook.teams.policies import Power
from studiobook.values.wall_clock import to_local
from studiobook.web.access import access, staff
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

#: Years that the calendar leafs through.
YEARS = range(2001, 2199)


@blueprint.get("/manage/calendar")
@access(staff)
def show_calendar() -> Response:
    """The rooms of every studio one sees, on one date: each in its own zone."""
    desk, now = desk_of(current_viewer()), clock.now()
    zone = desk.studios[0].zone if desk.studios else "UTC"
    today = to_local(now, zone).date()
    on_date = _asked_date() or today
    shown = _read(desk, list_rooms(desk.studios), on_date, 1, now)
    page = calendar_page(
        shown, on_date=on_date, today=today, undo=undo_of(shown, request.args, on_date)
    )
    return respond("bookings/day_calendar.html", page)


@blueprint.get("/manage/calendar/<code>")
@access(staff)
def show_week(code: str) -> Response:
    """Seven days of one room."""
    viewer, now = current_viewer(), clock.now()
    room = get_room_for(code, viewer=viewer, power=Power.SEE)
    today = to_local(now, room.studio.zone).date()
    monday = _asked_week() or today - timedelta(days=today.weekday())
    shown = _read(desk_of(viewer), [room], monday, WEEK, now)
    return respond("bookings/day_calendar.html", week_page(shown, room=room, monday=monday))


def _read(desk: Desk, rooms: list[Room], first: date, days: int, now: datetime) -> Shown:
    studios = tuple({room.studio_id: room.studio for room in rooms}.values())
    reach = reach_of(studios, first, days)
    taken = list_taken(desk, rooms, reach, now) if reach else []
    return Shown(
        desk=desk,
        rooms=in_use(rooms, taken) if len(rooms) > 1 else rooms,
        taken=taken,
        closures=list_closures(studios, reach) if reach else [],
        now=now,
    )


def _asked_date() -> date | None:
    try:
        asked = date.fromisoformat(request.args.get("date", ""))
    except ValueError:
        return None
    return asked if asked.year in YEARS else None


def _asked_week() -> date | None:
    year, _w, week = request.args.get("week", "").partition("-W")
    try:
        asked = date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return None
    return asked if asked.year in YEARS else None
