"""What the addresses of setting up name, for whoever may set it up, and the way there."""

from flask import url_for

from studiobook.rooms.models import Room
from studiobook.rooms.queries import get_room_of
from studiobook.studios.models import Studio
from studiobook.teams.policies import Power, get_studio_for
from studiobook.web.components import Link
from studiobook.web.viewer import current_viewer


def studio_at(slug: str) -> Studio:
    """The studio; NotFound for a foreign one as for none."""
    return get_studio_for(current_viewer(), Power.SET_UP, slug=slug)


def room_at(slug: str, room_slug: str) -> Room:
    """The room of that studio; NotFound for another studio's room, too."""
    return get_room_of(studio_at(slug).id, room_slug)


def way_to_studios() -> tuple[Link, ...]:
    """All of them."""
    return (Link("Your studios", url_for("rooms.list_studios")),)


def way_to(studio: Studio) -> tuple[Link, ...]:
    """The studio's checklist."""
    return (
        *way_to_studios(),
        Link(studio.name, url_for("rooms.show_studio", slug=studio.slug)),
    )


def way_to_room(room: Room) -> tuple[Link, ...]:
    """The room's own page."""
    studio = room.studio
    href = url_for("rooms.show_room", slug=studio.slug, room_slug=room.slug)
    return (*way_to(studio), Link(room.name, href))
