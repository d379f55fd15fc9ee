"""Drawing one day of one room from its bits."""

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from studiobook.discovery.pages.clocks import clock_labels, zone_name
from studiobook.discovery.pages.links import start_query
from studiobook.discovery.window import half_hours_over
from studiobook.values.day_mask import segments
from studiobook.values.wall_clock import day_bounds, half_hours_in_day
from studiobook.web.ribbon import Ribbon, Segment, SegmentKind, Tick

#: Half hours between two marks of the ruler.
TICK = 6


class Way(NamedTuple):
    """Where a start leads: a page, and what is asked of it besides."""

    path: str
    query: str

    def to(self, start: str) -> str:
        """The address of a start, which is a query of date, start and perhaps fold."""
        return f"{self.path}?{start}&{self.query}#quote"


def draw(
    *,
    on_date: date,
    zone: str,
    label: str,
    now: datetime,
    opened: int,
    free: int,
    held: int,
    way: Way,
    chosen: int = 0,
    starts: int = 0,
) -> Ribbon:
    """The day without the closed hours at both ends; all masks are bits of half hours.

    Half hours that are over are closed, whatever they were.
    A free stretch leads to its first bit of `starts`; one without a start to choose leads nowhere.
    """
    midnight, size = day_bounds(on_date, zone).starts_at, half_hours_in_day(on_date, zone)
    rest = -1 << half_hours_over(now, midnight, size)
    opened, free = opened & rest, free & rest
    return _ribbon(
        on_date=on_date,
        zone=zone,
        label=label,
        opened=opened,
        free=free,
        held=held & free,
        chosen=chosen,
        starts=starts,
        way=way,
    )


# Drawn once for as long as it looks the same; so is its HTML (web/ribbon.py).
@lru_cache(maxsize=2048)
def _ribbon(
    *,
    on_date: date,
    zone: str,
    label: str,
    opened: int,
    free: int,
    held: int,
    chosen: int,
    starts: int,
    way: Way,
) -> Ribbon:
    size, labels = half_hours_in_day(on_date, zone), clock_labels(on_date, zone)
    first, last = _drawn(opened | free | chosen, size)
    masks: dict[SegmentKind, int] = {
        "chosen": chosen >> first,
        "held": held >> first,
        "free": free >> first,
        "taken": opened >> first,
    }
    strip = []
    for kind, bit, length in segments(masks, length=last - first, otherwise="closed"):
        begin, end = first + bit, first + bit + length
        start = _first_start(starts, begin, end) if kind == "free" else None
        href = None if start is None else way.to(start_query(on_date, zone, start))
        strip.append(Segment(kind, labels[begin], labels[end], length, href))
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
