"""Where a studio stands: its name and address, and everything of its rooms that follows."""

from datetime import datetime

from studiobook.db.base import db
from studiobook.errors import DomainError
from studiobook.geographic.models import City
from studiobook.rooms.let import refresh_days
from studiobook.rooms.queries import list_rooms_of
from studiobook.studios.models import Studio
from studiobook.values.coordinates import Coordinates
from studiobook.values.wall_clock import zone_of


class OtherCurrency(DomainError):
    """The studio has rooms, and they are priced in another currency than the new city's."""

    message = "Your rooms are priced in another currency than that city's. Open a new studio there."


def relocate(
    *,
    studio: Studio,
    name: str,
    street: str,
    postcode: str,
    city: City,
    at: Coordinates,
    zone: str,
    now: datetime,
) -> None:
    """Write the place; the studio's slug is another matter. Raises OtherCurrency, BadTime.

    Bookings made keep their instants; the days of its rooms are computed anew.
    """
    rooms = list_rooms_of(studio.id)
    if any(room.currency != city.country.currency for room in rooms):
        raise OtherCurrency
    moved = studio.city_id != city.id or studio.zone != zone
    studio.name, studio.street, studio.postcode = name, street, postcode
    studio.city, studio.lat, studio.lng = city, at.lat, at.lng
    studio.zone = zone_of(zone).key
    db.session.flush()
    if not moved:
        return
    for room in rooms:
        room.city_id = city.id
        db.session.flush()
        refresh_days(room=room, now=now)


def stand_at(*, studio: Studio, at: Coordinates) -> None:
    """Put the door there and change nothing else."""
    studio.lat, studio.lng = at.lat, at.lng
