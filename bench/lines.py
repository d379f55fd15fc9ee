"""One line of the results: what was measured, its floor, its bar, and whether that holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

AT_MOST, AT_LEAST = "≤", "≥"


class NotThere(Exception):
    """What should be measured does not answer; the message says what it said instead."""


@dataclass(frozen=True, slots=True)
class Line:
    """`floor` is in the same unit as `measured`; `ratio` is what `bar` is about, if it has one.

    `used` is how much of the bar is used up: at most 1 when it holds.
    """

    what: str
    measured: float | None
    unit: str = "ms"
    rooms: int | None = None
    floor: float | None = None
    floor_is: str = ""
    ratio: float | None = None
    bar: str = ""
    used: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the bar holds; None for a figure without one."""
        return self.used <= 1 if self.used is not None else None


def beside(
    what: str,
    measured: float,
    floor: float,
    *,
    floor_is: str,
    bar: tuple[str, float] | None = None,
    unit: str = "ms",
    rooms: int | None = None,
    note: str = "",
) -> Line:
    """A figure whose bar, if it has one, is about its ratio to the floor."""
    ratio = measured / floor if floor else inf
    if bar is None:
        return Line(what, measured, unit, rooms, floor, floor_is, ratio, note=note)
    sign, limit = bar
    return Line(
        what,
        measured,
        unit,
        rooms,
        floor,
        floor_is,
        ratio,
        f"{sign} {limit:g}×",
        _used(ratio, sign, limit),
        note,
    )


def absolute(
    what: str,
    measured: float,
    bar: tuple[str, float],
    *,
    unit: str,
    rooms: int | None = None,
    note: str = "",
) -> Line:
    """A figure whose bar is in its own unit."""
    sign, limit = bar
    allowed = f"{sign} {limit:g} {unit}".rstrip()
    used = _used(measured, sign, limit)
    return Line(what, measured, unit, rooms, bar=allowed, used=used, note=note)


def plain(
    what: str, measured: float, *, unit: str = "ms", rooms: int | None = None, note: str = ""
) -> Line:
    """A figure without a bar, told because it explains others."""
    return Line(what, measured, unit, rooms, note=note)


def missing(what: str, reason: str) -> Line:
    """What could not be measured counts as a bar that is not met."""
    return Line(what, None, "", bar="measured", used=inf, note=reason)


def unmet(lines: list[Line]) -> Iterator[Line]:
    """Lines whose bar does not hold."""
    return (line for line in lines if line.met is False)


def _used(measured: float, sign: str, limit: float) -> float:
    over, under = (measured, limit) if sign == AT_MOST else (limit, measured)
    return over / under if under else inf
