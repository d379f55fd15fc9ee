"""What owners who set up a room are told that a session would cost."""

from studiobook.bookings.quote import Quote
from studiobook.bookings.quote_for import quote_at
from studiobook.bookings.routes.hold import service_fee
from studiobook.rooms.price_list import RoomPricing
from studiobook.rooms.trial import price_with
from studiobook.studios.models import Studio
from studiobook.values.timeslot import Timeslot


@price_with
def price_trial(studio: Studio, pricing: RoomPricing, slot: Timeslot, people: int) -> Quote:
    """By the one function that also freezes prices. Raises its refusals."""
    return quote_at(studio, pricing=pricing, slot=slot, people=people, fee=service_fee())
