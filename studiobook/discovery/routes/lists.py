"""/cities, /studios, /companies: rooms by where they are and whose they are."""

from flask import Response

from studiobook import clock
from studiobook.companies.models import Company
from studiobook.companies.queries import get_company
from studiobook.discovery import queries, statements
from studiobook.discovery.moved import company_missing
from studiobook.discovery.pages import lists
from studiobook.discovery.pages.links import city_href, company_href
from studiobook.discovery.pages.lists import CityPage, CompanyPage
from studiobook.discovery.pages.photos import logo_of
from studiobook.discovery.pages.studio import studio_page
from studiobook.discovery.pages.wording import paragraphs
from studiobook.discovery.pages.words import KINDS, rooms_label
from studiobook.discovery.routes import blueprint, page_number, service_fee, shelf, show
from studiobook.discovery.routes.resting import rest
from studiobook.errors import NotFound
from studiobook.web.access import access, public
from studiobook.web.components import Link


@blueprint.get("/cities/<slug>")
@access(public)
def show_city(slug: str) -> Response:
    """The rooms of a city."""
    place = shelf().reference().places.get(slug)
    if place is None:
        raise NotFound
    now, page = clock.now(), page_number()
    kinds = queries.count_kinds(place.id)
    found = sum(count for _kind, count in kinds)
    rooms = queries.list_rooms(statements.ROOMS_OF_CITY, place.id, page=page)
    if page > 1 and not rooms:
        raise NotFound
    return show(
        "discovery/city.html",
        CityPage(
            title=f"Studios in {place.name}",
            name=place.name,
            canonical=city_href(slug),
            summary=f"{rooms_label(found)} to book by the hour, priced in {place.currency}.",
            kinds=tuple(
                Link(KINDS[kind], f"/search?city={slug}&kind={kind}", count=count)
                for kind, count in kinds
            ),
            rooms=lists.room_cards(rooms, fee=service_fee(), now=now),
            pagination=lists.pages_of(city_href(slug), page=page, found=found),
            search=f"/search?city={slug}",
        ),
    )


@blueprint.get("/studios/<slug>")
@access(public)
def show_studio(slug: str) -> Response:
    """A studio with its rooms' day; or a page that leads on while nothing there is sold."""
    now = clock.now()
    try:
        venue = queries.get_venue(slug)
    except NotFound:
        return rest(slug)
    rooms = queries.list_rooms(statements.ROOMS_OF_STUDIO, venue.studio.id)
    first, last = lists.dates_of(rooms, now)
    days = queries.list_days([room.id for room in rooms], first, last, now=now)
    cards = lists.room_cards(rooms, fee=service_fee(), now=now, days=days, at_home=True)
    return show("discovery/studio.html", studio_page(venue, rooms=cards))


@blueprint.get("/companies/<slug>")
@access(public)
def show_company(slug: str) -> Response:
    """A company with all its rooms; 404 unless one can be booked."""
    now, page, company = clock.now(), page_number(), _company(slug)
    rooms = queries.list_rooms(statements.ROOMS_OF_COMPANY, company.id, page=page)
    if not rooms:
        raise NotFound
    found = queries.count_rooms_of_company(company.id)
    return show(
        "discovery/company.html",
        CompanyPage(
            title=company.name,
            canonical=company_href(slug),
            summary=f"{rooms_label(found)} to book by the hour.",
            about=paragraphs(company.about),
            rooms=lists.room_cards(rooms, fee=service_fee(), now=now),
            pagination=lists.pages_of(company_href(slug), page=page, found=found),
            logo=logo_of(company.logo_key),
        ),
    )


def _company(slug: str) -> Company:
    try:
        return get_company(slug)
    except NotFound:
        raise company_missing(slug) from None
