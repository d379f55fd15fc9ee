"""Rooms that are sold no more or again, and what is deleted because nobody ever booked it."""

from flask import Response, flash
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.bookings.errors import AffectedChanged, EverBooked, Undecided
from studiobook.bookings.forms.closings import DecisionForm
from studiobook.bookings.leave_market import (
    delete_room,
    delete_studio,
    leave_market,
    list_booked,
    was_booked,
)
from studiobook.bookings.pages.closing import done_in_words
from studiobook.bookings.pages.off_market import deletion_page, market_page
from studiobook.bookings.routes import blueprint
from studiobook.bookings.routes.closures import decision_sent
from studiobook.db.transaction import in_transaction
from studiobook.files.opening import current_storage, discard
from studiobook.rooms.models import Room
from studiobook.rooms.queries import get_room_of, list_rooms_of
from studiobook.rooms.remove import WasLive
from studiobook.rooms.withdraw import return_room
from studiobook.studios.lock import lock_studio
from studiobook.studios.models import Studio
from studiobook.teams.policies import Power, get_studio_for
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/studios/<slug>/rooms/<room_slug>/market")
@access(staff)
def show_market(slug: str, room_slug: str) -> Response:
    """Who has booked it, and the button that ends or begins selling."""
    return _show(_room(slug, room_slug))


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/market/withdrawal")
@access(staff)
def create_room_withdrawal(slug: str, room_slug: str) -> Response | BaseResponse:
    """Sell it no more."""
    room, viewer, now = _room(slug, room_slug), current_viewer(), clock.now()
    form = DecisionForm()
    if not form.validate_on_submit():
        return _show(room, Undecided.message, 422)
    decision = decision_sent(form.overall.data)
    try:
        done = in_transaction(
            lambda: leave_market(room, decision=decision, actor_id=viewer.user_id, now=now)
        )
    except (AffectedChanged, Undecided) as refusal:
        again = _room(slug, room_slug)
        return _show(again, refusal.message, refusal.status, overall=form.overall.data or "")
    flash(f"{_room(slug, room_slug).name} is no longer sold. {done_in_words(done)}", "good")
    return go_to(_at(slug, room_slug))


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/market/return")
@access(staff)
def create_room_return(slug: str, room_slug: str) -> BaseResponse:
    """Sell it again."""
    room = _room(slug, room_slug)

    def work() -> None:
        lock_studio(room.studio_id)
        return_room(room)

    in_transaction(work)
    flash(f"{_room(slug, room_slug).name} is sold again.", "good")
    return go_to(_at(slug, room_slug))


@blueprint.post("/manage/studios/<slug>/rooms/<room_slug>/market/deletion")
@access(staff)
def create_room_deletion(slug: str, room_slug: str) -> Response | BaseResponse:
    """Delete a room that nobody ever booked."""
    room = _room(slug, room_slug)
    name = room.name
    try:
        keys = in_transaction(lambda: delete_room(room))
    except EverBooked as refusal:
        return _show(_room(slug, room_slug), refusal.message, refusal.status)
    _discard(keys)
    flash(f"{name} is deleted.", "good")
    return go_to(f"/manage/studios/{slug}")


@blueprint.get("/manage/studios/<slug>/deletion")
@access(staff)
def show_deletion(slug: str) -> Response:
    """What would be gone, or why it can't be deleted."""
    studio = _studio(slug)
    refusal = None
    if studio.published_at is not None:
        refusal = WasLive.message
    elif any(was_booked(room) for room in list_rooms_of(studio.id)):
        refusal = EverBooked.message
    return _show_deletion(studio, refusal)


@blueprint.post("/manage/studios/<slug>/deletion")
@access(staff)
def create_deletion(slug: str) -> Response | BaseResponse:
    """Delete a draft that nobody has ever seen."""
    studio = _studio(slug)
    name = studio.name
    try:
        keys = in_transaction(lambda: delete_studio(studio))
    except (WasLive, EverBooked) as refusal:
        return _show_deletion(_studio(slug), refusal.message, refusal.status)
    _discard(keys)
    flash(f"{name} is deleted.", "good")
    return go_to("/manage/studios")


def _studio(slug: str) -> Studio:
    return get_studio_for(current_viewer(), Power.SET_UP, slug=slug)


def _room(slug: str, room_slug: str) -> Room:
    return get_room_of(_studio(slug).id, room_slug)


def _at(slug: str, room_slug: str) -> str:
    return f"/manage/studios/{slug}/rooms/{room_slug}/market"


def _discard(keys: list[str]) -> None:
    """After the commit: a picture without a row is found by the doctor, a row without one hurts."""
    for key in keys:
        discard(current_storage(), key)


def _show(room: Room, warning: str | None = None, status: int = 200, overall: str = "") -> Response:
    now = clock.now()
    page = market_page(
        room,
        list_booked(room, now=now),
        ever_booked=was_booked(room),
        overall=overall,
        now=now,
        warning=warning,
    )
    return respond("bookings/market.html", page, status)


def _show_deletion(studio: Studio, refusal: str | None, status: int = 200) -> Response:
    page = deletion_page(
        studio,
        list_rooms_of(studio.id),
        refusal=refusal,
    )
    return respond("bookings/deletion.html", page, status)
