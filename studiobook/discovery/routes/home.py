"""/: the way in."""

from flask import Response
from werkzeug.datastructures import MultiDict

from studiobook import clock
from studiobook.discovery.forms import parse_search
from studiobook.discovery.pages.links import city_href
from studiobook.discovery.pages.lists import CityCard, HomePage, kind_cards, room_cards
from studiobook.discovery.pages.photos import photo_of
from studiobook.discovery.pages.search_form import form_view
from studiobook.discovery.routes import blueprint, service_fee, shelf, show
from studiobook.web.access import access, public


@blueprint.get("/")
@access(public)
def show_home() -> Response:
    """The search form first, then kinds, cities and a few rooms."""
    now, reference, window = clock.now(), shelf().reference(), shelf().shop_window()
    form = parse_search(MultiDict(), reference, now=now)
    cities = [
        CityCard(place.name, city_href(place.slug), rooms, photo_of(picture))
        for place in reference.places.values()
        for rooms, picture in [window.cities[place.id]]
        if rooms
    ]
    page = HomePage(
        title="Find a studio by the hour",
        form=form_view(form, reference, now=now, live=False),
        kinds=kind_cards(),
        cities=tuple(cities),
        rooms=room_cards(window.rooms, fee=service_fee(), now=now),
    )
    return show("discovery/home.html", page)
