"""How instants of a local day read: clock times, days and the zone's name."""

from datetime import date, timedelta
from functools import lru_cache

from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import day_bounds, half_hours_in_day, to_local, zone_label


@lru_cache(maxsize=4096)
def clock_labels(on_date: date, zone: str) -> tuple[str, ...]:
    """What the clock shows at each half hour of a date, and at its end."""
    midnight = day_bounds(on_date, zone).starts_at
    size = half_hours_in_day(on_date, zone)
    shown = [f"{to_local(midnight + bit * HALF_HOUR, zone):%H:%M}" for bit in range(size)]
    return (*shown, "24:00")


@lru_cache(maxsize=4096)
def zone_name(on_date: date, zone: str) -> str:
    """How people call the time of that day there."""
    if not half_hours_in_day(on_date, zone):
        return zone
    return zone_label(day_bounds(on_date, zone).ends_at - HALF_HOUR, zone)


@lru_cache(maxsize=4096)
def slot_label(slot: Timeslot, zone: str) -> str:
    """19:00–22:00, naming the day of an end that is another one: 22:00–01:00 (Sat)."""
    return f"{to_local(slot.starts_at, zone):%H:%M}–{end_label(slot, zone)}"


def end_label(slot: Timeslot, zone: str) -> str:
    """22:00, 24:00 at the end of the day, 01:00 (Sat) beyond it."""
    starts, ends = to_local(slot.starts_at, zone), to_local(slot.ends_at, zone)
    if ends.date() == starts.date():
        return f"{ends:%H:%M}"
    tomorrow = starts.date() + timedelta(days=1)
    if ends.date() == tomorrow and not (ends.hour or ends.minute):
        return "24:00"
    return f"{ends:%H:%M} ({ends:%a})"


@lru_cache(maxsize=1024)
def short_day(on_date: date) -> str:
    """Fri 27 Nov."""
    return f"{on_date:%a} {on_date.day} {on_date:%b}"


@lru_cache(maxsize=1024)
def long_day(on_date: date) -> str:
    """Friday 27 November."""
    return f"{on_date:%A} {on_date.day} {on_date:%B}"


def hours_label(half_hours: int) -> str:
    """3 hours, 1 hour, 30 minutes."""
    if half_hours == 1:
        return "30 minutes"
    return "1 hour" if half_hours == 2 else f"{half_hours / 2:g} hours"
