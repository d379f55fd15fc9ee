"""Who the guest is: asked at checkout, not before."""

from datetime import datetime

from studiobook.bookings.errors import HoldLapsed
from studiobook.bookings.events import GuestIdentified
from studiobook.bookings.models import Booking
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.base import db
from studiobook.outbox.record import record
from studiobook.users.viewer import Viewer
from studiobook.values.email_address import normalise_email
from studiobook.values.one_line import one_line


def identify(
    *,
    booking: Booking,
    name: str,
    email: str,
    viewer: Viewer,
    now: datetime,
    phone: str = "",
    note: str = "",
) -> None:
    """Write the guest on a live hold; whoever has signed in meanwhile gets it into their account.

    Raises HoldLapsed, NotInThatState.
    """
    _refuse_ended(booking, now)
    address = normalise_email(email)
    # One line each: they stand in subjects of mails and on papers.
    details = (one_line(name), address, one_line(phone), note)
    if details == (booking.guest_name, booking.guest_email, booking.guest_phone, booking.note):
        return
    first = address != booking.guest_email
    booking.guest_name, booking.guest_email, booking.guest_phone, booking.note = details
    if booking.user_id is None:
        booking.user_id = viewer.user_id
    db.session.flush()
    record(
        GuestIdentified(first=first),
        actor="guest",
        actor_id=viewer.user_id,
        booking_id=booking.id,
        now=now,
    )


def _refuse_ended(booking: Booking, now: datetime) -> None:
    if booking.status is Status.EXPIRED:
        raise HoldLapsed
    if booking.status is not Status.HELD:
        raise NotInThatState
    if booking.lapses_at is None or booking.lapses_at <= now:
        raise HoldLapsed
