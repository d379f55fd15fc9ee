"""Addresses of the public pages, built by hand: a page of results has a hundred of them."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from studiobook.discovery.choice import Choice
from studiobook.discovery.criteria import Criteria, Sort
from studiobook.discovery.pages.clocks import clock_labels
from studiobook.rooms.add_on import fields_of
from studiobook.values.currency import exponent

Query = Iterable[tuple[str, str]]


def room_href(studio_slug: str, room_slug: str) -> str:
    """The room's page."""
    return f"/studios/{studio_slug}/rooms/{room_slug}"


def studio_href(slug: str) -> str:
    """The studio's page."""
    return f"/studios/{slug}"


def map_href(slug: str) -> str:
    """The page that shows where the studio is."""
    return f"/studios/{slug}/map"


def ask_href(slug: str) -> str:
    """Where one writes to a studio."""
    return f"/messages/new?studio={slug}"


def company_href(slug: str) -> str:
    """The company's page."""
    return f"/companies/{slug}"


def city_href(slug: str) -> str:
    """The city's page."""
    return f"/cities/{slug}"


def with_query(path: str, query: Query, anchor: str = "") -> str:
    """A path with its query string and fragment; empty values are left out."""
    text = urlencode([(name, value) for name, value in query if value != ""], safe=":,")
    return f"{path}{'?' if text else ''}{text}{'#' if anchor else ''}{anchor}"


@lru_cache(maxsize=16_384)  # the same few hundred starts in every ribbon of a page
def start_query(on_date: date, zone: str, bit: int) -> str:
    """A start as local text, with `fold` on the one night in which the clock shows it twice."""
    shown = clock_labels(on_date, zone)
    query = f"date={on_date.isoformat()}&start={shown[bit]}"
    if shown.count(shown[bit]) > 1:
        query += f"&fold={int(shown.index(shown[bit]) != bit)}"
    return query


def hours_text(half_hours: int) -> str:
    """3 for six half hours, 2.5 for five."""
    return f"{half_hours / 2:g}"


def kept_query(choice: Choice) -> str:
    """What a link to another time of the same room keeps."""
    engineer = "" if choice.engineer_id is None else f"&engineer={choice.engineer_id}"
    add_ons = "".join(f"&{name}={value}" for name, value in fields_of(choice.add_ons))
    return f"hours={hours_text(choice.half_hours)}&people={choice.people}{engineer}{add_ons}"


def search_query(criteria: Criteria) -> list[tuple[str, str]]:
    """The query string that asks for the same again, but for its order and page."""
    when, home = criteria.when, criteria.area.home
    most = criteria.max_total
    return [
        ("city", place_value(criteria)),
        ("date", when.on_date.isoformat()),
        ("from", f"{when.earliest:%H:%M}" if when.earliest else ""),
        ("fold", "" if when.fold is None else str(when.fold)),
        ("until", f"{when.until:%H:%M}" if when.until else ""),
        ("hours", hours_text(when.half_hours)),
        ("people", str(criteria.people)),
        ("kind", criteria.kind or ""),
        *(("equipment", gear.slug) for gear in criteria.gear),
        *(("badge", badge.slug) for badge in criteria.badges),
        ("instant", "1" if criteria.instant else ""),
        ("max_total", "" if most is None else f"{most / 10 ** exponent(home.currency):g}"),
    ]


def search_href(criteria: Criteria) -> str:
    """The search that asks for exactly this."""
    return search_hrefs(criteria)(criteria.sort, criteria.page)


def search_hrefs(criteria: Criteria) -> Callable[[Sort, int], str]:
    """The same search in any order and at any page."""
    asked = with_query("/search", search_query(criteria))

    def href(sort: Sort, page: int) -> str:
        order = "" if sort is Sort.BEST else f"&sort={sort}"
        return f"{asked}{order}" if page == 1 else f"{asked}{order}&page={page}"

    return href


def place_value(criteria: Criteria) -> str:
    """The city's slug, or the spot that "near you" means."""
    if criteria.area.radius_km is None:
        return criteria.area.home.slug
    return f"{criteria.area.origin.lat:.4f},{criteria.area.origin.lng:.4f}"
