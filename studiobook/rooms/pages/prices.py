"""A room's prices, what guests are charged by them, and which of them nobody will pay."""

from dataclasses import dataclass

from studiobook.rooms.models import Room
from studiobook.rooms.overpriced import Overpriced, overpriced
from studiobook.rooms.price_list import Tier
from studiobook.values.money import Money
from studiobook.web.components import Fact, Link
from studiobook.web.console import FormPage
from studiobook.web.templating import money

#: As many lengths as a glance takes in.
SHOWN = 12


@dataclass(frozen=True)
class PricesPage(FormPage):
    """The form, and what follows from the prices that are saved."""

    charged: tuple[Fact, ...] = ()
    more: tuple[Link, ...] = ()


def tiers_of(room: Room) -> list[Tier]:
    """The prices that count."""
    return [Tier(tier.half_hours, tier.price_minor) for tier in room.tiers if tier.enabled]


def warnings_of(room: Room) -> tuple[str, ...]:
    """One sentence for each price that is never charged."""
    return tuple(_sentence(found, room.currency) for found in overpriced(tiers_of(room)))


def charged_of(room: Room) -> tuple[Fact, ...]:
    """The first lengths on offer, and what each costs."""
    offered = [
        Fact(_hours(n), money(Money(price, room.currency)))
        for n, price in enumerate(room.price_list)
        if price is not None
    ]
    return tuple(offered[:SHOWN])


def _sentence(found: Overpriced, currency: str) -> str:
    parts = " and ".join(f"{times} × {_hours(tier.half_hours)}" for tier, times in found.instead)
    asked = money(Money(found.tier.price_minor, currency))
    charged = money(Money(found.charged_minor, currency))
    return (
        f"{_hours(found.tier.half_hours)} for {asked} will not be charged: {parts} covers it for"
        f" {charged}, and guests always pay the cheapest combination."
    )


def _hours(half_hours: int) -> str:
    return f"{half_hours / 2:g} h"
