"""/manage/studios/<slug>/preview: the public pages as guests will see them, for the team alone."""

from dataclasses import replace

from flask import Response, url_for

from studiobook import clock
from studiobook.discovery import queries, statements
from studiobook.discovery.pages import lists
from studiobook.discovery.pages.room import room_page
from studiobook.discovery.pages.studio import studio_page
from studiobook.discovery.routes import blueprint, service_fee
from studiobook.rooms.catalogue import rooms_of
from studiobook.rooms.queries import get_room_of
from studiobook.teams.policies import Power, get_studio_for
from studiobook.web.access import access, staff
from studiobook.web.components import Link
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

NOTE = "Only you and your team see this page. It is what guests will see."


@blueprint.get("/manage/studios/<slug>/preview")
@access(staff)
def show_studio_preview(slug: str) -> Response:
    """The studio's page with all its rooms, ready or not."""
    studio = get_studio_for(current_viewer(), Power.SET_UP, slug=slug)
    rooms = queries.list_rooms(statements.ROOMS_FOR_TEAM, studio.id)
    cards = tuple(
        replace(card, href=url_for("discovery.show_room_preview", slug=slug, room_slug=room.slug))
        for room in rooms
        for card in lists.room_cards([room], fee=service_fee(), now=clock.now(), at_home=True)
    )
    page = studio_page(queries.get_venue_for_team(studio.id), rooms=cards, note=NOTE)
    # The company's page may not be there yet.
    facts = tuple(replace(fact, href=None) for fact in page.facts)
    crumbs = _crumbs(Link(studio.name, url_for("rooms.show_studio", slug=slug)))
    here = url_for("discovery.show_studio_preview", slug=slug)
    crumbs = (*crumbs, Link("As guests will see it", here, current=True))
    return respond("discovery/studio.html", replace(page, crumbs=crumbs, facts=facts))


@blueprint.get("/manage/studios/<slug>/rooms/<room_slug>/preview")
@access(staff)
def show_room_preview(slug: str, room_slug: str) -> Response:
    """The room's page without its free times."""
    studio = get_studio_for(current_viewer(), Power.SET_UP, slug=slug)
    row = get_room_of(studio.id, room_slug)
    room = rooms_of({row.id: row.version})[row.id]
    page = room_page(
        room,
        None,
        photos=queries.list_photos(room.id),
        equipment=queries.list_equipment(room.id),
        engineers=queries.list_engineers(room, None, now=clock.now()),
        neighbours=(),
        kept=None,
    )
    crumbs = _crumbs(
        Link(studio.name, url_for("rooms.show_studio", slug=slug)),
        Link("As guests will see it", url_for("discovery.show_studio_preview", slug=slug)),
    )
    here = url_for("discovery.show_room_preview", slug=slug, room_slug=room_slug)
    crumbs = (*crumbs, Link(room.name, here, current=True))
    return respond("discovery/room_preview.html", replace(page, crumbs=crumbs, note=NOTE))


def _crumbs(*links: Link) -> tuple[Link, ...]:
    return (Link("Your studios", url_for("rooms.list_studios")), *links)
