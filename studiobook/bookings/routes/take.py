"""Taking a room's time from the console: blocks, and bookings for whoever stands there."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.bookings.book_walk_in import WalkIn, book_walk_in
from studiobook.bookings.console_queries import desk_of, find_in_the_way
from studiobook.bookings.errors import WalkInOver
from studiobook.bookings.forms import BlockForm, RemovalForm, SlotForm, WalkInForm
from studiobook.bookings.pages.occupation import take_page
from studiobook.bookings.pages.undo import blocked_query, freed_query
from studiobook.bookings.policies import get_room_for
from studiobook.bookings.routes import blueprint
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.rooms.block import block, unblock
from studiobook.rooms.errors import InThePast, SlotTaken
from studiobook.rooms.models import Room
from studiobook.teams.policies import Power
from studiobook.users.viewer import Viewer
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import AmbiguousTime, BadTime
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

TEMPLATE = {"blocks": "bookings/block.html", "walk-ins": "bookings/walk_in.html"}


@dataclass(frozen=True)
class _Desk:
    """Who sent which form about which room, and when."""

    room: Room
    form: SlotForm
    kind: str
    viewer: Viewer
    now: datetime


@blueprint.get("/manage/rooms/<code>/blocks/new")
@access(staff)
def new_block(code: str) -> Response:
    """The form, filled from the free time that was pressed."""
    return _show(_asked(code, BlockForm(formdata=request.args), "blocks"))


@blueprint.post("/manage/rooms/<code>/blocks")
@access(staff)
def create_block(code: str) -> Response | BaseResponse:
    """Block the time and offer to take it back, or say who has it."""
    form = BlockForm()
    asked = _asked(code, form, "blocks")
    slot = _slot_of(asked)
    if slot is None:
        return _show(asked, 422)
    note, room_id = form.note.data or "", asked.room.id
    try:
        block_id = in_transaction(
            lambda: block(room=_again(room_id), slot=slot, note=note, now=asked.now)
        )
    except InThePast as refusal:
        return _refuse(code, asked, slot, str(refusal.message), 422)
    except SlotTaken as refusal:
        return _refuse(code, asked, slot, "", refusal.status)
    room = _again(room_id)
    return go_to(f"{url_for('bookings.show_calendar')}?{blocked_query(room, slot, block_id)}")


@blueprint.post("/manage/rooms/<code>/blocks/<int:block_id>/removal")
@access(staff)
def create_block_removal(code: str, block_id: int) -> BaseResponse:
    """Take a block off and offer to put it back; one that has gone already is gone."""
    now = clock.now()
    room = get_room_for(code, viewer=current_viewer(), power=Power.RECEIVE)
    room_id, calendar = room.id, url_for("bookings.show_calendar")
    if not RemovalForm().validate_on_submit():
        return go_to(calendar)
    gone = in_transaction(lambda: unblock(room=_again(room_id), block_id=block_id, now=now))
    if gone is None:
        flash("That block had been taken off already.", "info")
        return go_to(calendar)
    return go_to(f"{calendar}?{freed_query(_again(room_id), *gone)}")


@blueprint.get("/manage/rooms/<code>/walk-ins/new")
@access(staff)
def new_walk_in(code: str) -> Response:
    """The form, with the times of the other one."""
    return _show(_asked(code, WalkInForm(formdata=request.args), "walk-ins"))


@blueprint.post("/manage/rooms/<code>/walk-ins")
@access(staff)
def create_walk_in(code: str) -> Response | BaseResponse:
    """Book at once and show the session, or say who has the time."""
    form = WalkInForm()
    asked = _asked(code, form, "walk-ins")
    slot = _slot_of(asked)
    if slot is None:
        return _show(asked, 422)
    guest = WalkIn(
        name=form.name.data or "",
        email=form.email.data or "",
        phone=form.phone.data or "",
        people=form.people.data or 1,
        note=form.note.data or "",
    )
    room_id, actor_id, reason = asked.room.id, asked.viewer.user_id or 0, form.reason.data or ""

    def book() -> str:
        return book_walk_in(
            room=_again(room_id),
            slot=slot,
            guest=guest,
            reason=reason,
            actor_id=actor_id,
            now=asked.now,
        ).code

    try:
        booked = in_transaction(book)
    except WalkInOver as refusal:
        return _refuse(code, asked, slot, str(refusal.message), 422)
    except SlotTaken as refusal:
        return _refuse(code, asked, slot, "", refusal.status)
    flash("Booked." + (" The confirmation is on its way." if guest.email else ""), "good")
    return go_to(url_for("bookings.show_session", code=booked))


def _asked(code: str, form: SlotForm, kind: str) -> _Desk:
    viewer = current_viewer()
    room = get_room_for(code, viewer=viewer, power=Power.RECEIVE)
    return _Desk(room, form, kind, viewer, clock.now())


def _slot_of(asked: _Desk) -> Timeslot | None:
    """The slot of a faultless form; otherwise the faults are written beside its fields."""
    form = asked.form
    if not form.validate_on_submit():
        return None
    try:
        return form.slot_in(asked.room.studio.zone)
    except AmbiguousTime:
        form.fold.errors = ["The clock shows this time twice: 0 is the first, 1 the second."]
    except BadTime as error:
        form.start.errors = [f"{str(error).capitalize()}. Choose another."]
    return None


def _again(room_id: int) -> Room:
    """The room in the present transaction."""
    return db.session.get_one(Room, room_id)


def _refuse(code: str, asked: _Desk, slot: Timeslot, refused: str, status: int) -> Response:
    room = get_room_for(code, viewer=asked.viewer, power=Power.RECEIVE)
    present = _Desk(room, asked.form, asked.kind, asked.viewer, asked.now)
    return _show(present, status, refused=refused or None, wanted=None if refused else slot)


def _show(
    asked: _Desk, status: int = 200, *, refused: str | None = None, wanted: Timeslot | None = None
) -> Response:
    desk = desk_of(asked.viewer)
    taken = None
    if wanted is not None:
        is_session = asked.kind == "walk-ins"
        taken = find_in_the_way(desk, asked.room, wanted, with_buffers=is_session, now=asked.now)
        # Whoever was in the way may have gone meanwhile.
        refused = None if taken else "The time was taken a moment ago. Please try once more."
    page = take_page(
        asked.room,
        asked.form,
        kind=asked.kind,
        query=_times(asked.form),
        now=asked.now,
        refused=refused,
        in_the_way=taken,
    )
    return respond(TEMPLATE[asked.kind], page, status)


def _times(form: SlotForm) -> str:
    """The times as a query, for the other form."""
    on_date, at, hours = form.date.data, form.start.data, form.hours.data
    fields = {
        "date": on_date.isoformat() if on_date else "",
        "start": f"{at:%H:%M}" if at else "",
        "hours": f"{hours:f}" if hours is not None else "",
        "fold": form.fold.data or "",
    }
    return urlencode({name: value for name, value in fields.items() if value})
