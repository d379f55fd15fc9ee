"""Prices that nobody will be asked for: shorter ones made up cost less."""

from collections.abc import Iterable
from dataclasses import dataclass

from studiobook.rooms.price_list import Tier, price_list, tiers_used


@dataclass(frozen=True, slots=True)
class Overpriced:
    """A tier and what is charged in its place: `instead` are (tier, how often), longest first."""

    tier: Tier
    charged_minor: int
    instead: tuple[tuple[Tier, int], ...]


def overpriced(tiers: Iterable[Tier]) -> list[Overpriced]:
    """Tiers above the cheapest combination of the others, shortest first."""
    known = sorted(tiers)
    found = []
    for tier in known:
        others = [other for other in known if other != tier]
        length = tier.half_hours
        cheapest = price_list(others, minimum=length, maximum=length, step=1)[-1]
        if cheapest is not None and cheapest < tier.price_minor:
            instead = tuple(tiers_used(others, length))
            found.append(Overpriced(tier, cheapest, instead))
    return found
