"""The public pages: home, search, cities, studios, rooms, companies."""

from datetime import datetime

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from studiobook import clock
from studiobook.discovery.forms import SearchForm, parse_search
from studiobook.discovery.pages.links import search_href
from studiobook.discovery.pages.search import ResultsView, SearchPage, results_view, title_of
from studiobook.discovery.pages.search_form import form_view
from studiobook.discovery.reference import Reference, Shelf
from studiobook.discovery.relax import relax
from studiobook.discovery.search import search
from studiobook.values.rate import Rate
from studiobook.web.access import access, public
from studiobook.web.components import Link
from studiobook.web.respond import respond

blueprint = Blueprint("discovery", __name__)
SHELF = "studiobook_reference"


@blueprint.record_once
def _set_up(state: BlueprintSetupState) -> None:
    # Tests see what they have just made.
    state.app.extensions[SHELF] = Shelf(0.0) if state.app.testing else Shelf()


@blueprint.get("/search")
@access(public)
def show_search() -> Response:
    """Rooms for exactly these hours, the form kept; 422 with a word beside what can't be read."""
    now, reference = clock.now(), _reference()
    form = parse_search(request.args, reference, now=now)
    page = SearchPage(
        title=title_of(form.criteria),
        form=form_view(form, reference, now=now),
        results=_results(form, reference, now),
        cities=_city_links(form, reference),
    )
    return _page("discovery/search.html", page, 422 if form.errors else 200)


def _results(form: SearchForm, reference: Reference, now: datetime) -> ResultsView | None:
    if form.criteria is None:
        return None
    fee = _fee()
    results = search(form.criteria, fee=fee, now=now)
    relaxed = () if results.found else relax(form.criteria, reference, fee=fee, now=now)
    links = tuple(Link(way.label, search_href(way.criteria), count=way.found) for way in relaxed)
    return results_view(form.criteria, results, links, now=now)


def _city_links(form: SearchForm, reference: Reference) -> tuple[Link, ...]:
    if form.area is not None:
        return ()
    kind = form.text.get("kind", "")
    return tuple(
        Link(place.name, f"/search?city={place.slug}" + (f"&kind={kind}" if kind else ""))
        for place in reference.places.values()
    )


def _reference() -> Reference:
    shelf: Shelf = current_app.extensions[SHELF]
    return shelf.reference()


def _fee() -> Rate:
    return Rate(current_app.config["SETTINGS"].service_fee)


def _page(template: str, page: object, status: int = 200) -> Response:
    # Public, yet with the visitor's name in the header: kept for going back, asked about before.
    return respond(template, page, status, Cache_Control="private, no-cache")
