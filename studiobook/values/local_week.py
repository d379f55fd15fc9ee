"""The half hours of a local week: Monday 00:00 is 0, Sunday 23:30 is 335."""

from datetime import datetime
from zoneinfo import ZoneInfo

from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import to_local, zone_of

HALF_HOURS_IN_DAY = 48
HALF_HOURS_IN_WEEK = 7 * HALF_HOURS_IN_DAY


def week_half_hour(local: datetime) -> int:
    """The half hour of the week that a clock is in when it shows `local`."""
    return local.weekday() * HALF_HOURS_IN_DAY + local.hour * 2 + local.minute // 30


def week_half_hours(slot: Timeslot, zone: str | ZoneInfo) -> tuple[int, ...]:
    """For each half hour that passes in a slot, the one that the clock shows when it begins.

    Where the clocks go back an hour comes twice, where they go forward one is left out.
    """
    zone = zone_of(zone)
    first, last = to_local(slot.starts_at, zone), to_local(slot.ends_at, zone)
    count = slot.half_hours
    # No zone turns its clocks twice within the two days that anything here lasts.
    if first.utcoffset() == last.utcoffset():
        start = week_half_hour(first)
        return tuple((start + n) % HALF_HOURS_IN_WEEK for n in range(count))
    return tuple(
        week_half_hour(to_local(slot.starts_at + n * HALF_HOUR, zone)) for n in range(count)
    )


def half_hours_from(starts_at: datetime, count: int, zone: str | ZoneInfo) -> tuple[int, ...]:
    """The same for so many half hours from an instant on."""
    return week_half_hours(Timeslot(starts_at, starts_at + count * HALF_HOUR), zone)
