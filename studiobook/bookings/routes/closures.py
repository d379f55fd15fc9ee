"""/manage/studios/<slug>/closures: closing for a time, closing today, and opening again."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from flask import Response, flash, request
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.bookings.affected import Choice, Decision, list_affected
from studiobook.bookings.close import Closing, close, reopen
from studiobook.bookings.errors import AffectedChanged, Undecided
from studiobook.bookings.forms.closings import CloseForm, ClosureForm
from studiobook.bookings.pages.closing import Frame, closing_page, done_in_words, when_closed
from studiobook.bookings.pages.closures import (
    WHOLE,
    base_of,
    closures_page,
    new_closure_page,
    way_to,
)
from studiobook.bookings.rest_of_day import rest_of_day
from studiobook.bookings.routes import blueprint
from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.db.transaction import in_transaction
from studiobook.errors import NotFound
from studiobook.rooms.errors import InThePast
from studiobook.rooms.models import Room
from studiobook.rooms.queries import list_rooms_of
from studiobook.studios.models import Closure, Studio
from studiobook.studios.queries import list_closures_of
from studiobook.teams.policies import Power, get_studio_for
from studiobook.values.wall_clock import to_local
from studiobook.web.access import access, staff
from studiobook.web.components import Link
from studiobook.web.forms import options
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

OVER = "That time is over. Choose one that ends later than now."


@dataclass(frozen=True)
class _Asked:
    """A closure that is being prepared, and where its page belongs."""

    closing: Closing
    is_today: bool = False
    overall: str = ""


@blueprint.get("/manage/studios/<slug>/closures")
@access(staff)
def list_closures(slug: str) -> Response:
    """What comes, and what is over."""
    studio, now = _studio(slug), clock.now()
    rooms, closures = list_rooms_of(studio.id), list_closures_of(studio.id)
    met = {
        one.id: list_affected(
            [room.id for room in rooms if one.room_id in (None, room.id)],
            slot_of(one.during),
            now=now,
        )
        for one in closures
        if slot_of(one.during).ends_at > now
    }
    page = closures_page(studio, closures, rooms=rooms, met=met, now=now)
    return respond("bookings/closures.html", page)


@blueprint.get("/manage/studios/<slug>/closures/new")
@access(staff)
def new_closure(slug: str) -> Response:
    """The form, with today's date."""
    studio, now = _studio(slug), clock.now()
    today = to_local(now, studio.zone).date()
    return _ask(studio, _form(studio, data={"first": today, "room": ""}))


@blueprint.get("/manage/studios/<slug>/closures/affected")
@access(staff)
def show_affected(slug: str) -> Response:
    """Who is booked then: nothing is closed yet."""
    studio = _studio(slug)
    form = _form(studio, formdata=request.args)
    during = form.during_in(studio.zone) if form.validate() else None
    if during is None:
        return _ask(studio, form, 422)
    if during.ends_at <= clock.now():
        form.last.errors = [OVER]
        return _ask(studio, form, 422)
    room = _room(studio, form.room.data or "")
    return _show(_Asked(Closing(studio, room, during, form.reason.data or "")))


@blueprint.get("/manage/studios/<slug>/closures/today")
@access(staff)
def show_close_today(slug: str) -> Response:
    """Who is booked for the rest of today, in the studio or in one room."""
    studio, now = _studio(slug), clock.now()
    room = _room(studio, request.args.get("room", ""))
    return _show(_Asked(Closing(studio, room, rest_of_day(studio, now=now)), is_today=True))


@blueprint.post("/manage/studios/<slug>/closures")
@limits.told_many
@access(staff)
def create_closure(slug: str) -> Response | BaseResponse:
    """Close, and do what was chosen for each; what has changed meanwhile is shown first."""
    studio, viewer, now = _studio(slug), current_viewer(), clock.now()
    form = CloseForm()
    if not form.validate_on_submit() or form.during is None:
        return _ask(studio, _form(studio, data={"room": form.room.data or ""}), 422)
    closing = Closing(
        studio, _room(studio, form.room.data or ""), form.during, form.reason.data or ""
    )
    asked = _Asked(closing, request.form.get("today") == "1", form.overall.data or "")
    decision = decision_sent(form.overall.data)
    try:
        done = in_transaction(
            lambda: close(closing, decision=decision, actor_id=viewer.user_id, now=now)
        )
    except (AffectedChanged, Undecided) as refusal:
        again = replace(closing, studio=_studio(slug), room=_room(_studio(slug), form.room.data))
        return _show(replace(asked, closing=again), refusal.message, refusal.status)
    except InThePast:
        flash(OVER, "bad")
        return go_to(f"{base_of(studio)}/new")
    studio = _studio(slug)
    flash(f"Closed: {when_closed(closing.during, studio.zone)}. {done_in_words(done)}", "good")
    return go_to(base_of(studio))


