"""A studio's checklist: every step of setting it up, what is done and what is missing."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from studiobook.rooms.forms.terms import ANSWERS, PRESETS
from studiobook.rooms.listing import is_priced, missing
from studiobook.rooms.models import Room
from studiobook.rooms.queries import ids_with_photo, list_rooms_of
from studiobook.studios.models import Studio, StudioState
from studiobook.teams.policies import Power, may
from studiobook.users.viewer import Viewer
from studiobook.web.components import Act, Link
from studiobook.web.console import sections


@dataclass(frozen=True)
class Task:
    """One step; `is_needed` while going live waits for it."""

    label: str
    detail: str
    href: str | None
    is_done: bool
    is_needed: bool = False


@dataclass(frozen=True)
class ChecklistPage:
    """Where the studio stands; `publish` and `withdraw` are None where they make no sense.

    Going live waits for each of `needed` and for one room; `about` is better said than not.
    """

    name: str
    state: str
    needed: tuple[Task, ...]
    rooms: tuple[Task, ...]
    about: tuple[Task, ...]
    new_room: Link
    next_step: Link | None
    lacks: str
    publish: Act | None
    withdraw: Act | None
    closures: Link
    deletion: Link | None
    public_href: str
    breadcrumbs: tuple[Link, ...]
    warning: str | None
    sections: tuple[Link, ...]


def checklist_page(studio: Studio, *, viewer: Viewer, warning: str | None = None) -> ChecklistPage:
    """The page for one who may set the studio up."""
    lacks = missing(studio)
    needed = (_hours(studio), _payments(studio, viewer))
    shown = ids_with_photo(studio.id)
    rooms = tuple(_room(room, has_photo=room.id in shown) for room in list_rooms_of(studio.id))
    new_room = Link("Add a room", url_for("rooms.new_room", slug=studio.slug))
    is_live = studio.state is StudioState.PUBLISHED
    here = url_for("rooms.show_studio", slug=studio.slug)
    return ChecklistPage(
        name=studio.name,
        state="paused" if studio.is_paused else studio.state.value,
        needed=needed,
        rooms=rooms,
        about=_about(studio),
        new_room=new_room,
        next_step=_next_step(needed, rooms, new_room) if lacks else None,
        lacks=", ".join(lacks),
        publish=None if is_live else _publish(studio, ready=not lacks),
        withdraw=_withdraw(studio) if is_live else None,
        closures=Link("Closures", url_for("bookings.list_closures", slug=studio.slug)),
        deletion=_deletion(studio),
        # Discovery stands above rooms: its page for the team is known here by its name only.
        public_href=f"/studios/{studio.slug}" if is_live else _to_preview(studio),
        breadcrumbs=(
            Link("Your studios", url_for("rooms.list_studios")),
            Link(studio.name, here, current=True),
        ),
        warning=warning,
        sections=sections("studios"),
    )


def _hours(studio: Studio) -> Task:
    hours = studio.hours
    open_at = "; ".join(f"{days} {opened}" for days, opened in hours.describe()) if hours else ""
    return Task(
        "Opening hours",
        open_at or "Nobody can book before it opens.",
        _to(studio, "show_hours"),
        is_done=bool(hours and not hours.never_open),
        is_needed=True,
    )


def _about(studio: Studio) -> tuple[Task, ...]:
    terms = f"{dict(PRESETS)[studio.terms_preset].partition(':')[0]} terms. "
    terms += dict(ANSWERS)["instant" if studio.instant else "request"].partition(":")[0] + "."
    city = studio.city
    place = f"{studio.street}, {city.name}"
    is_placed = (studio.lat, studio.lng) != (city.lat, city.lng)
    return (
        Task("Name and place", place, _to(studio, "show_place"), is_done=True),
        Task("Booking terms and tax", terms, _to(studio, "show_terms"), is_done=True),
        Task(
            "On the map",
            "Guests find the door." if is_placed else f"Still in the middle of {city.name}.",
            _to(studio, "show_position"),
            is_done=is_placed,
        ),
        Task(
            "Description",
            _words(studio),
            _to(studio, "show_words"),
            is_done=bool(studio.description),
        ),
        Task(
            "Questions and answers",
            _questions(studio),
            _to(studio, "edit_questions"),
            is_done=bool(studio.questions),
        ),
    )


def _words(studio: Studio) -> str:
    if not studio.description:
        return "What is special here, rules, how to get in."
    return "Written." if studio.entry_notes else "Written, but for how to get in."


def _questions(studio: Studio) -> str:
    count = len(studio.questions)
    if not count:
        return "What guests ask you again and again."
    return "One is answered." if count == 1 else f"{count} are answered."


def _payments(studio: Studio, viewer: Viewer) -> Task:
    done = studio.company.can_charge
    if may(viewer, Power.OWN, studio_id=studio.id):
        href: str | None = _payments_href(studio)
        detail = "Guests can pay." if done else "Say how you are paid."
    else:
        href, detail = None, "Guests can pay." if done else "Only the owner can set this up."
    return Task("Payments", detail, href, is_done=done, is_needed=True)


def _deletion(studio: Studio) -> Link | None:
    if studio.published_at is not None:
        return None
    return Link("Delete the draft", url_for("bookings.show_deletion", slug=studio.slug))


def _payments_href(studio: Studio) -> str:
    """Payments stand above rooms: their page is known here by its name only."""
    return url_for("payments.show_account", slug=studio.slug)


def _room(room: Room, *, has_photo: bool) -> Task:
    slugs: dict[str, Any] = {"slug": room.studio.slug, "room_slug": room.slug}
    if not is_priced(room):
        return _room_task(room, "Needs a price.", url_for("rooms.show_prices", **slugs))
    if not has_photo:
        return _room_task(room, "Needs a photo.", url_for("rooms.show_photos", **slugs))
    shown = "Guests can book it." if room.listed else "Complete."
    if not room.enabled:
        shown = "Not sold at the moment."
    return Task(room.name, shown, url_for("rooms.show_room", **slugs), is_done=True)


def _room_task(room: Room, detail: str, href: str) -> Task:
    return Task(room.name, detail, href, is_done=False, is_needed=True)


def _next_step(needed: tuple[Task, ...], rooms: tuple[Task, ...], new_room: Link) -> Link | None:
    """The first thing that is missing: hours, then rooms, then payments."""
    hours, payments = needed
    if not hours.is_done and hours.href:
        return Link(f"Next: {hours.label}", hours.href)
    if not rooms:
        return Link("Next: Add a room", new_room.href)
    if not any(room.is_done for room in rooms) and rooms[0].href:
        return Link(f"Next: {rooms[0].label}, {rooms[0].detail.rstrip('.').lower()}", rooms[0].href)
    if not payments.is_done and payments.href:
        return Link(f"Next: {payments.label}", payments.href)
    return None


def _publish(studio: Studio, *, ready: bool) -> Act:
    action = url_for("rooms.create_publication", slug=studio.slug)
    return Act("Publish", action, kind="primary" if ready else "quiet")


def _withdraw(studio: Studio) -> Act:
    action = url_for("rooms.create_withdrawal", slug=studio.slug)
    return Act("Take it offline", action, kind="quiet")


def _to(studio: Studio, view: str) -> str:
    return url_for(f"rooms.{view}", slug=studio.slug)


def _to_preview(studio: Studio) -> str:
    return url_for("discovery.show_studio_preview", slug=studio.slug)
