"""Which of what was booked with a room can be booked with it once more."""

from studiobook.bookings.models import Booking
from studiobook.rooms.add_on import ChosenAddOn, Wanted, still_offered, wanted_again
from studiobook.rooms.offer_add_ons import list_offered


def offered_again(booking: Booking) -> tuple[ChosenAddOn, ...]:
    """The booking's add-ons at today's prices; without those that are no longer offered."""
    return offered_of(booking.room_id, wanted_again(booking.add_ons))


def offered_of(room_id: int, wanted: Wanted) -> tuple[ChosenAddOn, ...]:
    """As much of what is wanted as the room offers; asks nothing when nothing is wanted."""
    return still_offered(list_offered(room_id), wanted) if wanted else ()
