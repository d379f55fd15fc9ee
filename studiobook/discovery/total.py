"""What a length of a room costs in total: the figure beside it in every list."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

from studiobook.bookings.quote import EngineerRate, quote
from studiobook.rooms.add_on import ChosenAddOn
from studiobook.rooms.catalogue import RoomDetail
from studiobook.rooms.peak_bands import peaks_of, raised_by
from studiobook.values.local_week import HALF_HOURS_IN_WEEK, week_half_hours
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.timeslot import HALF_HOUR, Timeslot

#: A Monday 00:00 of a clock that never turns. Where no hours are dearer than others, prices follow
#: elapsed time, so that any stretch of a length tells its price.
SOME_WEEK, ITS_ZONE = datetime(2001, 1, 1, tzinfo=UTC), "UTC"


@dataclass(frozen=True, slots=True)
class _Alike:
    """Sessions that cost the same: as long, and their half hours' surcharges add up to the same."""

    half_hours: int
    raised_by: int
    slot: Timeslot = field(compare=False)
    zone: str = field(compare=False)


def total_of(
    room: RoomDetail,
    slot: Timeslot,
    people: int,
    fee: Rate,
    engineer: EngineerRate | None = None,
    *,
    add_ons: tuple[ChosenAddOn, ...] = (),
) -> Money:
    """What holding it will cost, by the one function that also freezes it. Raises its refusals."""
    zone, bands = room.studio.zone, room.pricing.bands
    raised = raised_by(bands, week_half_hours(slot, zone)) if bands else 0
    alike = _Alike(slot.half_hours, raised, slot, zone)
    return _total(room, alike, people, fee, (engineer, add_ons))


@lru_cache(maxsize=4096)
def lowest_total(room: RoomDetail, fee: Rate) -> Money:
    """The least that anybody pays: one person, the shortest session, the cheapest opening hours."""
    length = room.rules.minimum
    raised, start = min(_starts(room, length), default=(0, 0))
    starts_at = SOME_WEEK + start * HALF_HOUR
    slot = Timeslot(starts_at, starts_at + length * HALF_HOUR)
    return _total(room, _Alike(length, raised, slot, ITS_ZONE), 1, fee, (None, ()))


@lru_cache(maxsize=4096)
def price_varies(room: RoomDetail) -> bool:
    """Whether some pay more than `lowest_total` for the shortest session of the room alone."""
    sums = {raised for raised, _start in _starts(room, room.rules.minimum)}
    pricing = room.pricing
    extra = pricing.extra_person_minor > 0 and pricing.capacity > pricing.included_people
    return extra or len(sums) > 1


def _starts(room: RoomDetail, length: int) -> Iterator[tuple[int, int]]:
    """By how much each start of the week's opening hours is raised, and that start."""
    peaks = peaks_of(room.pricing.bands)
    if peaks is None:
        return
    week = room.studio.hours.half_hours() if room.studio.hours else frozenset()
    for start in range(HALF_HOURS_IN_WEEK):
        hours = [(start + n) % HALF_HOURS_IN_WEEK for n in range(length)]
        if week.issuperset(hours):
            yield sum([peaks[hour] for hour in hours]), start


@lru_cache(maxsize=16_384)
def _total(
    room: RoomDetail,
    alike: _Alike,
    people: int,
    fee: Rate,
    extras: tuple[EngineerRate | None, tuple[ChosenAddOn, ...]],
) -> Money:
    engineer, add_ons = extras
    return quote(
        pricing=room.pricing,
        slot=alike.slot,
        people=people,
        add_ons=add_ons,
        engineer=engineer,
        fee=fee,
        tax=room.studio.tax,
        zone=alike.zone,
    ).total
