"""Who may pay."""

from studiobook.bookings.models import Booking
from studiobook.users.viewer import Viewer


def can_pay(viewer: Viewer, booking: Booking) -> bool:
    """The guest: by account, or by the browser that holds it as long as it has no account."""
    if booking.user_id is not None:
        return booking.user_id == viewer.user_id
    return viewer.visitor_hash is not None and booking.visitor_hash == viewer.visitor_hash
