"""Taking a room's time from the console: blocks, and bookings for whoever stands there."""

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.bookings.book_walk_in import WalkIn, book_walk_in
from studiobook.bookings.console_queries import desk_of, find_in_the_way
from studiobook.bookings.errors import WalkInOver
from studiobook.bookings.forms.studios import BlockForm, WalkInForm
from studiobook.bookings.pages.instead import walk_in_instead
from studiobook.bookings.pages.occupation import Instead, take_page
from studiobook.bookings.pages.undo import blocked_query, freed_query
from studiobook.bookings.policies import get_room_for
from studiobook.bookings.routes import blueprint
from studiobook.bookings.routes.taking import (
    Asked,
    asked_for,
    free_engineers,
    room_again,
    slot_of,
    times_of,
)
from studiobook.db.transaction import in_transaction
from studiobook.rooms.block import block, unblock
from studiobook.rooms.errors import InThePast, SlotTaken
from studiobook.teams.errors import EngineerTaken, NoSuchEngineer
from studiobook.teams.policies import Power
from studiobook.values.timeslot import Timeslot
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

TEMPLATE = {"blocks": "bookings/block.html", "walk-ins": "bookings/walk_in.html"}


@blueprint.get("/manage/rooms/<code>/blocks/new")
@access(staff)
def new_block(code: str) -> Response:
    """The form, filled from the free time that was pressed."""
    return _show(asked_for(code, BlockForm(formdata=request.args), "blocks"))


@blueprint.post("/manage/rooms/<code>/blocks")
@access(staff)
def create_block(code: str) -> Response | BaseResponse:
    """Block the time and offer to take it back, or say who has it."""
    form = BlockForm()
    asked = asked_for(code, form, "blocks")
    slot = slot_of(asked)
    if slot is None:
        return _show(asked, 422)
    note, room_id = form.note.data or "", asked.room.id
    try:
        block_id = in_transaction(
            lambda: block(room=room_again(room_id), slot=slot, note=note, now=asked.now)
        )
    except InThePast as refusal:
        return _refuse(code, asked, slot, str(refusal.message), 422)
    except SlotTaken as refusal:
        return _refuse(code, asked, slot, "", refusal.status)
    room = room_again(room_id)
    return go_to(f"{url_for('bookings.show_calendar')}?{blocked_query(room, slot, block_id)}")


@blueprint.post("/manage/rooms/<code>/blocks/<int:block_id>/removal")
@access(staff)
def create_block_removal(code: str, block_id: int) -> BaseResponse:
    """Take a block off and offer to put it back; one that has gone already is gone."""
    now = clock.now()
    room = get_room_for(code, viewer=current_viewer(), power=Power.RECEIVE)
    room_id, calendar = room.id, url_for("bookings.show_calendar")
    gone = in_transaction(lambda: unblock(room=room_again(room_id), block_id=block_id, now=now))
    if gone is None:
        flash("That block had been taken off already.", "info")
        return go_to(calendar)
    return go_to(f"{calendar}?{freed_query(room_again(room_id), *gone)}")


@blueprint.get("/manage/rooms/<code>/walk-ins/new")
@access(staff)
def new_walk_in(code: str) -> Response:
    """The form, with the times of the other one."""
    return _show(asked_for(code, WalkInForm(formdata=request.args), "walk-ins"))


@blueprint.post("/manage/rooms/<code>/walk-ins")
@access(staff)
def create_walk_in(code: str) -> Response | BaseResponse:
    """Book at once and show the session, or say who has the time."""
    form = WalkInForm()
    asked = asked_for(code, form, "walk-ins")
    slot = slot_of(asked)
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
            room=room_again(room_id),
            slot=slot,
            guest=guest,
            reason=reason,
            actor_id=actor_id,
            now=asked.now,
            engineer_id=form.engineer.data,
        ).code

    try:
        booked = in_transaction(book)
    except WalkInOver as refusal:
        return _refuse(code, asked, slot, str(refusal.message), 422)
    except SlotTaken as refusal:
        return _refuse(code, asked, slot, "", refusal.status)
    except (EngineerTaken, NoSuchEngineer) as refusal:
        form.engineer.errors = [refusal.message]
        return _refuse(code, asked, slot, refusal.message, refusal.status)
    sent = " The confirmation is on its way." if guest.email else ""
    flash(f"Booked for {guest.name}.{sent}", "good")
    return go_to(url_for("bookings.show_session", code=booked))


def _refuse(code: str, asked: Asked, slot: Timeslot, refused: str, status: int) -> Response:
    present = asked_for(code, asked.form, asked.kind)
    return _show(present, status, refused=refused or None, wanted=None if refused else slot)


def _show(
    asked: Asked, status: int = 200, *, refused: str | None = None, wanted: Timeslot | None = None
) -> Response:
    form, desk = asked.form, desk_of(asked.viewer)
    taken = None
    instead: tuple[Instead, ...] = ()
    if isinstance(form, WalkInForm):
        form.offers(free_engineers(asked))
    if wanted is not None:
        is_session = isinstance(form, WalkInForm)
        taken = find_in_the_way(desk, asked.room, wanted, with_buffers=is_session, now=asked.now)
        # Whoever was in the way may have gone meanwhile.
        refused = None if taken else "The time was taken a moment ago. Please try once more."
        if isinstance(form, WalkInForm):
            instead = walk_in_instead(asked.room, form, wanted, now=asked.now)
    page = take_page(
        asked.room,
        form,
        kind=asked.kind,
        query=times_of(form),
        now=asked.now,
        refused=refused,
        in_the_way=taken,
        instead=instead,
    )
    return respond(TEMPLATE[asked.kind], page, status)
