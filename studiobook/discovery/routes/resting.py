"""Instead of a dead link: what can't be booked at the moment says so and leads on."""

from flask import Response

from studiobook import clock
from studiobook.discovery import queries, statements
from studiobook.discovery.moved import room_missing, studio_missing
from studiobook.discovery.pages.resting import resting_page
from studiobook.discovery.routes import service_fee, show


def rest(studio: str, room: str | None = None) -> Response:
    """The page at the address of a paused studio or room, 404. Raises NotFound, or Moved."""
    resting = queries.find_resting(studio, room)
    if resting is None:
        raise studio_missing(studio) if room is None else room_missing(studio, room)
    rooms = queries.list_rooms(statements.ROOMS_OF_CITY, resting.city_id)
    page = resting_page(
        resting, rooms, is_room=room is not None, fee=service_fee(), now=clock.now()
    )
    return show("discovery/resting.html", page, 404)
