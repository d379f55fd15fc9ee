"""What a room offers: the one rule behind calendars, search and accepting a booking."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studiobook.rooms.errors import (
    Closed,
    InThePast,
    LengthRefused,
    OffTheGrid,
    TooFarAhead,
    TooSoon,
)
from studiobook.rooms.price_list import is_offered
from studiobook.values.day_mask import busy_mask, open_mask, slot_of, starts_for
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import day_bounds, half_hours_in_day, to_local
from studiobook.values.wall_hours import WeeklyHours

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rules:
    """Everything about a room that decides what it offers. Lengths are in half hours."""

    zone: str
    hours: WeeklyHours | None
    closures: tuple[Timeslot, ...]
    minimum: int
    maximum: int
    step: int
    before: timedelta
    after: timedelta
    lead: timedelta
    horizon_days: int

    @property
    def grid(self) -> int:
        """Starts are offered every so many half hours of the local day."""
        return 1 if self.step == 1 else 2

    def first_start(self, now: datetime) -> datetime:
        """The earliest instant at which a session may start."""
        return now + self.lead

    def last_date(self, now: datetime) -> date:
        """The last local date that can be booked."""
        return to_local(now, self.zone).date() + timedelta(days=self.horizon_days)


def open_bits(rules: Rules, on_date: date) -> int:
    """The half hours of a local date in which the studio is open and not closed by exception."""
    if rules.hours is None:
        return 0
    usual = open_mask(rules.hours.open_slots(on_date, rules.zone), on_date, rules.zone)
    return usual & ~busy_mask(rules.closures, on_date, rules.zone)


def taken_bits(rules: Rules, taken: list[Timeslot], on_date: date) -> int:
    """The half hours that can't be in a new session because of what is taken.

    `taken` are occupancies with their buffers. A new session brings its own buffers, so each
    reaches as far as those: a session S..E collides with a..b just when S..E overlaps
    (a - after)..(b + before).
    """
    reach = [slot.widen(rules.after, rules.before) for slot in taken]
    return busy_mask(reach, on_date, rules.zone)


def dates_touched(rules: Rules, during: Timeslot) -> list[date]:
    """The local dates whose bits an occupancy can change."""
    reach = during.widen(rules.after, rules.before)
    first = to_local(reach.starts_at, rules.zone).date()
    last = to_local(reach.ends_at - timedelta(microseconds=1), rules.zone).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def refuse_unoffered(rules: Rules, slot: Timeslot, *, now: datetime) -> None:
    """Raise the NotOffered that applies to the slot; whether it is taken is another question."""
    if slot.starts_at <= now:
        raise InThePast
    if slot.starts_at < rules.first_start(now):
        raise TooSoon(int(rules.lead.total_seconds() // 60))
    if to_local(slot.starts_at, rules.zone).date() > rules.last_date(now):
        raise TooFarAhead(rules.horizon_days)
    _refuse_length(rules, slot)
    _refuse_start(rules, slot)
    if not is_open_throughout(rules, slot):
        raise Closed


def offered_starts(
    rules: Rules, free_today: int, free_tomorrow: int, on_date: date, *, length: int, now: datetime
) -> Iterator[Timeslot]:
    """The slots of `length` half hours that start on a local date, given the bits free for it.

    `free_today` and `free_tomorrow` are open and untaken bits of the date and the next one, so
    that a session may run past midnight.
    """
    for bit in offered_bits(rules, free_today, free_tomorrow, on_date, length=length, now=now):
        yield slot_of(on_date, rules.zone, bit, length)


def offered_bits(
    rules: Rules, free_today: int, free_tomorrow: int, on_date: date, *, length: int, now: datetime
) -> list[int]:
    """The same as half hours of the date, counted from its midnight."""
    size = half_hours_in_day(on_date, rules.zone)
    if not size or on_date > rules.last_date(now) or not lets(rules, length):
        return []
    midnight = day_bounds(on_date, rules.zone).starts_at
    earliest = max(rules.first_start(now), now + timedelta.resolution)
    since = max(-((midnight - earliest) // HALF_HOUR), 0)
    joined = free_today | (free_tomorrow << size)
    return [bit for bit in starts_for(joined, length, rules.grid) if since <= bit < size]


def lets(rules: Rules, half_hours: int) -> bool:
    """Whether the room is let for so long."""
    return is_offered(half_hours, rules.minimum, rules.maximum, rules.step)


def _refuse_length(rules: Rules, slot: Timeslot) -> None:
    if slot.duration % HALF_HOUR or not lets(rules, slot.half_hours):
        raise LengthRefused(rules.minimum, rules.maximum, rules.step)


def _refuse_start(rules: Rules, slot: Timeslot) -> None:
    on_date = to_local(slot.starts_at, rules.zone).date()
    since = slot.starts_at - day_bounds(on_date, rules.zone).starts_at
    if since % (rules.grid * HALF_HOUR):
        raise OffTheGrid(rules.grid)


def is_open_throughout(rules: Rules, slot: Timeslot) -> bool:
    """Whether the hours and closures leave the whole slot open."""
    first = to_local(slot.starts_at, rules.zone).date()
    last = to_local(slot.ends_at - timedelta(microseconds=1), rules.zone).date()
    on_date = first
    while on_date <= last:
        wanted = busy_mask([slot], on_date, rules.zone)
        if wanted & ~open_bits(rules, on_date):
            return False
        on_date += DAY
    return True
