"""Ways on from an empty search: each a search that finds something, with how much."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from studiobook.discovery.criteria import Criteria
from studiobook.discovery.reference import Reference
from studiobook.discovery.search import count
from studiobook.discovery.window import When
from studiobook.studios.queries import Filter
from studiobook.values.rate import Rate

#: How many are offered, how many days ahead are looked at, and how far "nearby" is.
MOST = 6
DAYS_AHEAD = 7
NEXT_CITY_KM = 400.0
NEXT_CITIES = 3
DAY = timedelta(days=1)
Option = tuple[str, Criteria]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What would be given up, in words, and how many rooms there are then."""

    label: str
    criteria: Criteria
    found: int


def relax(
    criteria: Criteria, reference: Reference, *, fee: Rate, now: datetime
) -> tuple[Relaxation, ...]:
    """Searches near the asked one that find rooms, the smallest sacrifice first; one query."""
    options = [
        *_times(criteria),
        *_filters(criteria),
        *_days(criteria),
        *_cities(criteria, reference),
    ]
    found = count(tuple(option for _label, option in options), fee=fee, now=now)
    good = [
        Relaxation(label, option, rooms)
        for (label, option), rooms in zip(options, found, strict=True)
        if rooms
    ]
    return tuple(_without_repeated_days(good)[:MOST])


def _times(criteria: Criteria) -> list[Option]:
    when = criteria.when
    options: list[Option] = []
    if when.earliest or when.until:
        any_time = When(when.on_date, when.half_hours)
        options.append(("At another time that day", replace(criteria, when=any_time, page=1)))
    for half_hours in (when.half_hours - 2, when.half_hours // 2):
        if 2 <= half_hours < when.half_hours:
            shorter = replace(when, half_hours=half_hours)
            label = f"For {half_hours / 2:g} h instead of {when.half_hours / 2:g} h"
            options.append((label, replace(criteria, when=shorter, page=1)))
            break
    return options


def _filters(criteria: Criteria) -> list[Option]:
    plain = replace(criteria, page=1)
    options = [
        (f"Without {gear.name}", replace(plain, gear=_without(criteria.gear, gear)))
        for gear in criteria.gear
    ]
    options += [
        (f"Without “{badge.name}”", replace(plain, badges=_without(criteria.badges, badge)))
        for badge in criteria.badges
    ]
    if criteria.max_total is not None:
        options.append(("At a higher total", replace(plain, max_total=None)))
    if criteria.instant:
        options.append(("Also where the studio answers first", replace(plain, instant=False)))
    if criteria.kind:
        options.append(("Rooms of any kind", replace(plain, kind=None)))
    if len(criteria.gear) + len(criteria.badges) > 1:
        options.append(("Without any gear or badge", replace(plain, gear=(), badges=())))
    return options


def _days(criteria: Criteria) -> list[Option]:
    when = criteria.when
    options: list[Option] = []
    for ahead in range(1, DAYS_AHEAD + 1):
        on_date = when.on_date + ahead * DAY
        label = f"On {on_date:%A} {on_date.day} {on_date:%B}"
        options.append(
            (label, replace(criteria, when=replace(when, on_date=on_date, fold=None), page=1))
        )
    return options


def _cities(criteria: Criteria, reference: Reference) -> list[Option]:
    origin = criteria.area.origin
    others = [place for place in reference.nearest(origin) if place not in criteria.area.cities]
    near = [place for place in others if origin.distance_km(place.at) <= NEXT_CITY_KM]
    return [
        (
            f"In {place.name}, {origin.distance_km(place.at):.0f} km away",
            replace(criteria, area=reference.city(place), max_total=None, page=1),
        )
        for place in near[:NEXT_CITIES]
    ]


def _without(chosen: tuple[Filter, ...], gone: Filter) -> tuple[Filter, ...]:
    return tuple(one for one in chosen if one is not gone)


def _without_repeated_days(good: list[Relaxation]) -> list[Relaxation]:
    """Two other days are choice enough."""
    kept: list[Relaxation] = []
    days = 0
    for option in good:
        is_day = option.label.startswith("On ")
        days += is_day
        if not is_day or days <= 2:
            kept.append(option)
    return kept
