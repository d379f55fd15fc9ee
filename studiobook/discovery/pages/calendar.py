"""A room's free times as a week or a day, from its stored bits."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from studiobook.discovery.choice import WEEK, Choice
from studiobook.discovery.pages.clocks import (
    clock_labels,
    long_day,
    short_day,
    slot_label,
    zone_name,
)
from studiobook.discovery.pages.links import start_query
from studiobook.discovery.pages.ribbon import draw
from studiobook.discovery.queries import NOTHING, DayBits, RoomDetail
from studiobook.rooms.openings import offered_starts, open_bits
from studiobook.values.day_mask import busy_mask
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import day_bounds, half_hours_in_day, to_local
from studiobook.web.components import Calendar, CalendarDay, Start
from studiobook.web.ribbon import Ribbon

DAY = timedelta(days=1)
Days = Mapping[date, DayBits]
StartHref = Callable[[str], str]


def calendar_view(
    room: RoomDetail,
    choice: Choice,
    days: Days,
    *,
    price: Callable[[Timeslot], str],
    chosen: Timeslot | None,
    now: datetime,
    href: StartHref,
    turn: Callable[[date, int], str],
) -> Calendar:
    """The days of a choice. `href` leads to a start's query, `turn` to other days."""
    zone = room.rules.zone
    today, last = to_local(now, zone).date(), room.rules.last_date(now)
    dates = [choice.on_date + n * DAY for n in range(choice.days)]
    shown = tuple(
        _day(room, choice, days, on_date, price, chosen, now, href, turn) for on_date in dates
    )
    earlier, later = dates[0] - choice.days * DAY, dates[-1] + DAY
    return Calendar(
        label=long_day(dates[0]) if choice.days == 1 else _span(dates[0], dates[-1]),
        zone_name=zone_name(dates[0], zone) if half_hours_in_day(dates[0], zone) else zone,
        days=shown,
        previous_href=turn(max(earlier, today), choice.days) if dates[0] > today else None,
        next_href=turn(later, choice.days) if later <= last else None,
        today_href=turn(today, choice.days) if dates[0] > today else None,
    )


def day_ribbon(
    room: RoomDetail,
    choice: Choice,
    days: Days,
    on_date: date,
    *,
    chosen: Timeslot | None,
    now: datetime,
    href: StartHref,
) -> Ribbon | None:
    """One day as a strip whose free stretches lead to their first start."""
    zone = room.rules.zone
    if not half_hours_in_day(on_date, zone):
        return None
    bits, midnight = days.get(on_date, NOTHING), day_bounds(on_date, zone).starts_at
    starts = sum(
        1 << (slot.starts_at - midnight) // HALF_HOUR
        for slot in offered_on(room, days, on_date, choice.half_hours, now)
    )
    return draw(
        on_date=on_date,
        zone=zone,
        label=f"{room.name} on {short_day(on_date)}",
        opened=open_bits(room.rules, on_date),
        free=bits.free,
        held=bits.held,
        chosen=busy_mask([chosen], on_date, zone) if chosen else 0,
        starts=starts,
        href=lambda bit: href(start_query(on_date, zone, bit)),
    )


def offered_on(
    room: RoomDetail, days: Days, on_date: date, length: int, now: datetime
) -> list[Timeslot]:
    """The slots on offer that start on a date, from its stored bits."""
    today, tomorrow = days.get(on_date, NOTHING), days.get(on_date + DAY, NOTHING)
    return list(
        offered_starts(
            room.rules, today.on_offer, tomorrow.on_offer, on_date, length=length, now=now
        )
    )


def _day(
    room: RoomDetail,
    choice: Choice,
    days: Days,
    on_date: date,
    price: Callable[[Timeslot], str],
    chosen: Timeslot | None,
    now: datetime,
    href: StartHref,
    turn: Callable[[date, int], str],
) -> CalendarDay:
    slots = offered_on(room, days, on_date, choice.half_hours, now)
    label = long_day(on_date)
    return CalendarDay(
        on_date=on_date,
        weekday=f"{on_date:%a}",
        day_label=f"{on_date.day} {on_date:%b}",
        label=label,
        starts=tuple(_starts(slots, label, on_date, room.rules.zone, price, chosen, href)),
        note=None if slots else _note(room, days, on_date, choice.half_hours, now),
        is_today=on_date == to_local(now, room.rules.zone).date(),
        href=turn(on_date, 1) if choice.days == WEEK else None,
    )


def _starts(
    slots: list[Timeslot],
    day: str,
    on_date: date,
    zone: str,
    price: Callable[[Timeslot], str],
    chosen: Timeslot | None,
    href: StartHref,
) -> list[Start]:
    if not slots:
        return []
    shown, midnight, total = (
        clock_labels(on_date, zone),
        day_bounds(on_date, zone).starts_at,
        price(slots[0]),
    )
    starts = []
    for slot in slots:
        bit = (slot.starts_at - midnight) // HALF_HOUR
        end = bit + slot.half_hours
        until = shown[end] if end < len(shown) else slot_label(slot, zone).partition("–")[2]
        starts.append(
            Start(
                label=shown[bit],
                words=f"{day}, {shown[bit]} to {until}, {total}",
                kind="chosen" if slot == chosen else "free",
                href=href(start_query(on_date, zone, bit)),
            )
        )
    return starts


def _note(room: RoomDetail, days: Days, on_date: date, length: int, now: datetime) -> str:
    if on_date > room.rules.last_date(now):
        return "Not open for booking yet"
    opened = open_bits(room.rules, on_date)
    if not opened:
        return "Closed"
    bits = days.get(on_date, NOTHING)
    if not bits.on_offer:
        return "Taken"
    return f"No {length / 2:g} h in a row"


def _span(first: date, last: date) -> str:
    month = "" if first.month == last.month else f" {first:%B}"
    return f"{first.day}{month} – {last.day} {last:%B}"
