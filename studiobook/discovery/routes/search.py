"""/search: rooms for exactly these hours."""

from datetime import datetime

from flask import Response, request

from studiobook import clock
from studiobook.discovery.forms import SearchForm, parse_search
from studiobook.discovery.pages.links import search_href
from studiobook.discovery.pages.search import ResultsView, SearchPage, results_view, title_of
from studiobook.discovery.pages.search_form import form_view
from studiobook.discovery.reference import Reference
from studiobook.discovery.relax import relax
from studiobook.discovery.routes import blueprint, service_fee, shelf, show
from studiobook.discovery.search import search
from studiobook.web.access import access, public
from studiobook.web.components import Link


@blueprint.get("/search")
@access(public)
def show_search() -> Response:
    """What is free, the form kept; 422 with a word beside whatever can't be read."""
    now, reference = clock.now(), shelf().reference()
    form = parse_search(request.args, reference, now=now)
    page = SearchPage(
        title=title_of(form.criteria),
        form=form_view(form, reference, now=now),
        results=_results(form, reference, now),
        cities=_city_links(form, reference),
    )
    return show("discovery/search.html", page, 422 if form.errors else 200)


def _results(form: SearchForm, reference: Reference, now: datetime) -> ResultsView | None:
    if form.criteria is None:
        return None
    fee = service_fee()
    results = search(form.criteria, fee=fee, now=now)
    relaxed = () if results.found else relax(form.criteria, reference, fee=fee, now=now)
    links = tuple(Link(way.label, search_href(way.criteria), count=way.found) for way in relaxed)
    return results_view(form.criteria, results, links, now=now)


def _city_links(form: SearchForm, reference: Reference) -> tuple[Link, ...]:
    if form.area is not None:
        return ()
    kind = f"&kind={form.text['kind']}" if form.text.get("kind") and not form.errors else ""
    return tuple(
        Link(place.name, f"/search?city={place.slug}{kind}") for place in reference.places.values()
    )
