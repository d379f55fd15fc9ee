"""A room's free times as a week or a day, from its stored bits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from studiobook.discovery.choice import WEEK
from studiobook.discovery.pages.asked import Asked
from studiobook.discovery.pages.clocks import (
    clock_labels,
    end_label,
    long_day,
    short_day,
    zone_name,
)
from studiobook.discovery.pages.links import start_query
from studiobook.discovery.pages.ribbon import Way, draw
from studiobook.rooms.openings import open_bits
from studiobook.values.day_mask import busy_mask
from studiobook.values.money import Money
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import day_bounds, half_hours_in_day
from studiobook.web.components import Calendar, CalendarDay, Start
from studiobook.web.ribbon import Ribbon
from studiobook.web.templating import money

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is asked, the slot that is marked, and where links lead.

    `way` leads to a start, `turn` to a date and a number of days.
    """

    asked: Asked
    chosen: Timeslot | None
    way: Way
    turn: Callable[[date, int], str]

    def chosen_bit(self, on_date: date) -> int | None:
        """The half hour of a date at which the marked slot starts."""
        if self.chosen is None or not half_hours_in_day(on_date, self.asked.zone):
            return None
        return (self.chosen.starts_at - day_bounds(on_date, self.asked.zone).starts_at) // HALF_HOUR


def calendar_view(shown: Shown) -> Calendar:
    """The days of a choice, with ways to earlier and later ones."""
    count, last = shown.asked.choice.days, shown.asked.room.rules.last_date(shown.asked.now)
    dates = [shown.asked.choice.on_date + n * DAY for n in range(count)]
    first, earlier, later = dates[0], dates[0] - count * DAY, dates[-1] + DAY
    return Calendar(
        label=long_day(first) if count == 1 else _span(first, dates[-1]),
        zone_name=zone_name(first, shown.asked.zone),
        days=tuple(_day(shown, on_date) for on_date in dates),
        previous_href=shown.turn(max(earlier, shown.asked.today), count)
        if first > shown.asked.today
        else None,
        next_href=shown.turn(later, count) if later <= last else None,
        today_href=shown.turn(shown.asked.today, count) if first > shown.asked.today else None,
    )


def day_ribbon(shown: Shown, on_date: date) -> Ribbon | None:
    """One day as a strip whose free stretches lead to their first start."""
    zone = shown.asked.zone
    if not half_hours_in_day(on_date, zone):
        return None
    bits = shown.asked.bits(on_date)
    return draw(
        on_date=on_date,
        zone=zone,
        label=f"{shown.asked.room.name} on {short_day(on_date)}",
        now=shown.asked.now,
        opened=open_bits(shown.asked.room.rules, on_date),
        free=bits.free,
        held=bits.held,
        chosen=busy_mask([shown.chosen], on_date, zone) if shown.chosen else 0,
        starts=sum(1 << bit for bit in shown.asked.offered(on_date)),
        way=shown.way,
    )


def _day(shown: Shown, on_date: date) -> CalendarDay:
    bits = shown.asked.offered(on_date)
    return CalendarDay(
        on_date=on_date,
        weekday=f"{on_date:%a}",
        day_label=f"{on_date.day} {on_date:%b}",
        label=long_day(on_date),
        starts=tuple(_starts(shown, on_date, bits)) if bits else (),
        note=None if bits else _note(shown, on_date),
        is_today=on_date == shown.asked.today,
        href=shown.turn(on_date, 1) if shown.asked.choice.days == WEEK else None,
    )


def _starts(shown: Shown, on_date: date, bits: list[int]) -> Iterator[Start]:
    asked = shown.asked
    clocks, length = clock_labels(on_date, asked.zone), asked.choice.half_hours
    day, chosen = long_day(on_date), shown.chosen_bit(on_date)
    # Without peak hours one start tells the price of all; with them a day has room to show each.
    differ = bool(asked.room.pricing.bands)
    first = _total(asked, on_date, bits[0])
    for bit in bits:
        end = bit + length
        is_over = end >= len(clocks)
        total = _total(asked, on_date, bit) if differ else first
        until = end_label(asked.slot_at(on_date, bit), asked.zone) if is_over else clocks[end]
        yield Start(
            label=clocks[bit],
            words=f"{day}, {clocks[bit]} to {until}, {money(total)}",
            kind="chosen" if bit == chosen else "free",
            href=shown.way.to(start_query(on_date, asked.zone, bit)),
            price=total if differ and asked.choice.days == 1 else None,
        )


def _total(asked: Asked, on_date: date, bit: int) -> Money:
    return asked.total(asked.slot_at(on_date, bit))


def _note(shown: Shown, on_date: date) -> str:
    if on_date > shown.asked.room.rules.last_date(shown.asked.now):
        return "Not open for booking yet"
    if not open_bits(shown.asked.room.rules, on_date):
        return "Closed"
    if not shown.asked.bits(on_date).on_offer:
        return "Taken"
    return f"No {shown.asked.choice.half_hours / 2:g} h in a row"


def _span(first: date, last: date) -> str:
    month = "" if first.month == last.month else f" {first:%B}"
    return f"{first.day}{month} – {last.day} {last:%B}"
