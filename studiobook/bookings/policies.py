"""Who may see a booking and who may act on it, as which side."""

from collections.abc import Collection
from typing import Literal

from sqlalchemy import select

from studiobook.bookings.models import Booking
from studiobook.bookings.queries import get_booking
from studiobook.bookings.states import UNBOOKED
from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.rooms.models import Room
from studiobook.teams.policies import Power, may
from studiobook.users.viewer import Viewer
from studiobook.values.code import is_code, normalise

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


def can_attend(booking: Booking, viewer: Viewer, power: Power = Power.SEE) -> bool:
    """Whether the viewer works at the session's studio; an engineer sees the own sessions only."""
    if may(viewer, Power.RECEIVE, studio_id=booking.studio_id):
        return power is not Power.RUN or may(viewer, Power.RUN, studio_id=booking.studio_id)
    engineer = booking.engineer
    own = engineer is not None and engineer.user_id == viewer.user_id
    return power is Power.SEE and own and may(viewer, Power.SEE, studio_id=booking.studio_id)


def get_attended(code: str, *, viewer: Viewer, power: Power = Power.SEE) -> Booking:
    """A session, past or to come, of a studio at which the viewer has a power. Raises NotFound.

    What nobody has paid is no session yet, but what the studio offered is its business.
    """
    booking = get_booking(code)
    is_guests_own = booking.status in UNBOOKED and booking.link_sent_at is None
    if is_guests_own or not can_attend(booking, viewer, power):
        raise NotFound
    return booking


def get_room_for(code: str, *, viewer: Viewer, power: Power) -> Room:
    """A room of a studio at which the viewer has a power. Raises NotFound."""
    wanted = normalise(code)
    room = db.session.scalar(select(Room).where(Room.code == wanted)) if is_code(wanted) else None
    if room is None or not may(viewer, power, studio_id=room.studio_id):
        raise NotFound
    return room


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
