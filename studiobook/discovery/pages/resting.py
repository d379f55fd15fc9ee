"""A studio or room that can't be booked at the moment, and what can be had nearby."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from studiobook.discovery.pages.links import city_href, studio_href
from studiobook.discovery.pages.lists import room_cards
from studiobook.rooms.catalogue import RoomDetail
from studiobook.values.rate import Rate
from studiobook.web.components import Link, RoomCard

#: Rooms that are shown instead.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class RestingPage:
    """The way on; `rooms` are others nearby."""

    title: str
    city: str
    ways: tuple[Link, ...]
    rooms: tuple[RoomCard, ...]


def resting_page(
    resting: Row[Any], rooms: list[RoomDetail], *, is_room: bool, fee: Rate, now: datetime
) -> RestingPage:
    """Rooms of the same studio and kind come first."""
    ways = [Link(f"All studios in {resting.city}", city_href(resting.city_slug))]
    if is_room and resting.has_others:
        ways.insert(0, Link(f"Other rooms of {resting.studio}", studio_href(resting.studio_slug)))
    near = sorted(
        rooms,
        key=lambda room: (room.studio.slug != resting.studio_slug, room.kind != resting.kind),
    )
    return RestingPage(
        title=f"{resting.room if is_room else resting.studio} can’t be booked at the moment",
        city=resting.city,
        ways=(*ways, Link("Your bookings", "/bookings")),
        rooms=room_cards(near[:SHOWN], fee=fee, now=now),
    )
