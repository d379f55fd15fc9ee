"""A room's page, its calendar, and the price of a chosen time."""

from datetime import date, datetime, timedelta

from flask import Response, request
from flask_login import current_user

from studiobook import clock
from studiobook.discovery import queries, statements
from studiobook.discovery.choice import Choice, date_asked, read_choice
from studiobook.discovery.moved import room_missing
from studiobook.discovery.pages.asked import Asked
from studiobook.discovery.pages.desk import calendar_href, desk_of
from studiobook.discovery.pages.links import room_href
from studiobook.discovery.pages.lists import room_cards
from studiobook.discovery.pages.quote import QuoteView, quote_view
from studiobook.discovery.pages.room import CalendarPage, QuotePage, room_link, room_page
from studiobook.discovery.routes import blueprint, service_fee, show
from studiobook.errors import NotFound
from studiobook.rooms.catalogue import RoomDetail, get_room
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import BadTime, to_local
from studiobook.web.access import access, public
from studiobook.web.components import Link

DAY, FURTHEST = timedelta(days=1), timedelta(days=366)
Days = dict[date, queries.DayBits]
#: Rooms of the same studio that a room's page shows.
NEIGHBOURS = 3


@blueprint.get("/studios/<studio>/rooms/<slug>")
@access(public)
def show_room(studio: str, slug: str) -> Response:
    """Everything about a room, with the desk at which it is booked."""
    now = clock.now()
    room = _room(studio, slug)
    asked = _ask(room, now)
    desk = desk_of(asked, action=room_href(studio, slug))
    siblings = queries.list_rooms(statements.ROOMS_OF_STUDIO, room.studio.id)
    others = [other for other in siblings if other.id != room.id]
    page = room_page(
        room,
        desk,
        photos=queries.list_photos(room.id),
        equipment=queries.list_equipment(room.id),
        engineers=asked.engineers,
        neighbours=room_cards(others[:NEIGHBOURS], fee=service_fee(), now=now, at_home=True),
        kept=queries.is_favourite(current_user.user.id, room.id) if current_user.user else None,
    )
    return show("discovery/room.html", page, _status(asked, desk.quote))


@blueprint.get("/rooms/<code>/calendar")
@access(public)
def show_calendar(code: str) -> Response:
    """Only the desk: a week or a day of free times, and the chosen one's price."""
    now = clock.now()
    room, days = queries.get_room_with_days(code, _around(now), now=now)
    asked = _ask(room, now, days)
    desk = desk_of(asked, action=f"/rooms/{room.code}/calendar")
    page = CalendarPage(f"Free times of {room.name}", room_link(room), desk)
    return show("discovery/calendar.html", page, _status(asked, desk.quote))


@blueprint.get("/rooms/<code>/quote")
@access(public)
def show_quote(code: str) -> Response:
    """Only the price of one time, every line explained, and the button that holds it."""
    now = clock.now()
    room, days = queries.get_room_with_days(code, _around(now), now=now)
    asked = _ask(room, now, days)
    page = QuotePage(
        title=f"Your time in {room.name}",
        room=room_link(room),
        calendar=Link("Other times", calendar_href(asked)),
        quote=quote_view(asked),
    )
    return show("discovery/quote.html", page, _status(asked, page.quote))


def _room(studio: str, slug: str) -> RoomDetail:
    try:
        return get_room(studio, slug)
    except NotFound:
        raise room_missing(studio, slug) from None


def _around(now: datetime) -> date:
    """The date that is asked for, as far as rooms are let ahead."""
    today = now.date()
    return min(max(date_asked(request.args) or today, today), today + FURTHEST)


def _ask(room: RoomDetail, now: datetime, days: Days | None = None) -> Asked:
    """What the address asks of a room, with the days and engineers that the answer needs.

    `days` are those that have been read already; others are asked for.
    """
    today = to_local(now, room.rules.zone).date()
    choice = read_choice(request.args, room.rules, room.pricing, today=today)
    first, last = choice.span[0], choice.span[1] + DAY
    if days is None or first not in days or last not in days:
        days = queries.list_days_of_room(room.id, first, last, now=now)
    return Asked(
        room=room,
        choice=choice,
        days=days,
        engineers=queries.list_engineers(room, _slot(room, choice), now=now),
        fee=service_fee(),
        now=now,
    )


def _slot(room: RoomDetail, choice: Choice) -> Timeslot | None:
    try:
        return choice.slot(room.rules.zone)
    except BadTime:
        return None


def _status(asked: Asked, quote: QuoteView | None) -> int:
    return 422 if asked.choice.errors or (quote and quote.refusal) else 200
