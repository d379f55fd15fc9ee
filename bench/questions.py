"""What visitors ask for: cities and days going round, and slots that are free in a world."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import psycopg

from bench.cities import PLACES
from bench.floors import CLOSES, HALF_HOURS, OPENS
from studiobook.values.day_mask import slot_of, starts_for
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import to_local


@dataclass(frozen=True, slots=True)
class RoomLink:
    """How a room is addressed."""

    room_id: int
    code: str
    slug: str
    studio_slug: str
    company_slug: str
    zone: str

    @property
    def page(self) -> str:
        """Its page."""
        return f"/studios/{self.studio_slug}/rooms/{self.slug}"

    @property
    def calendar(self) -> str:
        """Its calendar as a page or fragment of its own."""
        return f"/rooms/{self.code}/calendar"


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A time that a room is on offer for."""

    room: RoomLink
    slot: Timeslot

    @property
    def fields(self) -> dict[str, str]:
        """As a form sends it."""
        local = to_local(self.slot.starts_at, self.room.zone)
        return {
            "date": f"{local:%Y-%m-%d}",
            "start": f"{local:%H:%M}",
            "fold": str(local.fold),
            "hours": f"{self.slot.half_hours / 2:g}",
            "people": "1",
        }


class Questions:
    """Questions about one world, the same ones in every run of a day."""

    def __init__(self, connection: psycopg.Connection, *, today: date) -> None:
        self._connection = connection
        self._today = today
        self.rooms = _rooms(connection)

    def city(self, number: int) -> tuple[int, date]:
        """A city's id and a day, going round through both."""
        return 1 + number % len(PLACES), self._today + timedelta(days=4 + number % 53)

    def search(self, number: int) -> str:
        """The same question as the floor's, as the search page's address."""
        city_id, on_date = self.city(number)
        asked = {
            "city": PLACES[city_id - 1].slug,
            "date": on_date.isoformat(),
            "from": f"{OPENS:%H:%M}",
            "until": f"{CLOSES:%H:%M}",
            "hours": f"{HALF_HOURS / 2:g}",
            "sort": "total",
        }
        return f"/search?{urlencode(asked)}"

    def calendar(self, number: int) -> str:
        """A room's week."""
        room = self.rooms[number * 37 % len(self.rooms)]
        week = self._today + timedelta(weeks=1 + number % 7)
        return f"{room.calendar}?date={week:%Y-%m-%d}"

    def quote(self, free: FreeSlot) -> str:
        """The price of a slot."""
        return f"/rooms/{free.room.code}/quote?{urlencode(free.fields)}"

    def free_slots(self, count: int, *, days: int = 7) -> list[FreeSlot]:
        """Slots that can be held, as few of one room as possible."""
        found: list[FreeSlot] = []
        while len(found) < count:
            more = list(self._free_on(self._today + timedelta(days=days), count - len(found)))
            if not more and days > 80:
                raise LookupError("this world has not so many free slots")
            found += more
            days += 1
        return found

    def _free_on(self, on_date: date, count: int) -> Iterator[FreeSlot]:
        rows = self._connection.execute(
            """
            SELECT d.room_id, d.free & ~d.held, r.minimum FROM room_day d
            JOIN room r ON r.id = d.room_id WHERE d.on_date = %s ORDER BY d.room_id
            """,
            [on_date],
        )
        left = count
        for room_id, free, minimum in rows:
            starts = starts_for(free, minimum, 2)
            if starts and left:
                room, left = self.rooms[room_id - 1], left - 1
                yield FreeSlot(room, slot_of(on_date, room.zone, starts[0], minimum))


def _rooms(connection: psycopg.Connection) -> list[RoomLink]:
    rows = connection.execute(
        """
        SELECT r.id, r.code, r.slug, s.slug, c.slug, s.zone FROM room r
        JOIN studio s ON s.id = r.studio_id JOIN company c ON c.id = s.company_id ORDER BY r.id
        """
    )
    return [RoomLink(*row) for row in rows]


def utc_today(now: datetime) -> date:
    """The day that questions count from."""
    return now.date()
