"""What each length of a room costs: the cheapest combination of its tiers that covers it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from studiobook.rooms.peak_bands import Band


@dataclass(frozen=True, slots=True, order=True)
class Tier:
    """A package on the price list: so many half hours for one total price in minor units."""

    half_hours: int
    price_minor: int

    def __post_init__(self) -> None:
        if self.half_hours < 1:
            raise ValueError("a tier lasts at least half an hour")
        if self.price_minor < 0:
            raise ValueError("a tier's price is not negative")


@dataclass(frozen=True, slots=True)
class RoomPricing:
    """All that a room says about its price; lengths are half hours, amounts minor units.

    `tiers` are the enabled ones; `extra_person_minor` is per hour for each person beyond
    `included_people`; `bands` are hours of the week that cost more or less.
    """

    currency: str
    tiers: tuple[Tier, ...]
    minimum: int
    maximum: int
    step: int
    included_people: int
    extra_person_minor: int
    capacity: int
    bands: tuple[Band, ...] = ()


def price_list(tiers: Iterable[Tier], *, minimum: int, maximum: int, step: int) -> list[int | None]:
    """Prices in minor units, indexed by half hours from 0 to `maximum`.

    None where the length is not offered: offered are `minimum`, `minimum + step` … up to `maximum`,
    all in half hours, and nothing when there is no tier. The price is that of the cheapest
    combination of tiers that lasts at least as long: so a longer booking never costs less, and
    never more than two shorter ones that make it up.
    """
    if minimum < 1 or step < 1:
        raise ValueError("minimum and step are at least half an hour")
    covers = _covers(tuple(tiers), maximum)
    if not covers:
        return [None] * (maximum + 1)
    return [
        covers[length][0] if is_offered(length, minimum, maximum, step) else None
        for length in range(maximum + 1)
    ]


def is_offered(half_hours: int, minimum: int, maximum: int, step: int) -> bool:
    """Whether a length (all in half hours) is one of minimum, minimum + step … maximum."""
    return minimum <= half_hours <= maximum and (half_hours - minimum) % step == 0


def tiers_used(tiers: Iterable[Tier], half_hours: int) -> list[tuple[Tier, int]]:
    """The tiers behind the price of a length and how often each is taken, longest first.

    Among equally cheap combinations the one with the fewest pieces, then the least time to spare.
    """
    covers = _covers(tuple(tiers), half_hours)
    used: Counter[Tier] = Counter()
    while covers and half_hours > 0:
        tier = covers[half_hours][3]
        used[tier] += 1
        half_hours -= tier.half_hours
    return sorted(used.items(), reverse=True)


@lru_cache(maxsize=4096)
def _covers(tiers: tuple[Tier, ...], longest: int) -> tuple[tuple[int, int, int, Tier], ...]:
    """For each length the best (price, pieces, half hours bought, last tier); empty if no tier."""
    if not tiers:
        return ()
    best = [(0, 0, 0, tiers[0])]
    for length in range(1, longest + 1):
        options = ((best[max(0, length - tier.half_hours)], tier) for tier in tiers)
        best.append(
            min(
                (price + tier.price_minor, pieces + 1, bought + tier.half_hours, tier)
                for (price, pieces, bought, _), tier in options
            )
        )
    return tuple(best)
