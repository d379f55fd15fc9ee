"""The calendar of those who run the rooms: all rooms of a day, or one room for a week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studiobook.bookings.console_queries import Desk, Taken
from studiobook.bookings.pages.agenda import Line, closed_hours, line_of
from studiobook.bookings.pages.day_strip import DayStrip, day_strip, take_href
from studiobook.db.columns import slot_of
from studiobook.rooms.models import Room
from studiobook.studios.models import Closure, Studio
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import day_bounds, half_hours_in_day, to_local, zone_label
from studiobook.web.components import Link, Undo
from studiobook.web.console import sections
from studiobook.web.templating import day

DAY = timedelta(days=1)
WEEK = 7
#: From so many rooms on, their names stand above them to be jumped to.
MANY = 7


@dataclass(frozen=True, slots=True)
class RoomStrip:
    """One ribbon with its sessions below; `take` opens the form for a block or a walk-in."""

    key: str
    heading: str
    href: str
    strip: DayStrip
    lines: tuple[Line, ...]
    take: Link | None


@dataclass(frozen=True, slots=True)
class Part:
    """The rooms of a studio, or the days of a room."""

    heading: str | None
    note: str
    days: tuple[RoomStrip, ...]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """`title` names the day or the room; `jumps` lead down to each of many rooms."""

    title: str
    sections: tuple[Link, ...]
    parts: tuple[Part, ...]
    earlier: Link
    today: Link | None
    later: Link
    undo: Undo | None = None
    back: Link | None = None
    jumps: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What was read for the page."""

    desk: Desk
    rooms: list[Room]
    taken: list[Taken]
    closures: list[Closure]
    now: datetime


def reach_of(studios: tuple[Studio, ...], first: date, days: int) -> Timeslot | None:
    """The time that the page needs: those dates in every zone, and the night after."""
    bounds = [
        day_bounds(on_date, studio.zone)
        for studio in studios
        for on_date in (first, first + days * DAY)
        if half_hours_in_day(on_date, studio.zone)
    ]
    if not bounds:
        return None
    return Timeslot(min(b.starts_at for b in bounds), max(b.ends_at for b in bounds))


def calendar_page(shown: Shown, *, on_date: date, today: date, undo: Undo | None) -> CalendarPage:
    """All rooms of a day."""
    several = len(shown.desk.studios) > 1
    parts = [
        Part(
            studio.name if several else None,
            _zone_note(studio, on_date),
            tuple(
                _room_day(shown, room, on_date, room.name, f"/manage/calendar/{room.code}")
                for room in shown.rooms
                if room.studio_id == studio.id and half_hours_in_day(on_date, studio.zone)
            ),
        )
        for studio in shown.desk.studios
    ]
    return CalendarPage(
        title=day(on_date),
        sections=sections("calendar"),
        parts=tuple(parts),
        earlier=Link("Day before", f"/manage/calendar?date={on_date - DAY}"),
        today=None if on_date == today else Link("Today", "/manage/calendar"),
        later=Link("Day after", f"/manage/calendar?date={on_date + DAY}"),
        undo=undo,
        jumps=_jumps(parts),
    )


def _jumps(parts: list[Part]) -> tuple[Link, ...]:
    jumps = [
        Link(", ".join(filter(None, (room.heading, part.heading))), f"#day-{room.key}")
        for part in parts
        for room in part.days
    ]
    return tuple(jumps) if len(jumps) >= MANY else ()


def week_page(shown: Shown, *, room: Room, monday: date) -> CalendarPage:
    """Seven days of one room."""
    path = f"/manage/calendar/{room.code}"
    dates = [monday + n * DAY for n in range(WEEK)]
    this = to_local(shown.now, room.studio.zone).date()
    return CalendarPage(
        title=f"{room.name}, week {monday:%V}",
        sections=sections("calendar"),
        parts=(
            Part(
                None,
                f"{room.studio.name}. {_zone_note(room.studio, monday)}",
                tuple(
                    _room_day(shown, room, date_, day(date_), f"/manage/calendar?date={date_}")
                    for date_ in dates
                    if half_hours_in_day(date_, room.studio.zone)
                ),
            ),
        ),
        earlier=Link("Week before", f"{path}?week={monday - WEEK * DAY:%G-W%V}"),
        today=None if this in dates else Link("This week", path),
        later=Link("Week after", f"{path}?week={monday + WEEK * DAY:%G-W%V}"),
        back=Link("All rooms", f"/manage/calendar?date={monday}"),
    )


def _zone_note(studio: Studio, on_date: date) -> str:
    if not half_hours_in_day(on_date, studio.zone):
        return "The clocks skip this day here."
    return f"Times in {zone_label(day_bounds(on_date, studio.zone).starts_at, studio.zone)}"


def _room_day(shown: Shown, room: Room, on_date: date, heading: str, href: str) -> RoomStrip:
    zone = room.studio.zone
    whole = day_bounds(on_date, zone)
    receives = room.studio_id in shown.desk.receives
    here = [item for item in shown.taken if item.room_id == room.id]
    # The strip may run on into the night; the lines are those of the date.
    strip = day_strip(
        room, here, shown.closures, on_date=on_date, now=shown.now, may_receive=receives
    )
    closed = [
        Line(closed_hours(one, room.studio, shown.now, on_date), "Closed", kind="closed")
        for one in shown.closures
        if one.studio_id == room.studio_id and one.room_id in (None, room.id)
        if slot_of(one.during).overlaps(whole)
    ]
    lines = [
        line_of(item, room, now=shown.now, may_receive=receives, on_date=on_date)
        for item in here
        if item.slot.overlaps(whole) and (receives or item.booking is not None)
    ]
    take = None
    if receives and whole.ends_at > shown.now:
        proposed = Timeslot(_proposed(whole, shown.now), whole.ends_at)
        short = Timeslot(proposed.starts_at, proposed.starts_at + 2 * HALF_HOUR)
        take = Link("Block or book", take_href(room, short))
    return RoomStrip(f"{room.code}-{on_date}", heading, href, strip, (*closed, *lines), take)


def _proposed(whole: Timeslot, now: datetime) -> datetime:
    """The present half hour today, noon on another day."""
    if now < whole.starts_at:
        return whole.starts_at + 24 * HALF_HOUR
    return whole.starts_at + (now - whole.starts_at) // HALF_HOUR * HALF_HOUR
