"""The SQL that matches rooms with criteria: work that follows the city, never the world.

Every block asks one zone's rooms: the day's bits, the rooms and their studios, each from one
covering index. `room_day` says what is free; nothing here looks at occupancy. Names that end in @
get the block's number, so that several questions fit into one statement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text

from studiobook.discovery.criteria import Criteria, Sort
from studiobook.discovery.sums import FIRST, PEAK_TOTAL, PRICED, TOTAL
from studiobook.discovery.window import ON_THE_HOUR, Window, window
from studiobook.values.local_week import half_hours_from
from studiobook.values.rate import Rate
from studiobook.values.wall_clock import BadTime, to_local

MICROSECOND = timedelta(microseconds=1)

FREE = "CASE WHEN {0}.held_until > :now THEN {0}.free & ~{0}.held ELSE {0}.free END"
#: Bits of `d` from which a session may start; of `n`, the day after, where it may run on.
DAYS = """
    SELECT d.room_id, {starts} AS starts
    FROM room_day d {night}
    WHERE d.city_id = ANY(:cities@) AND d.on_date = :on_date@ AND {fits}"""
RUNS = """
    SELECT room_id, starts FROM (
        SELECT room_id, ({run}) & CAST(:starts@ AS bigint) AS starts FROM (
            SELECT d.room_id, {today} AS x, {tomorrow} AS y
            FROM room_day d {night}
            WHERE d.city_id = ANY(:cities@) AND d.on_date = :on_date@
            OFFSET 0
        ) free OFFSET 0
    ) run WHERE starts <> 0"""
NIGHT = """
    {join} JOIN room_day n
        ON n.room_id = d.room_id AND n.on_date = :next_date@ AND n.city_id = ANY(:cities@)"""

#: The room's own notice and grid, as rooms/openings.py has them.
ALLOWED = """(d.starts
        & CASE WHEN r.step = 1 THEN -1::bigint ELSE :grid END
        & (-1::bigint << LEAST(GREATEST(
            (:since@ + GREATEST(r.lead_minutes * 60000000::bigint, 1) + 1799999999) / 1800000000
        , 0), 63)::int))"""
KM = """2 * 6371.0088 * asin(LEAST(1, sqrt(
        power(sin(radians(s.lat - :lat@) / 2), 2) + cos(radians(:lat@)) * cos(radians(s.lat))
        * power(sin(radians(s.lng - :lng@) / 2), 2))))"""

ROOMS = """
SELECT m.room_id, CASE WHEN m.peaks IS NULL THEN m.total ELSE ({peak_total}) END AS total,
    m.starts, m.km, m.instant, m.foreign_money,
    :midnight@ + {first} * interval '30 min' AS starts_at
FROM (
    SELECT r.id AS room_id, {total} AS total, {allowed} AS starts, {km} AS km,
        s.instant, r.currency <> :currency@ AS foreign_money,
        r.peaks, r.base, r.price, s.tax_basis_points AS tax
    FROM ({days}
    ) d
    JOIN ({priced}
    ) r ON r.id = d.room_id
    JOIN studio s ON s.id = r.studio_id AND s.zone = :zone@
    WHERE s.state = 'published' AND s.city_id = ANY(:cities@){filters}
    OFFSET 0
) m
WHERE m.starts <> 0"""
#: What is asked of the total and the way there.
WITHIN = """
SELECT m.* FROM ({rooms}
    OFFSET 0) m
WHERE {limits}"""

ROOM_FILTERS = {
    "kind": " AND r.kind = :kind@",
    "gear": """
        AND (SELECT count(*) FROM room_equipment e
             WHERE e.room_id = r.id AND e.type_id = ANY(:gear@)) = :gear_count@""",
}
STUDIO_FILTERS = {
    "instant": " AND s.instant",
    "badges": """
        AND (SELECT count(*) FROM studio_badge b
             WHERE b.studio_id = s.id AND b.badge_id = ANY(:badges@)) = :badge_count@""",
    "radius": " AND s.lat BETWEEN :south@ AND :north@ AND s.lng BETWEEN :west@ AND :east@",
}
LIMITS = {
    "radius": "m.km <= :radius@",
    "max_total": "NOT m.foreign_money AND m.total <= :max_total@",
}
#: Best match: the total, weighed against the way there and against waiting for an answer.
ORDERS = {
    Sort.BEST: """foreign_money,
        total * CASE WHEN instant THEN 1.0 ELSE 1.1 END * (1 + LEAST(km, 30) / 30), room_id""",
    Sort.TOTAL: "foreign_money, total, room_id",
    Sort.DISTANCE: "km, total, room_id",
    Sort.SOONEST: "starts_at, foreign_money, total, room_id",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides a block's SQL; everything else is a parameter."""

    number: int
    half_hours: int
    size: int
    exact: bool
    crosses: bool
    one_city: bool
    wants_km: bool
    filters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """Criteria as blocks of SQL, one for each zone in which the asked time exists."""

    shapes: tuple[Shape, ...]
    parameters: dict[str, Any]


def question(criteria: Criteria, *, fee: Rate, now: datetime, first_number: int = 0) -> Question:
    """Turn criteria into blocks that are numbered from `first_number` on."""
    shapes: list[Shape] = []
    parameters: dict[str, Any] = {"now": now, "fee": fee.basis_points, "grid": ON_THE_HOUR}
    for zone in criteria.area.zones:
        asked = _window(criteria, zone)
        if asked is None:
            continue
        shape = _shape(criteria, asked, first_number + len(shapes))
        own = {**_when(asked, now, criteria, zone), **_what(criteria), "zone": zone}
        parameters |= {f"{name}_{shape.number}": value for name, value in own.items()}
        shapes.append(shape)
    return Question(tuple(shapes), parameters)


