"""The search: one statement for the page's rooms, their prices, day, pictures and count."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, TextClause, text

from studiobook.bookings.quote import quote
from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.discovery.criteria import Criteria, Sort
from studiobook.discovery.match import ORDERS, Shape, counts_sql, question, rooms_sql
from studiobook.discovery.opened import opened_bits
from studiobook.discovery.queries import pricing_of, tax_of
from studiobook.discovery.statements import CLOSURES, FIRST_PHOTO, PHOTO, ROOM
from studiobook.rooms.models import RoomKind
from studiobook.values.coordinates import Coordinates
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.timeslot import HALF_HOUR, Timeslot

PAGE = 20

#: The matched rooms of one page with all that a result shows.
RESULTS = """
WITH page AS MATERIALIZED (
    SELECT row_number() OVER () AS place, q.* FROM (
        SELECT count(*) OVER () AS found, m.* FROM ({rooms}) m
        ORDER BY {order} LIMIT {limit} OFFSET :offset
    ) q
)
SELECT page.found, page.starts, page.starts_at, {room}, r.lead_minutes,
    s.name AS studio_name, s.slug AS studio_slug, s.street, s.zone, s.lat, s.lng, s.instant,
    s.tax_basis_points, s.hours_json::text AS hours,
    ARRAY(SELECT b.name FROM studio_badge sb JOIN badge b ON b.id = sb.badge_id
          WHERE sb.studio_id = s.id ORDER BY b.name) AS badges,
    {closures}, d.free, CASE WHEN d.held_until > :now THEN d.held ELSE 0 END AS held, {photo}
FROM page
JOIN room r ON r.id = page.room_id
JOIN studio s ON s.id = r.studio_id
JOIN room_day d ON d.room_id = r.id AND d.on_date = :shown_date
{first_photo}
ORDER BY page.place"""


@dataclass(frozen=True, slots=True)
class Found:
    """A room that can be held for `slot` at `total` now, with its day in bits.

    `starts` are all bits of the day at which the asked length may start, within the asked window.
    """

    room: Row[Any]
    kind: RoomKind
    slot: Timeslot
    total: Money
    starts: int
    opened: int
    km: float


@dataclass(frozen=True, slots=True)
class Results:
    """One page of rooms, and how many match in all."""

    rooms: tuple[Found, ...]
    found: int


def search(criteria: Criteria, *, fee: Rate, now: datetime) -> Results:
    """The rooms that can be held for exactly this, best first.

    A page beyond the last one is empty.
    """
    asked = question(criteria, fee=fee, now=now)
    if not asked.shapes:
        return Results((), 0)
    midnight = asked.parameters["midnight_0"]
    rows = db.session.execute(
        _statement(asked.shapes, criteria.sort),
        {
            **asked.parameters,
            "offset": (criteria.page - 1) * PAGE,
            "shown_date": criteria.when.on_date,
            # Wide enough for every zone of the area.
            "since": midnight - timedelta(days=1),
            "until": midnight + timedelta(days=2),
        },
    ).all()
    rooms = tuple(_found(row, criteria, fee) for row in rows)
    return Results(rooms, rows[0].found if rows else 0)


def count(searches: tuple[Criteria, ...], *, fee: Rate, now: datetime) -> list[int]:
    """How many rooms each of the searches would find, all in one statement."""
    counts = [0] * len(searches)
    groups: list[tuple[Shape, ...]] = []
    places: list[int] = []
    parameters: dict[str, Any] = {}
    number = 0
    for place, criteria in enumerate(searches):
        asked = question(criteria, fee=fee, now=now, first_number=number)
        if not asked.shapes:
            continue
        number += len(asked.shapes)
        groups.append(asked.shapes)
        places.append(place)
        parameters |= asked.parameters
    if groups:
        for group, found in db.session.execute(counts_sql(tuple(groups)), parameters):
            counts[places[group]] = found
    return counts


@lru_cache(maxsize=512)
def _statement(shapes: tuple[Shape, ...], sort: Sort) -> TextClause:
    return text(
        RESULTS.format(
            rooms=rooms_sql(shapes),
            order=ORDERS[sort],
            # As a number, so that a plan for any question knows how few rooms are joined.
            limit=PAGE,
            room=ROOM,
            closures=CLOSURES,
            photo=PHOTO,
            first_photo=FIRST_PHOTO,
        )
    )


def _found(row: Row[Any], criteria: Criteria, fee: Rate) -> Found:
    half_hours = criteria.when.half_hours
    slot = Timeslot(row.starts_at, row.starts_at + half_hours * HALF_HOUR)
    return Found(
        room=row,
        kind=RoomKind(row.kind),
        slot=slot,
        total=_total(row, slot, criteria.people, fee),
        starts=row.starts,
        opened=_opened(row, criteria.when.on_date),
        km=criteria.area.origin.distance_km(Coordinates(row.lat, row.lng)),
    )


def _total(row: Row[Any], slot: Timeslot, people: int, fee: Rate) -> Money:
    """What holding it will cost: the same function as everywhere, not the SQL that ordered."""
    return quote(pricing=pricing_of(row), slot=slot, people=people, fee=fee, tax=tax_of(row)).total


def _opened(row: Row[Any], on_date: date) -> int:
    closures = tuple(slot_of(during) for during in row.closures)
    return opened_bits(row.hours, closures, on_date, row.zone)
