"""What owners who set up a room are told that a session would cost."""

from studiobook.bookings.queries import tax_of
from studiobook.bookings.quote import Quote, quote
from studiobook.bookings.routes.hold import service_fee
from studiobook.rooms.price_list import RoomPricing
from studiobook.rooms.trial import price_with
from studiobook.studios.models import Studio
from studiobook.values.timeslot import Timeslot


@price_with
def price_trial(studio: Studio, pricing: RoomPricing, slot: Timeslot, people: int) -> Quote:
    """By the one function that also freezes prices. Raises its refusals."""
    return quote(
        pricing=pricing,
        slot=slot,
        people=people,
        fee=service_fee(),
        tax=tax_of(studio),
        tax_name=studio.tax_name,
        zone=studio.zone,
    )
