"""When a room is open on a local date, in bits: what tells "taken" from "closed" on a ribbon."""

import json
from datetime import date
from functools import lru_cache

from studiobook.values.day_mask import busy_mask, open_mask
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_hours import WeeklyHours


@lru_cache(maxsize=8192)  # a page of results asks the same few dozen opening hours
def opened_bits(
    hours_json: str | None, closures: tuple[Timeslot, ...], on_date: date, zone: str
) -> int:
    """The half hours of a date in which the studio is open and not closed by exception."""
    if hours_json is None:
        return 0
    usual = open_mask(hours_of(hours_json).open_slots(on_date, zone), on_date, zone)
    return usual & ~busy_mask(closures, on_date, zone)


@lru_cache(maxsize=4096)
def hours_of(hours_json: str) -> WeeklyHours:
    """Opening hours from their stored text."""
    return WeeklyHours.from_json(json.loads(hours_json))
