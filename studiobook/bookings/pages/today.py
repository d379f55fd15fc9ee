"""Today: who is in which room now and next, and what waits for an answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from studiobook.bookings.console_queries import Desk, Taken
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.agenda import (
    Line,
    closed_hours,
    guest_of,
    line_of,
    session_href,
    short_day,
)
from studiobook.bookings.pages.wording import hours, link_words, until
from studiobook.db.columns import slot_of
from studiobook.rooms.models import OccupancyKind, Room
from studiobook.studios.models import Closure, Studio
from studiobook.values.money import Money
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import day_bounds, to_local, zone_label
from studiobook.web.components import Link
from studiobook.web.console import sections
from studiobook.web.templating import clock, day, money

#: How many requests the notice names; the others are on their page.
NAMED = 3
#: From so many rooms on, those where nobody is or comes stand in one list.
MANY = 7
#: How far beyond today "next" looks.
AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RoomNow:
    """One room: `now` is a session or a block, else `free` says until when it is free."""

    name: str
    href: str
    now: Line | None
    free: str
    next: Line | None


@dataclass(frozen=True, slots=True)
class StudioNow:
    """One studio's local day; `earned` and `close_href` are for those who run it.

    `idle` are rooms of many where nobody is or comes today or tomorrow.
    """

    slug: str
    name: str
    when: str
    earned: str | None
    closed: tuple[str, ...]
    close_href: str | None
    rooms: tuple[RoomNow, ...]
    idle: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One request: the link opens its answer."""

    label: str
    deadline: str
    href: str


@dataclass(frozen=True, slots=True)
class TodayPage:
    """`works` is False for somebody without any studio; `records` is True for an engineer."""

    title: str
    sections: tuple[Link, ...]
    works: bool
    records: bool
    waiting: tuple[Waiting, ...]
    more: Link | None
    #: Booked by phone and not paid yet.
    links: tuple[Waiting, ...]
    studios: tuple[StudioNow, ...]


def today_of(studio: Studio, now: datetime) -> Timeslot:
    """The studio's local day."""
    return day_bounds(to_local(now, studio.zone).date(), studio.zone)


def around_today(studios: tuple[Studio, ...], now: datetime) -> Timeslot:
    """From now to the end of tomorrow, wherever that is latest."""
    ends = [today_of(studio, now).ends_at + AHEAD for studio in studios]
    return Timeslot(now, max(ends, default=now + AHEAD))


def today_page(
    desk: Desk,
    *,
    rooms: list[Room],
    taken: list[Taken],
    closures: list[Closure],
    earned: dict[int, int],
    requests: list[Booking],
    records: bool,
    links: list[Booking],
    now: datetime,
) -> TodayPage:
    """The console's home."""
    by_room: dict[int, list[Taken]] = {}
    for item in taken:
        by_room.setdefault(item.room_id, []).append(item)
    rest = len(requests) - NAMED
    return TodayPage(
        title="Today",
        sections=sections("today"),
        works=bool(desk.studios),
        records=records,
        waiting=tuple(_waiting(booking, now) for booking in requests[:NAMED]),
        more=Link(f"{rest} more", "/manage/requests") if rest > 0 else None,
        links=tuple(_link(booking, now) for booking in links),
        studios=tuple(
            _studio(
                desk,
                studio,
                [(room, by_room.get(room.id, [])) for room in rooms if room.studio_id == studio.id],
                earned.get(studio.id, 0),
                now,
                closures=[one for one in closures if one.studio_id == studio.id],
            )
            for studio in desk.studios
        ),
    )


def _link(booking: Booking, now: datetime) -> Waiting:
    words = link_words(booking, named=True, now=now)
    return Waiting(_label(booking), words, session_href(booking))


def _label(booking: Booking) -> str:
    on_day = short_day(booking.slot.starts_at, booking.zone)
    when = f"{on_day}, {hours(booking.slot, booking.zone)}"
    return f"{guest_of(booking)}: {booking.room.name}, {when}"


