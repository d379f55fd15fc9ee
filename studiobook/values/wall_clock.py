"""The only place where a time on a wall clock becomes an instant, and back."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, reset_tzpath

from studiobook.values.timeslot import Timeslot

# The pinned tzdata package decides, not what the machine has lying about: a price or an opening
# hour must not depend on which server answers.
reset_tzpath(to=())

_DAY = timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class BadTime(ValueError):
    """A local time that stands for no one instant."""


class UnknownZone(BadTime):
    """Not a name in the IANA time zone database."""


class OutOfCalendar(BadTime):
    """A year that no booking can be in."""


class GapTime(BadTime):
    """The clocks jump over this local time; `next_valid` is the UTC instant of the jump."""

    def __init__(self, next_valid: datetime) -> None:
        super().__init__("the clocks jump over this time")
        self.next_valid = next_valid


class AmbiguousTime(BadTime):
    """The clock shows this time twice; `options` are (UTC instant, offset label), earlier first."""

    def __init__(self, options: tuple[tuple[datetime, str], ...]) -> None:
        super().__init__("the clock shows this time twice")
        self.options = options


class MissingDay(BadTime):
    """The zone skipped this date altogether, as Samoa skipped 30 December 2011."""

    def __init__(self, on_date: date) -> None:
        super().__init__(f"{on_date} does not exist in this zone")
        self.on_date = on_date


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZone(f"{name!r} is not a time zone") from None


def zone_of(zone: str | ZoneInfo) -> ZoneInfo:
    """The zone by its IANA name. Raises UnknownZone."""
    return zone if isinstance(zone, ZoneInfo) else _zone(zone)


def to_instant(local: datetime, zone: str | ZoneInfo, fold: int | None = None) -> datetime:
    """The UTC instant at which the clock in `zone` shows the naive `local`.

    Of a doubled time, `fold` 0 takes the first showing and 1 the second. Raises GapTime whatever
    the fold, AmbiguousTime when the time is doubled and `fold` is None, OutOfCalendar, UnknownZone.
    """
    zone = zone_of(zone)
    first, second = _readings(local, zone)
    if first == second:
        return first
    if first > second:
        raise GapTime(_jump_between(second, first, zone))
    if fold is None:
        raise AmbiguousTime(tuple((at, offset_label(at, zone)) for at in (first, second)))
    return second if fold else first


def first_showing(local: datetime, zone: str | ZoneInfo) -> datetime:
    """The first UTC instant at which the clock shows the naive `local` or has jumped past it.

    Never asks and never refuses, and a later `local` never gives an earlier instant: the meaning
    of a time painted on a door.
    """
    zone = zone_of(zone)
    first, second = _readings(local, zone)
    if first > second:
        return _jump_between(second, first, zone)
    return first


def to_local(instant: datetime, zone: str | ZoneInfo) -> datetime:
    """What the clock in `zone` shows at an aware `instant`, as an aware datetime of that zone."""
    if instant.tzinfo is None:
        raise BadTime("an instant needs an offset")
    return instant.astimezone(zone_of(zone))


def day_bounds(on_date: date, zone: str | ZoneInfo) -> Timeslot:
    """From the first instant of a local date to the first instant of the next.

    The days of a zone follow each other without a hole. Raises MissingDay.
    """
    return _day_bounds(on_date, zone_of(zone))


def half_hours_in_day(on_date: date, zone: str | ZoneInfo) -> int:
    """How many whole half hours pass in a local date, 0 if the zone skipped it.

    48, around clock changes 46 to 50; more or fewer where a zone moved by several hours.
    """
    try:
        return _day_bounds(on_date, zone_of(zone)).half_hours
    except MissingDay:
        return 0


def offset_label(instant: datetime, zone: str | ZoneInfo) -> str:
    """How far the clock stands from UTC, in people's words: "CEST (UTC+2)", or "UTC+5:45"."""
    local = to_local(instant, zone)
    name, offset = local.tzname() or "", _offset(local)
    return f"{name} ({offset})" if name.isalpha() and name != offset else offset


def zone_label(instant: datetime, zone: str | ZoneInfo) -> str:
    """The name of a place's time as people say it: "Berlin time (CET)", "Doha time (UTC+3)".

    The instant decides between summer and winter time.
    """
    local = to_local(instant, zone)
    name = local.tzname() or ""
    place = zone_of(zone).key.rpartition("/")[2].replace("_", " ")
    short = name if name.isalpha() else _offset(local)
    return short if place == short else f"{place} time ({short})"


def _readings(local: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The two readings of PEP 495.

    Equal in general; first < second of a doubled time; first > second of a skipped one, with the
    jump between them.
    """
    if local.tzinfo is not None:
        raise BadTime("a local time carries no offset")
    if not _FIRST_YEAR <= local.year <= _LAST_YEAR:
        raise OutOfCalendar(f"the year {local.year} is out of reach")
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return first, second


def _jump_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first whole second of (before, after] at which the offset is no longer that of before."""
    old = before.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)


@lru_cache(maxsize=65536)
def _day_bounds(on_date: date, zone: ZoneInfo) -> Timeslot:
    starts_at = first_showing(datetime.combine(on_date, time.min), zone)
    if starts_at.astimezone(zone).date() != on_date:
        raise MissingDay(on_date)
    return Timeslot(starts_at, first_showing(datetime.combine(on_date + _DAY, time.min), zone))


def _offset(local: datetime) -> str:
    minutes = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
