"""What an asked time means in one zone: the bits of a local day at which a session may start."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import (
    MissingDay,
    day_bounds,
    first_showing,
    half_hours_in_day,
    to_instant,
)

DAY = timedelta(days=1)
MIDNIGHT = time()
#: Every second half hour from midnight: where rooms on the hour's grid start.
ON_THE_HOUR = sum(1 << bit for bit in range(0, 63, 2))


@dataclass(frozen=True, slots=True)
class When:
    """A local day and length; from `earliest` exactly, or anywhere up to `until` if that is given.

    Without `earliest` any start of the day will do. `until` at or before `earliest` is in the
    night after. `fold` says which showing of a doubled `earliest` is meant.
    """

    on_date: date
    half_hours: int
    earliest: time | None = None
    until: time | None = None
    fold: int | None = None

    @property
    def is_exact(self) -> bool:
        """Whether one start is asked for."""
        return self.earliest is not None and self.until is None


@dataclass(frozen=True, slots=True)
class Window:
    """Starts from bit `first` to bit `last` of a day of `size` half hours, for `length` of them."""

    midnight: datetime
    size: int
    first: int
    last: int
    length: int

    @property
    def crosses(self) -> bool:
        """Whether a session of the window may run past the end of the date."""
        return self.last + self.length > self.size

    @property
    def starts(self) -> int:
        """The bits at which a session may start."""
        return (1 << self.last + 1) - (1 << self.first)

    def slot_at(self, bit: int) -> Timeslot:
        """The session that starts at a bit."""
        starts_at = self.midnight + bit * HALF_HOUR
        return Timeslot(starts_at, starts_at + self.length * HALF_HOUR)


def window(when: When, zone: str) -> Window | None:
    """The asked time in a zone, or None where nothing can start.

    So it is when the day or time does not exist there, is off the half hours, or `until` comes
    too soon. Raises GapTime and AmbiguousTime for `earliest`.
    """
    try:
        day = day_bounds(when.on_date, zone)
    except MissingDay:
        return None
    first = _first_bit(when, zone, day.starts_at)
    last = _last_bit(when, zone, day)
    if first is None or last is None:
        return None
    last = first if when.is_exact else min(last, day.half_hours - 1)
    if not 0 <= first <= last:
        return None
    return Window(day.starts_at, day.half_hours, first, last, when.half_hours)


def _first_bit(when: When, zone: str, midnight: datetime) -> int | None:
    if when.earliest is None:
        return 0
    starts_at = to_instant(datetime.combine(when.on_date, when.earliest), zone, when.fold)
    bit, rest = divmod(starts_at - midnight, HALF_HOUR)
    return None if rest else bit


def _last_bit(when: When, zone: str, day: Timeslot) -> int | None:
    if when.until is None:
        return half_hours_in_day(when.on_date, zone) - 1
    night = when.until == MIDNIGHT or (when.earliest is not None and when.until <= when.earliest)
    on_date = when.on_date + DAY if night else when.on_date
    ends_at = first_showing(datetime.combine(on_date, when.until), zone)
    return (ends_at - day.starts_at) // HALF_HOUR - when.half_hours


def starts_in(free: int, length: int, *, on_the_hour: bool, since: int = 0) -> int:
    """The bits from which `length` half hours in a row are free, `since` a bit on."""
    have = 1
    while have < length and free:
        by = min(have, length - have)
        free &= free >> by
        have += by
    return free & (ON_THE_HOUR if on_the_hour else -1) & -1 << since


def first_bit_after(now: datetime, lead: timedelta, midnight: datetime, size: int) -> int:
    """The first bit of a day at which a session may start, given the room's notice; `size` if none.

    Without notice it starts after `now`, as rooms/openings.py has it.
    """
    earliest = now + max(lead, timedelta.resolution)
    return min(max(-((midnight - earliest) // HALF_HOUR), 0), size)


def half_hours_over(now: datetime, midnight: datetime, size: int) -> int:
    """How many half hours of a day are over, the present one not."""
    return min(max((now - midnight) // HALF_HOUR, 0), size)
