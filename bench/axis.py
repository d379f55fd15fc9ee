"""A year as one axis of half hours, and a house's opening hours laid along it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from studiobook.rooms.openings import Rules, open_bits
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import day_bounds, half_hours_in_day, to_local
from studiobook.values.wall_hours import WeeklyHours

#: Days of bookings behind and ahead of today, and how far ahead somebody may have held one.
PAST, AHEAD, HELD_BEFORE = 275, 90, 60


@dataclass(frozen=True)
class Axis:
    """Half hours counted from `origin`; `now` is the index of the present one."""

    origin: datetime
    now: int
    texts: tuple[str, ...]

    @classmethod
    def around(cls, now: datetime) -> "Axis":
        """The axis that a world built at `now` lies on."""
        first = now.date() - timedelta(days=PAST + HELD_BEFORE)
        origin = datetime.combine(first, time(), UTC)
        count = (PAST + HELD_BEFORE + AHEAD + 4) * 48
        texts = tuple(f"{origin + i * HALF_HOUR:%Y-%m-%d %H:%M}" for i in range(count))
        return cls(origin, (now - origin) // HALF_HOUR, texts)

    def at(self, index: int) -> datetime:
        """The instant at which a half hour begins."""
        return self.origin + index * HALF_HOUR

    def index(self, instant: datetime) -> int:
        """The half hour that begins at an instant on the grid."""
        return (instant - self.origin) // HALF_HOUR


@dataclass(frozen=True, slots=True)
class Day:
    """A local date: the index of its midnight, its length and the bits that are open.

    `open_on` also has the next date's open bits behind its own, for sessions past midnight.
    """

    on_date: date
    first: int
    size: int
    open: int
    open_on: int


def days_of(axis: Axis, hours: WeeklyHours, zone: str, now: datetime) -> tuple[Day, ...]:
    """Every date of the year around now, as the application's own rules open it."""
    rules = _rules(hours, zone)
    today = to_local(now, zone).date()
    dates = [today + timedelta(days=n) for n in range(-PAST, AHEAD + 3)]
    opens = [open_bits(rules, on_date) for on_date in dates]
    return tuple(_days(axis, zone, dates, opens))


def _days(axis: Axis, zone: str, dates: list[date], opens: list[int]) -> Iterator[Day]:
    for n, on_date in enumerate(dates[:-1]):
        size = half_hours_in_day(on_date, zone)
        first = axis.index(_bounds(on_date, zone).starts_at)
        yield Day(on_date, first, size, opens[n], opens[n] | opens[n + 1] << size)


@cache
def _bounds(on_date: date, zone: str) -> Timeslot:
    return day_bounds(on_date, zone)


def _rules(hours: WeeklyHours, zone: str) -> Rules:
    """Only zone and hours matter here: no closures, and lengths are another question."""
    nothing = timedelta()
    return Rules(
        zone=zone,
        hours=hours,
        closures=(),
        minimum=2,
        maximum=24,
        step=2,
        before=nothing,
        after=nothing,
        lead=nothing,
        horizon_days=AHEAD,
    )
