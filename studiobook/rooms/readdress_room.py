"""Another address on the site for a room."""

from datetime import datetime

from studiobook.db.slug import readdress
from studiobook.rooms.models import Room


def readdress_room(*, room: Room, slug: str, now: datetime) -> None:
    """Give it the slug within its studio; links to the present one lead there.

    Raises AddressTaken. The studio is locked.
    """
    here = Room.studio_id == room.studio_id
    readdress(room, slug, now=now, within=here, within_id=room.studio_id)
