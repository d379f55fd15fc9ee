"""A studio's closures: those that come, those that are over, and the form of a new one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from studiobook.bookings.affected import Affected
from studiobook.bookings.pages.closing import when_closed, who_waits
from studiobook.db.columns import slot_of
from studiobook.rooms.models import Room
from studiobook.studios.models import Closure, Studio
from studiobook.values.wall_clock import zone_label
from studiobook.web.components import Act, Link
from studiobook.web.console import sections

WHOLE = "The whole studio"


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """One closure; `still` says who is booked in it all the same."""

    when: str
    what: str
    reason: str
    still: str
    removal: Act | None


@dataclass(frozen=True, slots=True)
class ClosuresPage:
    """All of a studio's."""

    title: str
    sections: tuple[Link, ...]
    breadcrumbs: tuple[Link, ...]
    coming: tuple[ClosureRow, ...]
    past: tuple[ClosureRow, ...]
    new_href: str
    today_href: str


@dataclass(frozen=True)
class NewClosurePage:
    """The form, sent to the page that shows who is met."""

    title: str
    sections: tuple[Link, ...]
    breadcrumbs: tuple[Link, ...]
    form: Any
    action: str
    zone_name: str


def base_of(studio: Studio) -> str:
    """Where the closures of a studio live."""
    return f"/manage/studios/{studio.slug}/closures"


def way_to(studio: Studio, *more: Link) -> tuple[Link, ...]:
    """The studio's checklist, its closures, and what is below."""
    return (
        Link("Your studios", "/manage/studios"),
        Link(studio.name, f"/manage/studios/{studio.slug}"),
        *more,
    )


def closures_page(
    studio: Studio,
    closures: Collection[Closure],
    *,
    rooms: Collection[Room],
    met: dict[int, list[Affected]],
    now: datetime,
) -> ClosuresPage:
    """`met` are those who are booked in each, by the closure's id."""
    rows = [(_row(studio, one, rooms, met.get(one.id, []), now), one) for one in closures]
    base = base_of(studio)
    return ClosuresPage(
        title="Closures",
        sections=sections("studios"),
        breadcrumbs=way_to(studio, Link("Closures", base, current=True)),
        coming=tuple(row for row, one in rows if slot_of(one.during).ends_at > now),
        past=tuple(row for row, one in rows if slot_of(one.during).ends_at <= now)[::-1],
        new_href=f"{base}/new",
        today_href=f"{base}/today",
    )


def new_closure_page(studio: Studio, form: Any, *, now: datetime) -> NewClosurePage:
    """The form, as it was sent."""
    base = base_of(studio)
    return NewClosurePage(
        title="Close for a time",
        sections=sections("studios"),
        breadcrumbs=way_to(
            studio, Link("Closures", base), Link("Close for a time", f"{base}/new", current=True)
        ),
        form=form,
        action=f"{base}/affected",
        zone_name=zone_label(now, studio.zone),
    )


def _row(
    studio: Studio,
    closure: Closure,
    rooms: Collection[Room],
    met: list[Affected],
    now: datetime,
) -> ClosureRow:
    during = slot_of(closure.during)
    names = {room.id: room.name for room in rooms}
    what = WHOLE if closure.room_id is None else names.get(closure.room_id, "A room")
    when = when_closed(during, studio.zone)
    kept = sum(not one.booking.is_asked_to_move for one in met)
    still = [f"{kept} booked in it all the same." if kept else ""]
    still.append(who_waits([one.booking for one in met], now))
    return ClosureRow(
        when=when,
        what=what,
        reason=closure.reason,
        still=" ".join(filter(None, still)),
        removal=None
        if during.ends_at <= now
        else Act(
            "Open again",
            f"{base_of(studio)}/{closure.id}/removal",
            kind="quiet",
            words=f"Open again: {what}, {when}",
        ),
    )