def _waiting(booking: Booking, now: datetime) -> Waiting:
    assert booking.lapses_at is not None
    return Waiting(
        label=_label(booking),
        deadline=f"Answer until {until(booking.lapses_at, booking.zone, now=now)}",
        href=f"/bookings/{booking.code}/answer",
    )


def _studio(
    desk: Desk,
    studio: Studio,
    rooms: list[tuple[Room, list[Taken]]],
    earned_minor: int,
    now: datetime,
    *,
    closures: list[Closure],
) -> StudioNow:
    receives = studio.id in desk.receives
    shown = [_room(room, taken, now, receives=receives) for room, taken in rooms]
    if not receives:
        # Engineers come for their sessions; of other rooms they learn nothing.
        shown = [room for room in shown if _is_theirs(room)]
    idle = [room for room in shown if room.now is None and room.next is None]
    idle = idle if len(shown) >= MANY else []
    earned = None
    if studio.id in desk.runs and rooms:
        earned = money(Money(earned_minor, rooms[0][0].currency))
    return StudioNow(
        slug=studio.slug,
        name=studio.name,
        when=f"{day(now, studio.zone)}, {clock(now, studio.zone)}, {zone_label(now, studio.zone)}",
        earned=earned,
        closed=_closed(closures, studio, [room for room, _taken in rooms], now),
        close_href=f"/manage/studios/{studio.slug}/closures/today" if earned else None,
        rooms=tuple(room for room in shown if room not in idle),
        idle=tuple(Link(room.name, room.href) for room in idle),
    )


def _closed(
    closures: list[Closure], studio: Studio, rooms: list[Room], now: datetime
) -> tuple[str, ...]:
    """What is closed today, with its reason."""
    today, names = today_of(studio, now), {room.id: room.name for room in rooms}
    return tuple(
        f"{names.get(one.room_id or 0, studio.name)} is closed: {closed_hours(one, studio, now)}"
        for one in closures
        if slot_of(one.during).overlaps(today)
    )


def _is_theirs(room: RoomNow) -> bool:
    return any(line is not None and line.href is not None for line in (room.now, room.next))


def _room(room: Room, taken: list[Taken], now: datetime, *, receives: bool) -> RoomNow:
    today = to_local(now, room.studio.zone).date()
    seen = [item for item in taken if receives or item.booking is not None]
    present = next((item for item in seen if item.slot.contains(now)), None)
    ahead = [item for item in seen if item.slot.starts_at > now]
    following = next((item for item in ahead if _is_expected(item)), None)
    line = None
    if following is not None:
        line = line_of(following, room, now=now, may_receive=False, on_date=today)
    return RoomNow(
        name=room.name,
        href=f"/manage/calendar/{room.code}",
        now=None if present is None else _until(present, room, now),
        free=_free_until(ahead, room, now),
        next=line,
    )


def _is_expected(item: Taken) -> bool:
    """Not the half hour of somebody who is choosing; who was sent a link is expected."""
    offered = item.booking is not None and item.booking.link_sent_at is not None
    return item.kind is not OccupancyKind.HOLD or offered


def _until(item: Taken, room: Room, now: datetime) -> Line:
    """A line whose time is only its end: the beginning is over."""
    line = line_of(item, room, now=now, may_receive=False)
    end = until(item.slot.ends_at, room.studio.zone, now=now)
    return Line(f"until {end}", line.who, line.facts, line.href, kind=line.kind)


def _free_until(ahead: list[Taken], room: Room, now: datetime) -> str:
    today = today_of(room.studio, now)
    soonest = next((item for item in ahead if item.during.starts_at < today.ends_at), None)
    if soonest is None:
        return "Nobody for the rest of the day"
    return f"Nobody until {clock(max(soonest.during.starts_at, now), room.studio.zone)}"
