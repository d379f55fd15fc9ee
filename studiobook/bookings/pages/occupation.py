"""The two forms that take a room's time: a block, and a walk-in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from studiobook.bookings.console_queries import Taken
from studiobook.bookings.pages.agenda import guest_of, hours_of, session_href
from studiobook.bookings.pages.wording import until
from studiobook.rooms.models import OccupancyKind, Room
from studiobook.values.wall_clock import to_local, zone_label
from studiobook.web.components import Link
from studiobook.web.console import sections
from studiobook.web.templating import day


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What has the time already, in a sentence, and where it can be dealt with."""

    sentence: str
    link: Link


@dataclass(frozen=True, slots=True)
class TakePage:
    """One of the forms; `other` is the other one, keeping the times."""

    title: str
    sections: tuple[Link, ...]
    form: Any
    action: str
    zone_name: str
    other: Link
    back: Link
    refused: str | None = None
    in_the_way: InTheWay | None = None


def take_page(
    room: Room,
    form: Any,
    *,
    kind: str,
    query: str,
    now: datetime,
    refused: str | None = None,
    in_the_way: Taken | None = None,
) -> TakePage:
    """`kind` is "blocks" or "walk-ins"; `query` carries the times to the other form."""
    base = f"/manage/rooms/{room.code}"
    is_block = kind == "blocks"
    other = ("Book a walk-in instead", "walk-ins") if is_block else ("Block it instead", "blocks")
    on_date = form.date.data
    back = f"/manage/calendar?date={on_date}" if on_date else "/manage/calendar"
    return TakePage(
        title=f"Block {room.name}" if is_block else f"Walk-in in {room.name}",
        sections=sections("calendar"),
        form=form,
        action=f"{base}/{kind}",
        zone_name=zone_label(now, room.studio.zone),
        other=Link(other[0], f"{base}/{other[1]}/new?{query}"),
        back=Link("Back to the day", back),
        refused=refused,
        in_the_way=None if in_the_way is None else _in_the_way(room, in_the_way, now),
    )


#: Said where the sessions alone would leave the time free.
_PAUSE = "The pause that this room has around each session counts too."


def _in_the_way(room: Room, taken: Taken, now: datetime) -> InTheWay:
    zone = room.studio.zone
    local = to_local(taken.slot.starts_at, zone).date()
    hours = f"{day(local)}, {hours_of(taken.slot, zone)}"
    to_day = Link("See the day", f"/manage/calendar?date={local}")
    booking = taken.booking
    if taken.kind is OccupancyKind.BLOCK:
        note = f" ({taken.note})" if taken.note else ""
        return InTheWay(f"{room.name} is blocked already: {hours}{note}.", to_day)
    if booking is not None and taken.kind is OccupancyKind.HOLD:
        end = "" if booking.lapses_at is None else until(booking.lapses_at, zone, now=now)
        return InTheWay(
            f"Somebody is paying for {hours}: the time is theirs{f' until {end}' if end else ''}.",
            to_day,
        )
    if booking is not None:
        pause = f" {_PAUSE}" if room.buffer_before_minutes or room.buffer_after_minutes else ""
        return InTheWay(
            f"{guest_of(booking)} has {room.name} then: {hours}.{pause} Nothing was changed.",
            Link(f"Open the booking of {guest_of(booking)}", session_href(booking)),
        )
    return InTheWay(f"{room.name} is taken then: {hours}.", to_day)
