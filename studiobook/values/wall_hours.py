"""Opening hours as they hang on the door: local times by weekday, expanded into real slots."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import MissingDay, day_bounds, first_showing, zone_of

_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
_DAY = timedelta(days=1)
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class BadHours(ValueError):
    """These are no opening hours."""


class BadInterval(BadHours):
    """An interval opens within its day, closes later, and lasts at most 24 hours."""


class OverlappingHours(BadHours):
    """Two intervals claim the same time; `weekday` (Monday 0) is where the later one opens."""

    def __init__(self, weekday: int) -> None:
        super().__init__(f"Two opening times overlap on {_DAY_NAMES[weekday]}")
        self.weekday = weekday


class UnevenDays(BadHours):
    """Hours that are the same every day differ between days."""


class HoursMode(StrEnum):
    """How the owner wrote the hours down."""

    ALWAYS = "always"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, order=True)
class OpenInterval:
    """Minutes of the wall clock from local midnight; `closes` beyond 1440 is the next date.

    `opens` is 0 to 1439, `closes` at most 1440 later. Raises BadInterval.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if type(self.opens) is not int or type(self.closes) is not int:
            raise BadInterval("Opening times are whole minutes")
        if not 0 <= self.opens < _DAY_MINUTES:
            raise BadInterval("An interval opens between 00:00 and 23:59")
        if not self.opens < self.closes <= self.opens + _DAY_MINUTES:
            raise BadInterval("An interval closes after it opens, and within 24 hours")

    def __str__(self) -> str:
        return f"{_clock(self.opens)}–{_clock(self.closes)}"


Day = tuple[OpenInterval, ...]

