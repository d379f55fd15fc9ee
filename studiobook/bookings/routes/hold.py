"""Taking a slot: one form from any page that shows a free time."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, current_app, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.bookings.errors import PriceChanged, TooManyHolds
from studiobook.bookings.forms.slots import HoldForm
from studiobook.bookings.hold import hold
from studiobook.bookings.offered_again import offered_of
from studiobook.bookings.pages import refused
from studiobook.bookings.pages.refused import RefusedPage, Wish
from studiobook.bookings.queries import list_active_holds
from studiobook.bookings.routes import blueprint
from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.extensions import limiter
from studiobook.rooms.add_on import AddOnRefused, Wanted
from studiobook.rooms.catalogue import RoomDetail, get_room_by_code
from studiobook.rooms.errors import NotOffered, SlotTaken
from studiobook.rooms.queries import get_listed
from studiobook.teams.errors import EngineerTaken, NoSuchEngineer
from studiobook.teams.queries import find_engineer
from studiobook.users.viewer import Viewer
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import BadTime
from studiobook.web.access import access, public
from studiobook.web.components import Link
from studiobook.web.htmx import go_to, swap_whole_page
from studiobook.web.viewer import remembered_viewer


@dataclass(frozen=True)
class _Asked:
    """A readable form."""

    slot: Timeslot
    people: int
    engineer_id: int | None
    add_ons: Wanted
    expected_total: int | None


@blueprint.post("/rooms/<code>/holds")
@limiter.limit("30 per minute")
@access(public)
def create_hold(code: str) -> Response | BaseResponse:
    """Hold and go to the checkout, or say why not and what instead."""
    now, viewer = clock.now(), remembered_viewer()
    room = get_room_by_code(code)
    form = HoldForm()
    if not form.validate_on_submit():
        return _say(refused.faulty_form(get_listed(code), form), 422)
    people = form.people.data or 1
    try:
        slot = form.slot_in(room.studio.zone)
    except BadTime as error:
        assert form.hours.data is not None
        wish = Wish(
            get_listed(code), people, None, service_fee(), offered_of(room.id, form.wanted_add_ons)
        )
        return _say(refused.bad_time(wish, error, half_hours=int(form.hours.data * 2)), 422)
    asked = _Asked(slot, people, form.engineer.data, form.wanted_add_ons, form.expected_total.data)
    try:
        booked = in_transaction(lambda: _hold(room, asked, viewer, now))
    except DomainError as error:
        return _refuse(code, asked, viewer, error, now)
    return go_to(url_for("bookings.show_checkout", code=booked))


@blueprint.get("/rooms/<code>/holds")
@access(public)
def show_holds(code: str) -> BaseResponse:
    """Whoever comes back to a refusal, which is no page of its own, finds the room."""
    room = get_room_by_code(code)
    return redirect(f"/studios/{room.studio.slug}/rooms/{room.slug}", 303)


def service_fee() -> Rate:
    """The marketplace's share as this installation sets it."""
    return Rate(current_app.config["SETTINGS"].service_fee)


def _hold(room: RoomDetail, asked: _Asked, viewer: Viewer, now: datetime) -> str:
    """The booking's code: after the commit asking the booking itself would be one more query."""
    return hold(
        room=room,
        slot=asked.slot,
        people=asked.people,
        engineer_id=asked.engineer_id,
        add_ons=asked.add_ons,
        expected_total_minor=asked.expected_total,
        viewer=viewer,
        fee=service_fee(),
        now=now,
    ).code


def _refuse(
    code: str, asked: _Asked, viewer: Viewer, error: DomainError, now: datetime
) -> Response:
    room = get_listed(code)
    add_ons = offered_of(room.id, asked.add_ons)
    engineer = find_engineer(asked.engineer_id, studio_id=room.studio_id)
    wish = Wish(room, asked.people, engineer, service_fee(), add_ons)
    page = _page_for(error, wish, asked, viewer, now)
    return _say(page, error.status)


def _page_for(
    error: DomainError, wish: Wish, asked: _Asked, viewer: Viewer, now: datetime
) -> RefusedPage:
    match error:
        case PriceChanged():
            return refused.price_changed(wish, asked.slot, error.total)
        case TooManyHolds():
            return refused.too_many(wish.room, asked.slot, error, _held(viewer, now))
        case EngineerTaken() | NoSuchEngineer():
            return refused.without_engineer(wish, error, asked.slot, now=now)
        case AddOnRefused():
            return refused.without_add_on(wish, error, asked.slot)
        case SlotTaken():
            title = "Somebody was faster"
        case NotOffered():
            title = "That time is not on offer"
        case _:
            title = "That does not make a booking"
    return refused.refused(wish, error, asked.slot, title=title, now=now)


def _held(viewer: Viewer, now: datetime) -> list[Link]:
    return [
        Link(
            f"{own.room.name}, {own.room.studio.name}",
            url_for("bookings.show_booking", code=own.code),
        )
        for own in list_active_holds(viewer, now=now)
    ]


def _say(page: RefusedPage, status: int) -> Response:
    # A page of its own, wherever the form stood.
    body = render_template("bookings/hold_refused.html", page=page)
    return swap_whole_page(make_response(body, status))