@lru_cache(maxsize=512)
def rooms_sql(shapes: tuple[Shape, ...]) -> str:
    """Rooms of all blocks: room_id, total, starts (bits), km, instant, foreign_money, starts_at."""
    return "\nUNION ALL".join(_block(shape) for shape in shapes)


@lru_cache(maxsize=512)
def counts_sql(groups: tuple[tuple[Shape, ...], ...]) -> TextClause:
    """For each group of blocks its place in the list and how many rooms it finds."""
    return text(
        "\nUNION ALL ".join(
            f"SELECT {place} AS place, count(*) AS found FROM ({rooms_sql(shapes)}) q{place}"  # noqa: S608  # our own fragments; values are parameters
            for place, shapes in enumerate(groups)
        )
    )


def _window(criteria: Criteria, zone: str) -> Window | None:
    try:
        return window(criteria.when, zone)
    except BadTime:  # the clock there jumps over it, though the home's does not
        return None


def _shape(criteria: Criteria, asked: Window, number: int) -> Shape:
    wants = {
        "kind": criteria.kind,
        "instant": criteria.instant,
        "gear": criteria.gear,
        "badges": criteria.badges,
        "radius": criteria.area.radius_km,
        "max_total": criteria.max_total is not None,
    }
    return Shape(
        number=number,
        half_hours=asked.length,
        size=asked.size,
        exact=asked.first == asked.last,
        crosses=asked.crosses,
        one_city=len(criteria.area.cities) == 1,
        wants_km=criteria.sort in (Sort.BEST, Sort.DISTANCE) or criteria.area.radius_km is not None,
        filters=frozenset(name for name, wanted in wants.items() if wanted),
    )


def _when(asked: Window, now: datetime, criteria: Criteria, zone: str) -> dict[str, Any]:
    wanted = (1 << asked.length) - 1 << asked.first
    return {
        "midnight": asked.midnight,
        "on_date": criteria.when.on_date,
        "next_date": criteria.when.on_date + timedelta(days=1),
        "starts": asked.starts,
        "wanted": wanted & (1 << asked.size) - 1,
        "wanted_next": wanted >> asked.size,
        "week": list(half_hours_from(asked.midnight, asked.last + asked.length, zone)),
        "since": (now - asked.midnight) // MICROSECOND,
        "half_hours": asked.length,
        # One more day is kept, for sessions of the last one that run past midnight.
        "days_ahead": (criteria.when.on_date - to_local(now, zone).date()).days,
    }


def _what(criteria: Criteria) -> dict[str, Any]:
    area, origin = criteria.area, criteria.area.origin
    found: dict[str, Any] = {
        "cities": [city.id for city in area.cities],
        "city": area.home.id,
        "currency": area.home.currency,
        "lat": origin.lat,
        "lng": origin.lng,
        "people": criteria.people,
        "kind": criteria.kind and criteria.kind.value,
        "gear": [gear.id for gear in criteria.gear],
        "gear_count": len(criteria.gear),
        "badges": [badge.id for badge in criteria.badges],
        "badge_count": len(criteria.badges),
        "max_total": criteria.max_total,
    }
    if area.radius_km is not None:
        box = origin.box(area.radius_km)
        found |= {"south": box.south, "north": box.north, "west": box.west, "east": box.east}
        found["radius"] = area.radius_km
    return found


def _block(shape: Shape) -> str:
    sql = ROOMS.format(
        total=TOTAL,
        peak_total=PEAK_TOTAL.format(first=FIRST),
        first=FIRST,
        priced=PRICED.format(filters=_those(shape, ROOM_FILTERS)),
        allowed=ALLOWED,
        km=KM if shape.wants_km else "0::float8",
        days=_exact_days(shape) if shape.exact else _open_days(shape),
        filters=_those(shape, STUDIO_FILTERS),
    )
    if limits := [LIMITS[name] for name in sorted(shape.filters) if name in LIMITS]:
        sql = WITHIN.format(rooms=sql, limits=" AND ".join(limits))
    if shape.one_city:
        # What can be planned once for every city need not be planned for each question.
        sql = sql.replace("= ANY(:cities@)", "= :city@")
    return sql.replace("@", f"_{shape.number}")


def _those(shape: Shape, conditions: Mapping[str, str]) -> str:
    return "".join(conditions[name] for name in sorted(shape.filters) if name in conditions)


def _exact_days(shape: Shape) -> str:
    """One start: a mask for the day, another for the night after."""
    fits = [f"({FREE.format('d')}) & :wanted@ = :wanted@"]
    if shape.crosses:
        fits.append(f"({FREE.format('n')}) & :wanted_next@ = :wanted_next@")
    return DAYS.format(
        starts="CAST(:starts@ AS bigint)",
        night=NIGHT.format(join="") if shape.crosses else "",
        fits=" AND ".join(fits),
    )


def _open_days(shape: Shape) -> str:
    """Any start of the window: k free half hours in a row, found by shifts and ands."""
    reach = range(1, shape.half_hours)
    if shape.crosses:
        steps = [f"((x >> {n}) | {_from_tomorrow(n, shape.size)})" for n in reach]
    else:
        steps = [f"(x >> {n})" for n in reach]
    return RUNS.format(
        run=" & ".join(["x", *steps]),
        today=FREE.format("d"),
        tomorrow=f"COALESCE({FREE.format('n')}, 0)" if shape.crosses else "0::bigint",
        night=NIGHT.format(join="LEFT") if shape.crosses else "",
    )


def _from_tomorrow(n: int, size: int) -> str:
    return f"(y << {size - n})" if n <= size else f"(y >> {n - size})"
