"""A room's page, its calendar, and the price of a chosen time."""

from datetime import timedelta

from flask import Response, request

from studiobook import clock
from studiobook.discovery import queries, statements
from studiobook.discovery.choice import Choice, read_choice
from studiobook.discovery.pages.desk import Desk, desk_of
from studiobook.discovery.pages.links import room_href
from studiobook.discovery.pages.lists import room_cards
from studiobook.discovery.pages.room import CalendarPage, QuotePage, room_link, room_page
from studiobook.discovery.queries import RoomDetail
from studiobook.discovery.routes import blueprint, service_fee, show
from studiobook.teams.models import Membership
from studiobook.teams.queries import list_engineers
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import BadTime, to_local
from studiobook.web.access import access, public
from studiobook.web.components import Link

DAY = timedelta(days=1)


@blueprint.get("/studios/<studio>/rooms/<slug>")
@access(public)
def show_room(studio: str, slug: str) -> Response:
    """Everything about a room, with the desk at which it is booked."""
    now = clock.now()
    room = queries.get_room(studio, slug, now=now)
    desk, engineers = _desk(room, room_href(studio, slug))
    others = [
        row
        for row in queries.list_rooms(statements.ROOMS_OF_STUDIO, room.studio.id, now=now)
        if row.room_id != room.id
    ]
    page = room_page(
        room,
        desk,
        photos=queries.list_photos(room.id),
        equipment=queries.list_equipment(room.id),
        engineers=engineers,
        neighbours=room_cards(others[:3], fee=service_fee(), now=now),
    )
    return show("discovery/room.html", page, _status(desk))


@blueprint.get("/rooms/<code>/calendar")
@access(public)
def show_calendar(code: str) -> Response:
    """Only the desk: a week or a day of free times, and the chosen one's price."""
    room = queries.get_room_by_code(code, now=clock.now())
    desk, _engineers = _desk(room, f"/rooms/{room.code}/calendar")
    link = room_link(room)
    page = CalendarPage(f"Free times of {room.name}", link, desk)
    return show("discovery/calendar.html", page, _status(desk))


@blueprint.get("/rooms/<code>/quote")
@access(public)
def show_quote(code: str) -> Response:
    """Only the price of one time, every line explained, and the button that holds it."""
    room = queries.get_room_by_code(code, now=clock.now())
    desk, _engineers = _desk(room, f"/rooms/{room.code}/calendar")
    calendar = Link("Other times", f"/rooms/{room.code}/calendar?date={desk.choice.on_date}")
    page = QuotePage(f"Your time in {room.name}", room_link(room), calendar, desk)
    return show("discovery/quote.html", page, _status(desk))


def _desk(room: RoomDetail, action: str) -> tuple[Desk, list[Membership]]:
    now = clock.now()
    today = to_local(now, room.rules.zone).date()
    choice = read_choice(request.args, room.rules, room.pricing, today=today)
    # The day after the last one too: a session may run past midnight.
    first = min(choice.on_date, choice.start_date or choice.on_date)
    last = max(choice.on_date + choice.days * DAY, (choice.start_date or first) + DAY)
    if choice.start_date and not -DAY <= choice.start_date - choice.on_date <= 8 * DAY:
        first, last = choice.on_date, choice.on_date + choice.days * DAY
    days = queries.list_days([room.id], first, last, now=now)
    engineers = list_engineers(room.studio.id, slot=_slot(room, choice), now=now)
    by_date = {on_date: bits for (_room, on_date), bits in days.items()}
    desk = desk_of(room, choice, by_date, engineers, action=action, fee=service_fee(), now=now)
    return desk, engineers


def _slot(room: RoomDetail, choice: Choice) -> Timeslot | None:
    try:
        return choice.slot(room.rules.zone)
    except BadTime:
        return None


def _status(desk: Desk) -> int:
    return 422 if desk.choice.errors or (desk.quote and desk.quote.refusal) else 200
