"""Instead of a dead link: what can't be booked at the moment says so and leads on."""

from flask import Response

from studiobook import clock
from studiobook.discovery import queries, statements
from studiobook.discovery.pages.resting import resting_page
from studiobook.discovery.routes import service_fee, show
from studiobook.errors import NotFound


def rest(studio: str, room: str | None = None) -> Response:
    """The page at the address of a paused studio or room, 404. Raises NotFound for any other."""
    resting = queries.find_resting(studio, room)
    if resting is None:
        raise NotFound
    rooms = queries.list_rooms(statements.ROOMS_OF_CITY, resting.city_id)
    page = resting_page(
        resting, rooms, is_room=room is not None, fee=service_fee(), now=clock.now()
    )
    return show("discovery/resting.html", page, 404)