@blueprint.post("/manage/studios/<slug>/closures/<int:closure_id>/removal")
@limits.told_many
@access(staff)
def create_closure_removal(slug: str, closure_id: int) -> BaseResponse:
    """Open again. What was cancelled stays cancelled; who was asked need not choose any more."""
    studio, viewer, now = _studio(slug), current_viewer(), clock.now()
    base, studio_id = base_of(studio), studio.id

    def work() -> int | None:
        closure = db.session.get(Closure, closure_id)
        if closure is None or closure.studio_id != studio_id:
            return None
        with suppress(NotFound):
            return reopen(closure, actor_id=viewer.user_id, now=now)
        return None

    stand = in_transaction(work)
    if stand is None:
        flash("That closure had been taken back already.", "info")
    else:
        told = f" {stand} asked to choose keep their time and are told." if stand else ""
        flash(f"Open again. Bookings that were cancelled stay cancelled.{told}", "good")
    return go_to(base)


def decision_sent(overall: str | None) -> Decision:
    """What the form says about all, about single ones, and what its page had shown."""
    return Decision(
        overall=Choice(overall) if overall else None,
        single={code: Choice(c) for code, c in singles_sent().items()},
        seen=frozenset(request.form.getlist("seen")),
    )


def singles_sent() -> Mapping[str, str]:
    """Choices for single bookings, by code."""
    return {
        name.removeprefix("choice-"): value
        for name, value in request.form.items()
        if name.startswith("choice-") and value in set(Choice)
    }


def _studio(slug: str) -> Studio:
    return get_studio_for(current_viewer(), Power.RUN, slug=slug)


def _room(studio: Studio, code: str | None) -> Room | None:
    """The studio's room of this code; None for no code at all."""
    if not code:
        return None
    room = next((room for room in list_rooms_of(studio.id) if room.code == code), None)
    if room is None:
        raise NotFound
    return room


def _form(studio: Studio, **given: object) -> ClosureForm:
    form = ClosureForm(**{"formdata": None, **given})
    rooms = [(room.code, room.name) for room in list_rooms_of(studio.id)]
    form.room.choices = options([("", WHOLE), *rooms])
    return form


def _ask(studio: Studio, form: ClosureForm, status: int = 200) -> Response:
    now = clock.now()
    page = new_closure_page(studio, form, now=now)
    return respond("bookings/new_closure.html", page, status)


def _show(asked: _Asked, warning: str | None = None, status: int = 200) -> Response:
    now, closing = clock.now(), asked.closing
    affected = list_affected(closing.room_ids, closing.during, now=now)
    page = closing_page(_frame(asked), affected, now=now, warning=warning)
    return respond("bookings/closing.html", page, status)


def _frame(asked: _Asked) -> Frame:
    closing, studio = asked.closing, asked.closing.studio
    base, what = base_of(studio), closing.room.name if closing.room else studio.name
    when = when_closed(closing.during, studio.zone)
    title = f"Close {what} today" if asked.is_today else f"Close {what}"
    here = Link(title, f"{base}/today" if asked.is_today else f"{base}/new", current=True)
    return Frame(
        title=title,
        lede=f"{when}{f': {closing.reason}' if closing.reason else ''}.",
        action=base,
        button="Close it",
        way=way_to(studio, Link("Closures", base), here),
        back=Link("Leave it open", "/manage" if asked.is_today else base),
        section="today" if asked.is_today else "studios",
        fields=(
            ("room", closing.room.code if closing.room else ""),
            ("starts_at", closing.during.starts_at.isoformat()),
            ("ends_at", closing.during.ends_at.isoformat()),
            ("reason", closing.reason),
            ("today", "1" if asked.is_today else ""),
        ),
        switches=_switches(studio, closing.room) if asked.is_today else (),
        overall=asked.overall,
        single=singles_sent() if request.method == "POST" else {},
    )


def _switches(studio: Studio, chosen: Room | None) -> tuple[Link, ...]:
    """All rooms, or one of them."""
    rooms = [room for room in list_rooms_of(studio.id) if room.enabled]
    if len(rooms) < 2:
        return ()
    here = f"{base_of(studio)}/today"
    return (
        Link("All rooms", here, current=chosen is None),
        *(Link(room.name, f"{here}?room={room.code}", current=room is chosen) for room in rooms),
    )