_WHOLE_DAY: Day = (OpenInterval(0, _DAY_MINUTES),)
_ALWAYS = (_WHOLE_DAY,) * 7


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The hours of each weekday, Monday first; an empty day is closed.

    ALWAYS fills every day whatever was given; DAILY wants seven equal days. Each day is kept in
    order. Raises BadHours: OverlappingHours also when a night runs into the next day's opening.
    """

    mode: HoursMode
    days: tuple[Day, ...] = ()

    def __post_init__(self) -> None:
        days = tuple(tuple(sorted(day)) for day in self.days)
        if self.mode is HoursMode.ALWAYS:
            days = _ALWAYS
        if len(days) != 7:
            raise BadHours("A week has seven days")
        if self.mode is HoursMode.DAILY and len(set(days)) > 1:
            raise UnevenDays("Hours that are the same every day must not differ")
        object.__setattr__(self, "days", days)
        _refuse_overlaps(days)

    @classmethod
    def always(cls) -> "WeeklyHours":
        return cls(HoursMode.ALWAYS)

    @classmethod
    def daily(cls, *intervals: OpenInterval) -> "WeeklyHours":
        return cls(HoursMode.DAILY, (intervals,) * 7)

    @classmethod
    def weekly(cls, days: Iterable[Iterable[OpenInterval]]) -> "WeeklyHours":
        return cls(HoursMode.WEEKLY, tuple(tuple(day) for day in days))

    @property
    def never_open(self) -> bool:
        return not any(self.days)

    def half_hours(self) -> frozenset[int]:
        """The whole half hours of a usual week in which it is open, Monday 00:00 is 0."""
        return frozenset(
            (weekday * 48 + half_hour) % (7 * 48)
            for weekday, day in enumerate(self.days)
            for span in day
            for half_hour in range(-(-span.opens // 30), span.closes // 30)
        )

    def open_slots(self, on_date: date, zone: str | ZoneInfo) -> list[Timeslot]:
        """The open stretches of one local date in order, touching ones joined.

        Includes what spills over from the night before and stops at the end of the date. A posted
        time means the first instant at which the clock shows it or has jumped past it, for opening
        and closing alike: so posted hours never overlap, a studio never reopens because the clock
        went back, and times inside a jump collapse. A date that the zone skipped has no hours, not
        even for the night after it.
        """
        zone = zone_of(zone)
        try:
            bounds = day_bounds(on_date, zone)
        except MissingDay:
            return []
        return _joined(
            _clipped((*self._of(on_date - _DAY, zone), *self._of(on_date, zone)), bounds)
        )

    def describe(self) -> list[tuple[str, str]]:
        """Lines for people, (days, hours): [("Mon–Fri", "09:00–22:00"), ("Sat–Sun", "Closed")]."""
        runs = groupby(range(7), key=lambda weekday: self.days[weekday])
        return [(_day_label(list(weekdays)), _hours_label(day)) for day, weekdays in runs]

    def to_json(self) -> dict[str, object]:
        """{"mode": "daily", "days": seven lists of [opens, closes]}."""
        return {
            "mode": self.mode.value,
            "days": [[[span.opens, span.closes] for span in day] for day in self.days],
        }

    @classmethod
    def from_json(cls, data: object) -> "WeeklyHours":
        """The inverse of `to_json`. Raises BadHours on anything else."""
        if not isinstance(data, Mapping):
            raise BadHours("Opening hours are an object with mode and days")
        try:
            mode = HoursMode(data.get("mode", ""))
            days = tuple(tuple(OpenInterval(*span) for span in day) for day in data.get("days", ()))
        except BadHours:
            raise
        except (TypeError, ValueError) as error:
            raise BadHours(f"These opening hours cannot be read: {error}") from error
        return cls(mode, days)

    def _of(self, on_date: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        """The whole intervals that open on a date, before clipping; may be empty stretches."""
        day = self.days[on_date.weekday()]
        if not day or not _exists(on_date, zone):
            return
        midnight = datetime.combine(on_date, time())
        for span in day:
            yield (
                first_showing(midnight + timedelta(minutes=span.opens), zone),
                first_showing(midnight + timedelta(minutes=span.closes), zone),
            )


def _refuse_overlaps(days: Sequence[Day]) -> None:
    spans = [
        (weekday * _DAY_MINUTES + span.opens, weekday * _DAY_MINUTES + span.closes, weekday)
        for weekday, day in enumerate(days)
        for span in day
    ]
    if not spans:
        return
    opens, closes, weekday = spans[0]
    round_the_week = [*spans, (opens + _WEEK_MINUTES, closes + _WEEK_MINUTES, weekday)]
    for (_, earlier_closes, _), (later_opens, _, weekday) in pairwise(round_the_week):
        if later_opens < earlier_closes:
            raise OverlappingHours(weekday)


def _exists(on_date: date, zone: ZoneInfo) -> bool:
    try:
        day_bounds(on_date, zone)
    except MissingDay:
        return False
    return True


def _clipped(
    stretches: Iterable[tuple[datetime, datetime]], bounds: Timeslot
) -> Iterator[tuple[datetime, datetime]]:
    for opens_at, closes_at in stretches:
        start, end = max(opens_at, bounds.starts_at), min(closes_at, bounds.ends_at)
        if start < end:
            yield start, end


def _joined(stretches: Iterable[tuple[datetime, datetime]]) -> list[Timeslot]:
    joined: list[Timeslot] = []
    for start, end in stretches:
        if joined and joined[-1].ends_at >= start:
            joined[-1] = Timeslot(joined[-1].starts_at, end)
        else:
            joined.append(Timeslot(start, end))
    return joined


def _clock(minutes: int) -> str:
    """24:00 for the midnight at the end of the day, plain clock times otherwise."""
    if minutes > _DAY_MINUTES:
        minutes -= _DAY_MINUTES
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _day_label(weekdays: Sequence[int]) -> str:
    first, last = _DAY_NAMES[weekdays[0]], _DAY_NAMES[weekdays[-1]]
    if len(weekdays) == 7:
        return "Every day"
    return first if first == last else f"{first}–{last}"


def _hours_label(day: Day) -> str:
    if not day:
        return "Closed"
    return "Open 24 hours" if day == _WHOLE_DAY else ", ".join(str(span) for span in day)
