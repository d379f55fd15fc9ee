"""A timeslot: a stretch of real time between two instants, half-open."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

HALF_HOUR = timedelta(minutes=30)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


class BadSlot(ValueError):
    """The two ends do not make a slot."""


class EmptySlot(BadSlot):
    """It ends when or before it starts."""


class NaiveInstant(BadSlot):
    """A datetime without an offset is no instant."""


@dataclass(frozen=True, slots=True, order=True)
class Timeslot:
    """From `starts_at` up to, not including, `ends_at`; both are kept as UTC.

    All measures are elapsed time, so a clock change inside the slot is already counted.
    Raises EmptySlot and NaiveInstant.
    """

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        # Subtraction of two datetimes in one local zone ignores clock changes: hence UTC, always.
        if self.starts_at.tzinfo is not UTC:
            object.__setattr__(self, "starts_at", _utc(self.starts_at))
        if self.ends_at.tzinfo is not UTC:
            object.__setattr__(self, "ends_at", _utc(self.ends_at))
        if self.ends_at <= self.starts_at:
            raise EmptySlot("a slot ends after it starts")

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded down."""
        return self.duration // _MINUTE

    @property
    def half_hours(self) -> int:
        """Whole half hours, rounded down."""
        return self.duration // HALF_HOUR

    @property
    def hours(self) -> Fraction:
        """Exact hours: 90 minutes are Fraction(3, 2)."""
        return Fraction(self.duration // timedelta.resolution, _HOUR // timedelta.resolution)

    def overlaps(self, other: "Timeslot") -> bool:
        """Whether some instant is in both; touching slots do not overlap."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def contains(self, other: "Timeslot | datetime") -> bool:
        """Whether the whole of another slot, or an instant, lies inside."""
        if isinstance(other, Timeslot):
            return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at
        return self.starts_at <= other < self.ends_at

    def widen(self, before: timedelta, after: timedelta) -> "Timeslot":
        """The slot with its buffers around it."""
        return Timeslot(self.starts_at - before, self.ends_at + after)

    def without(self, other: "Timeslot") -> list["Timeslot"]:
        """What remains when another slot is cut out: nothing, one part or two."""
        if not self.overlaps(other):
            return [self]
        ends = ((self.starts_at, other.starts_at), (other.ends_at, self.ends_at))
        return [Timeslot(start, end) for start, end in ends if start < end]

    def shift(self, by: timedelta) -> "Timeslot":
        """The slot moved by an elapsed time."""
        return Timeslot(self.starts_at + by, self.ends_at + by)


def _utc(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise NaiveInstant("an instant needs an offset")
    return instant.astimezone(UTC)
