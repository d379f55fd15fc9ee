"""The search page: the form as it was sent, the rooms that can be held, and ways on from none."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from studiobook.discovery.criteria import Criteria, Sort
from studiobook.discovery.pages.clocks import long_day, short_day, slot_label
from studiobook.discovery.pages.links import hours_text, room_href, search_href, start_query
from studiobook.discovery.pages.photos import photo_of
from studiobook.discovery.pages.ribbon import draw
from studiobook.discovery.pages.search_form import FormView
from studiobook.discovery.pages.words import KINDS, distance, people_label, rooms_label
from studiobook.discovery.search import PAGE, Found, Results
from studiobook.discovery.window import first_bit_after, starts_in
from studiobook.values.day_mask import busy_mask
from studiobook.values.timeslot import HALF_HOUR
from studiobook.values.wall_clock import day_bounds, half_hours_in_day
from studiobook.web.components import Link, Pagination, ResultCard
from studiobook.web.ribbon import Ribbon

SORTS = {
    Sort.BEST: "Best match",
    Sort.TOTAL: "Total",
    Sort.DISTANCE: "Distance",
    Sort.SOONEST: "Soonest",
}
#: Badges on a card; the studio's page has them all.
FEW = 3


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
    return ResultsView(
        summary=_summary(criteria, results.found),
        cards=tuple(_card(found, criteria, asked, now) for found in results.rooms),
        sorts=_sorts(criteria) if results.found > 1 else (),
        pagination=_pagination(criteria, results.found),
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


def _sorts(criteria: Criteria) -> tuple[Link, ...]:
    return tuple(
        Link(label, search_href(replace(criteria, sort=sort, page=1)), sort is criteria.sort)
        for sort, label in SORTS.items()
    )


def _pagination(criteria: Criteria, found: int) -> Pagination | None:
    if found <= PAGE:
        return None
    page = criteria.page
    first, last = (page - 1) * PAGE + 1, min(page * PAGE, found)
    return Pagination(
        summary=f"{first}–{last} of {found} rooms",
        previous_href=search_href(replace(criteria, page=page - 1)) if page > 1 else None,
        next_href=search_href(replace(criteria, page=page + 1)) if last < found else None,
    )


def _card(found: Found, criteria: Criteria, asked: str, now: datetime) -> ResultCard:
    room, on_date = found.room, criteria.when.on_date
    path = room_href(room.studio_slug, room.room_slug)
    midnight = day_bounds(on_date, room.zone).starts_at

    def href(start: int) -> str:
        return f"{path}?{start_query(on_date, room.zone, start)}&{asked}#quote"

    return ResultCard(
        href=href((found.slot.starts_at - midnight) // HALF_HOUR),
        room_name=room.room_name,
        studio_name=room.studio_name,
        place=room.street,
        kind_label=KINDS[found.kind],
        facts=(people_label(room.capacity),),
        slot_label=slot_label(found.slot, room.zone),
        total=found.total,
        distance=distance(found.km),
        instant=room.instant,
        photo=photo_of(room.photo_key, room),
        ribbon=_ribbon(found, on_date, href, now),
        badges=tuple(room.badges[:FEW]),
    )


def _ribbon(found: Found, on_date: date, href: Callable[[int], str], now: datetime) -> Ribbon:
    room = found.room
    length = found.slot.half_hours
    size = half_hours_in_day(on_date, room.zone)
    midnight = day_bounds(on_date, room.zone).starts_at
    since = first_bit_after(now, room.lead_minutes, midnight, size)
    can_start = starts_in(room.free & ~room.held, length, on_the_hour=room.step != 1, since=since)
    return draw(
        on_date=on_date,
        zone=room.zone,
        label=f"{room.room_name} on {short_day(on_date)}",
        now=now,
        opened=found.opened,
        free=room.free,
        held=room.held,
        chosen=busy_mask([found.slot], on_date, room.zone),
        starts=can_start | found.starts,
        href=href,
    )
