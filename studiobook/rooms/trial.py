"""Trying prices before they are saved: what prices bookings also says what a session would cost."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from studiobook.rooms.price_list import RoomPricing
from studiobook.studios.models import Studio
from studiobook.values.money import Money
from studiobook.values.timeslot import Timeslot


class Bill(Protocol):
    """Explained lines and their sum."""

    @property
    def lines(self) -> Sequence[Any]:
        """Each with label, detail and amount."""

    @property
    def total(self) -> Money:
        """What guests pay."""

    @property
    def fee(self) -> Money:
        """The marketplace's part of it."""


#: Studio, pricing, slot and people; raises the refusals of a booking.
Pricer = Callable[[Studio, RoomPricing, Timeslot, int], Bill]


_pricers: list[Pricer] = []


def price_with(pricer: Pricer) -> Pricer:
    """Let this say what things cost: bookings does, which stands above rooms."""
    _pricers[:] = [pricer]
    return pricer


def try_price(studio: Studio, pricing: RoomPricing, slot: Timeslot, people: int) -> Bill:
    """What a session would cost by these prices. Raises the refusals of a booking."""
    return _pricers[0](studio, pricing, slot, people)
