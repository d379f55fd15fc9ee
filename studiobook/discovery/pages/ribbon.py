"""Drawing one day of one room from its bits."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from studiobook.discovery.pages.clocks import clock_labels, zone_name
from studiobook.discovery.window import half_hours_over
from studiobook.values.day_mask import segments
from studiobook.values.wall_clock import day_bounds, half_hours_in_day
from studiobook.web.ribbon import Ribbon, Segment, SegmentKind, Tick

#: Half hours between two marks of the ruler.
TICK = 6


def draw(
    *,
    on_date: date,
    zone: str,
    label: str,
    now: datetime,
    opened: int,
    free: int,
    held: int,
    chosen: int = 0,
    starts: int = 0,
    href: Callable[[int], str] | None = None,
) -> Ribbon:
    """The day without the closed hours at both ends; all masks are bits of half hours.

    Half hours that are over are closed, whatever they were.
    A free stretch leads to its first bit of `starts`, by `href(bit)`; one without a start to
    choose leads nowhere.
    """
    size = half_hours_in_day(on_date, zone)
    labels, midnight = clock_labels(on_date, zone), day_bounds(on_date, zone).starts_at
    rest = -1 << half_hours_over(now, midnight, size)
    opened, free = opened & rest, free & rest
    first, last = _drawn(opened | free | chosen, size)
    masks: dict[SegmentKind, int] = {
        "chosen": chosen,
        "held": held & free,
        "free": free,
        "taken": opened,
    }
    moved = {kind: mask >> first for kind, mask in masks.items()}
    strip = []
    for run in segments(moved, length=last - first, otherwise="closed"):
        begin, end = first + run.first_bit, first + run.first_bit + run.length
        start = _first_start(starts, begin, end) if href and run.kind == "free" else None
        strip.append(
            Segment(
                kind=run.kind,
                starts_label=labels[begin],
                ends_label=labels[end],
                span=run.length,
                href=href(start) if href and start is not None else None,
            )
        )
    return Ribbon(
        on_date, zone_name(on_date, zone), label, tuple(strip), _ticks(labels, first, last)
    )


def _drawn(mask: int, size: int) -> tuple[int, int]:
    """From the first hour that is not closed to the last; the whole day when all of it is."""
    if not mask:
        return 0, size
    first = ((mask & -mask).bit_length() - 1) & ~1
    return first, min(size, (mask.bit_length() + 1) & ~1)


def _first_start(starts: int, begin: int, end: int) -> int | None:
    inside = starts >> begin & (1 << end - begin) - 1
    return begin + (inside & -inside).bit_length() - 1 if inside else None


@lru_cache(maxsize=4096)
def _ticks(labels: tuple[str, ...], first: int, last: int) -> tuple[Tick, ...]:
    return tuple(Tick(labels[bit], min(TICK, last - bit)) for bit in range(first, last, TICK))
