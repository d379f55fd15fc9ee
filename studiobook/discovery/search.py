"""The search: one statement for the page's rooms, their prices, day, pictures and count."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, TextClause, text

from studiobook.bookings.quote import TooDear
from studiobook.db.base import db
from studiobook.discovery.criteria import Criteria, Sort
from studiobook.discovery.match import ORDERS, Shape, counts_sql, question, rooms_sql
from studiobook.discovery.total import total_of
from studiobook.rooms.catalogue import RoomDetail, rooms_of
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.timeslot import HALF_HOUR, Timeslot

PAGE = 20

#: The matched rooms of one page: which, in which version, when, and their day in bits.
RESULTS = """
WITH page AS MATERIALIZED (
    SELECT row_number() OVER () AS place, q.found, q.starts, q.starts_at, q.room_id FROM (
        SELECT count(*) OVER () AS found, m.* FROM ({rooms}) m
        ORDER BY {order} LIMIT {limit} OFFSET :offset
    ) q
)
SELECT page.found, page.starts, page.starts_at, page.room_id, r.version,
    d.free, CASE WHEN d.held_until > :now THEN d.held ELSE 0 END AS held
FROM page
JOIN room r ON r.id = page.room_id
JOIN room_day d ON d.room_id = page.room_id AND d.on_date = :shown_date
ORDER BY page.place"""


@dataclass(frozen=True, slots=True)
class Found:
    """A room that can be held for `slot` at `total` now, with its day in bits.

    `starts` are all bits of the day at which the asked length may start, within the asked window.
    """

    room: RoomDetail
    slot: Timeslot
    total: Money
    free: int
    held: int
    starts: int

    @property
    def first(self) -> int:
        """The half hour of the day at which `slot` starts: the first of `starts`."""
        return (self.starts & -self.starts).bit_length() - 1


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
    rows = db.session.execute(
        _statement(asked.shapes, criteria.sort),
        {
            **asked.parameters,
            "offset": (criteria.page - 1) * PAGE,
            "shown_date": criteria.when.on_date,
        },
    ).all()
    rooms = rooms_of({row.room_id: row.version for row in rows})
    found = (_found(row, rooms[row.room_id], criteria, fee) for row in rows if row.room_id in rooms)
    return Results(tuple(filter(None, found)), rows[0].found if rows else 0)


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
        )
    )


def _found(row: Row[Any], room: RoomDetail, criteria: Criteria, fee: Rate) -> Found | None:
    """None for what nobody could pay: one room's price must not be in the way of all others."""
    slot = Timeslot(row.starts_at, row.starts_at + criteria.when.half_hours * HALF_HOUR)
    try:
        total = total_of(room, slot, criteria.people, fee)
    except TooDear:
        return None
    return Found(
        room=room,
        slot=slot,
        total=total,
        free=row.free,
        held=row.held,
        starts=row.starts,
    )
