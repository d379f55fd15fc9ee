"""A local day as bits, one per elapsed half hour since local midnight: the ribbon as a number.

Bit 0 is the first half hour of the date. A clock change makes the mask longer or shorter, never
makes a bit mean another length of time.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import MissingDay, day_bounds, half_hours_in_day

Kind = TypeVar("Kind")


class OutsideDay(ValueError):
    """The instant is not in this local date."""


class Segment(NamedTuple, Generic[Kind]):
    """`length` half hours of one kind in a row, from `first_bit` on."""

    kind: Kind
    first_bit: int
    length: int


def full_mask(on_date: date, zone: str | ZoneInfo) -> int:
    """Every half hour of the date; 0 for a date that the zone skipped."""
    return _run(0, half_hours_in_day(on_date, zone))


def open_mask(slots: Iterable[Timeslot], on_date: date, zone: str | ZoneInfo) -> int:
    """The half hours that lie entirely inside one of the slots."""
    return _mask(slots, on_date, zone, whole=True)


def busy_mask(slots: Iterable[Timeslot], on_date: date, zone: str | ZoneInfo) -> int:
    """The half hours that any of the slots so much as touches."""
    return _mask(slots, on_date, zone, whole=False)


def starts_for(mask: int, k: int, step_bits: int = 1) -> list[int]:
    """The bits, at multiples of `step_bits`, from which `k` half hours in a row are set."""
    if k < 1 or step_bits < 1:
        raise ValueError("a run has at least one half hour, a step too")
    have = 1
    while have < k and mask:
        by = min(have, k - have)
        mask &= mask >> by
        have += by
    return [bit for bit in range(0, mask.bit_length(), step_bits) if mask >> bit & 1]


def longest_run_from(mask: int, i: int) -> int:
    """How many half hours in a row are set from bit `i` on."""
    rest = mask >> i
    return (rest ^ (rest + 1)).bit_length() - 1


def slot_of(on_date: date, zone: str | ZoneInfo, first_bit: int, count: int) -> Timeslot:
    """The slot of `count` half hours from a bit on; it may run past the end of the date.

    Raises MissingDay.
    """
    starts_at = day_bounds(on_date, zone).starts_at + first_bit * HALF_HOUR
    return Timeslot(starts_at, starts_at + count * HALF_HOUR)


def bit_of(instant: datetime, on_date: date, zone: str | ZoneInfo) -> int:
    """The bit whose half hour contains the instant. Raises OutsideDay and MissingDay."""
    day = day_bounds(on_date, zone)
    if not day.contains(instant):
        raise OutsideDay(f"{instant} is not in {on_date}")
    return (instant - day.starts_at) // HALF_HOUR


def segments(
    mask_by_kind: Mapping[Kind, int], *, length: int, otherwise: Kind
) -> list[Segment[Kind]]:
    """A day of `length` half hours as runs of equal kinds, in order and without a hole.

    The first kind that has a bit wins it; bits that nobody has are `otherwise`.
    """
    rest, masks = _run(0, length), dict[Kind, int]()
    for kind, mask in mask_by_kind.items():
        masks[kind], rest = mask & rest, rest & ~mask
    masks[otherwise] = masks.get(otherwise, 0) | rest
    edges = 0
    for mask in masks.values():
        edges |= mask ^ mask << 1
    return list(_runs(masks, edges & _run(0, length), length))


def _runs(masks: Mapping[Kind, int], edges: int, length: int) -> Iterator[Segment[Kind]]:
    """A run from each edge to the next; together the masks have every bit once."""
    while edges:
        first = (edges & -edges).bit_length() - 1
        edges &= edges - 1
        stop = (edges & -edges).bit_length() - 1 if edges else length
        kind = next(kind for kind, mask in masks.items() if mask >> first & 1)
        yield Segment(kind, first, stop - first)


def _mask(slots: Iterable[Timeslot], on_date: date, zone: str | ZoneInfo, *, whole: bool) -> int:
    try:
        day = day_bounds(on_date, zone)
    except MissingDay:
        return 0
    last_bit, mask = day.half_hours, 0
    for slot in slots:
        start, end = slot.starts_at - day.starts_at, slot.ends_at - day.starts_at
        first = -(-start // HALF_HOUR) if whole else start // HALF_HOUR
        stop = end // HALF_HOUR if whole else -(-end // HALF_HOUR)
        mask |= _run(max(first, 0), min(stop, last_bit))
    return mask


def _run(first: int, stop: int) -> int:
    return (1 << stop) - (1 << first) if first < stop else 0
