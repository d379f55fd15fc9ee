"""The search page: the form as it was sent, the rooms that can be held, and ways on from none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from urllib.parse import urlencode

from studiobook.discovery.criteria import Criteria, Sort
from studiobook.discovery.opened import opened_bits
from studiobook.discovery.pages.clocks import long_day, short_day, slot_label
from studiobook.discovery.pages.face import face_of
from studiobook.discovery.pages.links import hours_text, room_href, search_hrefs, start_query
from studiobook.discovery.pages.ribbon import Way, draw
from studiobook.discovery.pages.search_form import FormView
from studiobook.discovery.pages.words import KINDS, distance, rooms_label
from studiobook.discovery.search import PAGE, Found, Results
from studiobook.discovery.window import first_bit_after, starts_in
from studiobook.values.wall_clock import day_bounds, half_hours_in_day
from studiobook.web.components import Link, Pagination, ResultCard
from studiobook.web.pagination import pagination
from studiobook.web.ribbon import Ribbon
from studiobook.web.templating import money

SORTS = {
    Sort.BEST: "Best match",
    Sort.TOTAL: "Total",
    Sort.DISTANCE: "Distance",
    Sort.SOONEST: "Soonest",
}


Href = Callable[[Sort, int], str]


@dataclass(frozen=True, slots=True)
class ResultsView:
    """Rooms that can be held now at the total shown; without any, `relaxed` are ways on."""

    summary: str
    cards: tuple[ResultCard, ...] = ()
    sorts: tuple[Link, ...] = ()
    pagination: Pagination | None = None
    relaxed: tuple[Link, ...] = ()
    city_href: str | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`results` is None until somebody has asked; `cities` are then links to begin with."""

    title: str
    form: FormView
    results: ResultsView | None = None
    cities: tuple[Link, ...] = ()
    canonical: str = "/search"


def results_view(
    criteria: Criteria, results: Results, relaxed: tuple[Link, ...], *, now: datetime
) -> ResultsView:
    """One page of rooms as cards, each leading to its room with the slot chosen."""
    asked = urlencode(
        {"hours": hours_text(criteria.when.half_hours), "people": str(criteria.people)}
    )
    href = search_hrefs(criteria)
    return ResultsView(
        summary=_summary(criteria, results.found),
        cards=tuple(_card(found, criteria, asked, now) for found in results.rooms),
        sorts=_sorts(criteria, href) if results.found > 1 else (),
        pagination=_pagination(criteria, results.found, href),
        relaxed=relaxed,
        city_href=f"/cities/{criteria.area.home.slug}",
    )


def title_of(criteria: Criteria | None) -> str:
    """The heading: where, and what kind."""
    if criteria is None:
        return "Find a studio"
    kind = f"{KINDS[criteria.kind]} rooms" if criteria.kind else "Studios"
    return f"{kind} {criteria.area.name}"


def _summary(criteria: Criteria, found: int) -> str:
    when = criteria.when
    day = long_day(when.on_date)
    hours = f"{when.half_hours / 2:g} h"
    if when.earliest and when.is_exact:
        time = f"at {when.earliest:%H:%M} for {hours}"
    elif when.earliest or when.until:
        begin = f"{when.earliest:%H:%M}" if when.earliest else "00:00"
        end = f"{when.until:%H:%M}" if when.until else "24:00"
        time = f"for {hours} between {begin} and {end}"
    else:
        time = f"for {hours} at any time"
    return f"{rooms_label(found)} free on {day} {time}"


def _sorts(criteria: Criteria, href: Href) -> tuple[Link, ...]:
    return tuple(Link(label, href(sort, 1), sort is criteria.sort) for sort, label in SORTS.items())


def _pagination(criteria: Criteria, found: int, href: Href) -> Pagination:
    return pagination(
        partial(href, criteria.sort), page=criteria.page, found=found, size=PAGE, noun="rooms"
    )


def _card(found: Found, criteria: Criteria, asked: str, now: datetime) -> ResultCard:
    room, on_date = found.room, criteria.when.on_date
    zone = room.studio.zone
    way = Way(room_href(room.studio.slug, room.slug), asked)

    return ResultCard(
        face=face_of(room),
        href=way.to(start_query(on_date, zone, found.first)),
        slot=slot_label(found.slot, zone),
        total=money(found.total),
        distance=distance(criteria.area.origin.distance_km(room.studio.at)),
        ribbon=_ribbon(found, on_date, way, now),
    )


def _ribbon(found: Found, on_date: date, way: Way, now: datetime) -> Ribbon:
    room, rules = found.room, found.room.rules
    size = half_hours_in_day(on_date, rules.zone)
    midnight = day_bounds(on_date, rules.zone).starts_at
    since = first_bit_after(now, rules.lead, midnight, size)
    can_start = starts_in(
        found.free & ~found.held, found.slot.half_hours, on_the_hour=rules.step != 1, since=since
    )
    return draw(
        on_date=on_date,
        zone=rules.zone,
        label=f"{room.name} on {short_day(on_date)}",
        now=now,
        opened=opened_bits(room, on_date),
        free=found.free,
        held=found.held,
        chosen=((1 << found.slot.half_hours) - 1 << found.first) & (1 << size) - 1,
        starts=can_start | found.starts,
        way=way,
    )
