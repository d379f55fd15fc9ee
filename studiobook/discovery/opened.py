"""When a room is open on a local date, in bits: what tells "taken" from "closed" on a ribbon."""

from datetime import date
from functools import lru_cache

from studiobook.rooms.catalogue import RoomDetail, hours_of
from studiobook.values.day_mask import busy_mask, open_mask
from studiobook.values.timeslot import Timeslot


def opened_bits(room: RoomDetail, on_date: date) -> int:
    """The half hours of a date in which the studio is open and not closed by exception."""
    studio = room.studio
    return _opened(studio.hours_json, room.rules.closures, on_date, studio.zone)


@lru_cache(maxsize=8192)  # a page of results asks the same few dozen opening hours
def _opened(
    hours_json: str | None, closures: tuple[Timeslot, ...], on_date: date, zone: str
) -> int:
    if hours_json is None:
        return 0
    usual = open_mask(hours_of(hours_json).open_slots(on_date, zone), on_date, zone)
    return usual & ~busy_mask(closures, on_date, zone)
