"""Taking a room off the market, and selling it again."""

from studiobook.rooms.listing import refresh_listing
from studiobook.rooms.models import Room


def withdraw_room(room: Room) -> None:
    """Nobody finds or books it any more; bookings made stay. Doing it twice changes nothing."""
    room.enabled = False
    refresh_listing(room.studio)


def return_room(room: Room) -> None:
    """The public sees it again, as soon as it has price and photo and its studio is live."""
    room.enabled = True
    refresh_listing(room.studio)
