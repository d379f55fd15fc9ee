"""A room's free times as a week or a day, from its stored bits."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studiobook.discovery.choice import WEEK, Choice
from studiobook.discovery.pages.clocks import (
    clock_labels,
    end_label,
    long_day,
    short_day,
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


@dataclass(frozen=True, slots=True)
class Shown:
    """What the days of a calendar are drawn from; `days` reach one beyond the last one drawn.

    `href` leads to a start (its query), `turn` to a date and a number of days.
    """

    room: RoomDetail
    choice: Choice
    days: Days
    chosen: Timeslot | None
    price: Callable[[Timeslot], str]
    href: Callable[[str], str]
    turn: Callable[[date, int], str]
    now: datetime

    @property
    def zone(self) -> str:
        """The studio's."""
        return self.room.rules.zone

    @property
    def today(self) -> date:
        """The date that it is there now."""
        return to_local(self.now, self.zone).date()

    def offered(self, on_date: date) -> list[Timeslot]:
        """The slots of the chosen length on offer that start on a date."""
        return offered_on(self.room, self.days, on_date, self.choice.half_hours, self.now)


def calendar_view(shown: Shown) -> Calendar:
    """The days of a choice, with ways to earlier and later ones."""
    count, last = shown.choice.days, shown.room.rules.last_date(shown.now)
    dates = [shown.choice.on_date + n * DAY for n in range(count)]
    first, earlier, later = dates[0], dates[0] - count * DAY, dates[-1] + DAY
    return Calendar(
        label=long_day(first) if count == 1 else _span(first, dates[-1]),
        zone_name=zone_name(first, shown.zone),
        days=tuple(_day(shown, on_date) for on_date in dates),
        previous_href=shown.turn(max(earlier, shown.today), count) if first > shown.today else None,
        next_href=shown.turn(later, count) if later <= last else None,
        today_href=shown.turn(shown.today, count) if first > shown.today else None,
    )


def day_ribbon(shown: Shown, on_date: date) -> Ribbon | None:
    """One day as a strip whose free stretches lead to their first start."""
    zone = shown.zone
    if not half_hours_in_day(on_date, zone):
        return None
    bits, midnight = shown.days.get(on_date, NOTHING), day_bounds(on_date, zone).starts_at
    return draw(
        on_date=on_date,
        zone=zone,
        label=f"{shown.room.name} on {short_day(on_date)}",
        opened=open_bits(shown.room.rules, on_date),
        free=bits.free,
        held=bits.held,
        chosen=busy_mask([shown.chosen], on_date, zone) if shown.chosen else 0,
        starts=sum(1 << bit_of(slot, midnight) for slot in shown.offered(on_date)),
        href=lambda bit: shown.href(start_query(on_date, zone, bit)),
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


def bit_of(slot: Timeslot, midnight: datetime) -> int:
    """The half hour of the day at which a slot starts."""
    return (slot.starts_at - midnight) // HALF_HOUR


def _day(shown: Shown, on_date: date) -> CalendarDay:
    slots = shown.offered(on_date)
    return CalendarDay(
        on_date=on_date,
        weekday=f"{on_date:%a}",
        day_label=f"{on_date.day} {on_date:%b}",
        label=long_day(on_date),
        starts=tuple(_starts(shown, on_date, slots)) if slots else (),
        note=None if slots else _note(shown, on_date),
        is_today=on_date == shown.today,
        href=shown.turn(on_date, 1) if shown.choice.days == WEEK else None,
    )


def _starts(shown: Shown, on_date: date, slots: list[Timeslot]) -> Iterator[Start]:
    clocks, midnight = clock_labels(on_date, shown.zone), day_bounds(on_date, shown.zone).starts_at
    day, total = long_day(on_date), shown.price(slots[0])
    for slot in slots:
        bit = bit_of(slot, midnight)
        end = bit + slot.half_hours
        until = clocks[end] if end < len(clocks) else end_label(slot, shown.zone)
        yield Start(
            label=clocks[bit],
            words=f"{day}, {clocks[bit]} to {until}, {total}",
            kind="chosen" if slot == shown.chosen else "free",
            href=shown.href(start_query(on_date, shown.zone, bit)),
        )


def _note(shown: Shown, on_date: date) -> str:
    if on_date > shown.room.rules.last_date(shown.now):
        return "Not open for booking yet"
    if not open_bits(shown.room.rules, on_date):
        return "Closed"
    if not shown.days.get(on_date, NOTHING).on_offer:
        return "Taken"
    return f"No {shown.choice.half_hours / 2:g} h in a row"


def _span(first: date, last: date) -> str:
    month = "" if first.month == last.month else f" {first:%B}"
    return f"{first.day}{month} – {last.day} {last:%B}"
