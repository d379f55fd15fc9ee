"""Hours of the week at which a room costs more or less than its prices by length."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from studiobook.errors import DomainError
from studiobook.values.local_week import HALF_HOURS_IN_DAY, HALF_HOURS_IN_WEEK
from studiobook.values.rate import Rate, half_up

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: Basis points: a discount leaves something to pay, a surcharge at most trebles the price.
LEAST, MOST = -9_000, 20_000
WHOLE = 10_000


class OverlappingBands(DomainError):
    """Two bands want the same half hour; `first` and `second` are their places in the list."""

    def __init__(self, first: int, second: int, half_hour: int) -> None:
        weekday, bit = divmod(half_hour, HALF_HOURS_IN_DAY)
        self.first, self.second = first, second
        #: As in "Fri at 18:00".
        self.when = f"{WEEKDAYS[weekday]} at {clock(bit)}"
        super().__init__(f"Two of these hours overlap: both count on {self.when}.")


@dataclass(frozen=True, slots=True)
class Band:
    """A share of the price on top, or off when it is negative, at some hours of some weekdays.

    `weekdays` are 0 (Monday) to 6, those on which it begins; `start` counts half hours from
    midnight, `half_hours` how long it lasts, up to 24 hours and past midnight.
    """

    name: str
    weekdays: tuple[int, ...]
    start: int
    half_hours: int
    basis_points: int

    def __post_init__(self) -> None:
        if not self.weekdays or not set(self.weekdays) <= set(range(7)):
            raise ValueError("a band is on one of the weekdays 0 to 6 at least")
        if not (0 <= self.start < HALF_HOURS_IN_DAY and 1 <= self.half_hours <= HALF_HOURS_IN_DAY):
            raise ValueError("a band begins within its day and lasts up to 24 hours")
        if not LEAST <= self.basis_points <= MOST or not self.basis_points:
            raise ValueError("a band takes up to 90 % off or puts up to 200 % on top")

    @property
    def share(self) -> str:
        """With its sign: "+25%", "−20%"."""
        sign = "+" if self.basis_points > 0 else "−"
        return f"{sign}{Rate(abs(self.basis_points))}"

    @property
    def hours(self) -> str:
        """When it is, as people write it: "Fri–Sat 18:00–02:00"."""
        return f"{_days(self.weekdays)} {clock(self.start)}–{clock(self.start + self.half_hours)}"

    def week(self) -> Iterator[int]:
        """The half hours of the local week that it covers."""
        for weekday in self.weekdays:
            first = weekday * HALF_HOURS_IN_DAY + self.start
            for n in range(self.half_hours):
                yield (first + n) % HALF_HOURS_IN_WEEK


@lru_cache(maxsize=4096)
def places_in_week(bands: tuple[Band, ...]) -> tuple[int | None, ...]:
    """Which of the bands each half hour of the local week is in. Raises OverlappingBands."""
    week: list[int | None] = [None] * HALF_HOURS_IN_WEEK
    for place, band in enumerate(bands):
        for half_hour in band.week():
            taken = week[half_hour]
            if taken is not None:
                raise OverlappingBands(taken, place, half_hour)
            week[half_hour] = place
    return tuple(week)


@lru_cache(maxsize=4096)
def peaks_of(bands: tuple[Band, ...]) -> tuple[int, ...] | None:
    """What search reads: the basis points of each half hour of the week, None without bands."""
    if not bands:
        return None
    return tuple(
        0 if place is None else bands[place].basis_points for place in places_in_week(bands)
    )


def raised_by(bands: tuple[Band, ...], hours: Iterable[int]) -> int:
    """The sum of the basis points of these half hours of the week: alike sums cost alike."""
    peaks = peaks_of(bands)
    return 0 if peaks is None else sum([peaks[hour] for hour in hours])


@dataclass(frozen=True, slots=True)
class Share:
    """What a band adds to a price, in minor units, for so many half hours."""

    band: Band
    half_hours: int
    minor: int


def shares(bands: tuple[Band, ...], price_minor: int, hours: Sequence[int]) -> list[Share]:
    """What each band adds to the price of a session in these hours, the first to come first.

    A band adds its share of the price for its part of the session. All that is added is the price
    by the mean of the half hours' basis points, rounded half-up once, as search has it; with more
    than one band each gets the difference that it makes to the sum so far.
    """
    week = places_in_week(bands)
    counts = Counter(place for hour in hours if (place := week[hour]) is not None)
    found, points, added = [], 0, 0
    for place, count in counts.items():
        points += bands[place].basis_points * count
        upto = half_up(price_minor * points, len(hours) * WHOLE)
        found.append(Share(bands[place], count, upto - added))
        added = upto
    return found


def clock(half_hours: int) -> str:
    """A time of day; 24:00 for the midnight at its end."""
    bit = half_hours - HALF_HOURS_IN_DAY if half_hours > HALF_HOURS_IN_DAY else half_hours
    return f"{bit // 2:02}:{'30' if bit % 2 else '00'}"


def _days(weekdays: tuple[int, ...]) -> str:
    first, last = weekdays[0], weekdays[-1]
    if len(weekdays) == 7:
        return "Every day"
    if len(weekdays) > 1 and weekdays == tuple(range(first, last + 1)):
        return f"{WEEKDAYS[first]}–{WEEKDAYS[last]}"
    return ", ".join(WEEKDAYS[day] for day in weekdays)
