"""The ribbon as a template draws it: one local day of one room as a strip of half hours."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from markupsafe import Markup

from studiobook.web.stamps import Stamps

SegmentKind = Literal["free", "held", "taken", "closed", "yours", "chosen"]

WORDS: dict[SegmentKind, str] = {
    "free": "Free",
    "held": "Held by someone",
    "taken": "Taken",
    "closed": "Closed",
    "yours": "Your booking",
    "chosen": "Your choice",
}


#: Kinds that show when they begin, on pieces of at least so many half hours.
TIMED = ("free", "chosen")
LONG_ENOUGH = 4


class Segment(NamedTuple):
    """A run of half hours of one kind; neighbours of the same kind are joined beforehand.

    `span` counts elapsed half hours (1 to 50). The labels are studio-local clock times.
    `href` belongs to free time that can be booked; leave it None where the run is shorter
    than the room's minimum, so that the strip offers nothing that would be refused.
    """

    kind: SegmentKind
    starts_label: str
    ends_label: str
    span: int
    href: str | None = None

    @property
    def words(self) -> str:
        """What a screen reader says and what the pointer's tooltip shows."""
        return f"{WORDS[self.kind]}, {self.starts_label} to {self.ends_label}"


class Tick(NamedTuple):
    """A mark of the ruler above the strip; `span` half hours reach to the next mark."""

    label: str
    span: int


# Equal only to itself, so that what is drawn of it is found at once.
@dataclass(frozen=True, slots=True, eq=False)
class Ribbon:
    """Spans of `segments` and of `ticks` each sum to the half hours that are drawn.

    That is the whole local day (46, 48 or 50) or a part of it; leaving out the closed
    hours at both ends makes the rest easier to hit with a finger.
    `label` names the strip: "Room B on Saturday 14 November".
    """

    on_date: date
    zone_name: str
    label: str
    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether anything on the strip can be booked."""
        return any(segment.href for segment in self.segments)


class Draughtsman:
    """Draws ribbons from the components `ribbon_sheet` and `segment`, each ribbon once."""

    def __init__(self, stamps: Stamps) -> None:
        self._stamps = stamps
        self.draw = lru_cache(maxsize=2048)(self._draw)

    def _draw(self, ribbon: Ribbon, target: str | None = None) -> Markup:
        """The whole ribbon; with a `target` its links replace that region only."""
        label = f"{ribbon.label}, times in {ribbon.zone_name}"
        strip = self._strip(ribbon, target)
        return self._stamps("ribbon_sheet", ribbon.ticks, label=label, strip=strip)

    def _strip(self, ribbon: Ribbon, target: str | None) -> Markup:
        whole = sum(segment.span for segment in ribbon.segments)
        drawn = []
        for segment in ribbon.segments:
            kind, href, span = segment.kind, segment.href, segment.span
            time = segment.starts_label if span >= LONG_ENOUGH and kind in TIMED else ""
            # An eighth of the strip holds a clock time on a phone.
            is_wide = span * 8 < whole
            fixed = (kind, span, segment.words, time, is_wide, href is not None, target)
            drawn.append(self._stamps.piece("segment", fixed, {"href": href or ""}))
        return Markup("".join(drawn))  # noqa: S704  # drawn by a component
