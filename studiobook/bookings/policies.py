"""Who may see a booking and who may act on it, as which side."""

from collections.abc import Collection
from typing import Literal

from studiobook.bookings.models import Booking
from studiobook.bookings.queries import get_booking
from studiobook.errors import NotFound
from studiobook.teams.policies import Power, may
from studiobook.users.viewer import Viewer

Side = Literal["guest", "owner"]


def can_see(booking: Booking, viewer: Viewer, granted_codes: Collection[str]) -> bool:
    """Whether it is the viewer's own: by account, by a mailed link, or by the browser that held it.

    The browser counts only while the booking has no account: computers are shared.
    """
    if booking.user_id is not None and booking.user_id == viewer.user_id:
        return True
    if booking.code in granted_codes:
        return True
    same_browser = booking.visitor_hash is not None and booking.visitor_hash == viewer.visitor_hash
    return booking.user_id is None and same_browser


def can_run(booking: Booking, viewer: Viewer) -> bool:
    """Whether the viewer answers for the booking: its company's admin, or a manager.

    A walk-in without money is also the front desk's, who made it.
    """
    power = Power.RUN if booking.free_reason is None else Power.RECEIVE
    return may(viewer, power, studio_id=booking.studio_id)


def get_own(code: str, *, viewer: Viewer, granted_codes: Collection[str]) -> Booking:
    """The guest's own booking. Raises NotFound for a foreign one as for none at all."""
    booking = get_booking(code)
    if not can_see(booking, viewer, granted_codes):
        raise NotFound
    return booking


def get_run(code: str, *, viewer: Viewer) -> Booking:
    """A booking of a studio that the viewer runs. Raises NotFound."""
    booking = get_booking(code)
    if not can_run(booking, viewer):
        raise NotFound
    return booking


def get_with_side(
    code: str, *, viewer: Viewer, granted_codes: Collection[str]
) -> tuple[Booking, Side]:
    """A booking and as whom the viewer meets it. Raises NotFound."""
    booking = get_booking(code)
    if can_see(booking, viewer, granted_codes):
        return booking, "guest"
    if can_run(booking, viewer):
        return booking, "owner"
    raise NotFound
