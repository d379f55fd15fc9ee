"""Reading what the public pages show: studios and rooms in full, lists of rooms, days in bits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, TextClause

from studiobook.db.base import db
from studiobook.discovery import statements
from studiobook.errors import NotFound
from studiobook.rooms.catalogue import (
    Picture,
    RoomDetail,
    StudioDetail,
    checked,
    picture_of,
    rooms_of,
    studio_of,
)
from studiobook.rooms.models import RoomKind
from studiobook.values.timeslot import Timeslot

PAGE = 24
#: A week begins up to six days before a date, and a local date may be the one before or after.
DAYS_BEFORE, DAYS_AFTER = timedelta(days=7), timedelta(days=9)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Engineer:
    """Somebody who can be booked with a room; `id` is the membership's, the rate in minor units."""

    id: int
    name: str
    per_hour_minor: int


@dataclass(frozen=True, slots=True)
class DayBits:
    """A local day of a room: open and not taken for good, and what live holds take of that."""

    free: int
    held: int

    @property
    def on_offer(self) -> int:
        """What can be held now."""
        return self.free & ~self.held


NOTHING = DayBits(0, 0)


@dataclass(frozen=True, slots=True)
class Venue:
    """A studio with what guests often ask: (question, answer) pairs in their order."""

    studio: StudioDetail
    questions: tuple[tuple[str, str], ...]


def get_venue(slug: str) -> Venue:
    """A studio with something on offer. Raises NotFound."""
    return _venue(db.session.execute(statements.STUDIO_BY_SLUG, {"slug": slug}).one_or_none())


def get_venue_for_team(studio_id: int) -> Venue:
    """Any studio, for those who set it up. Raises NotFound."""
    return _venue(db.session.execute(statements.STUDIO_BY_ID, {"id": studio_id}).one_or_none())


def _venue(row: Row[Any] | None) -> Venue:
    if row is None:
        raise NotFound
    return Venue(studio_of(row), tuple((question, answer) for question, answer in row.questions))


def find_resting(studio: str, room: str | None = None) -> Row[Any] | None:
    """What has stood at an address and can't be booked at the moment; None for anything else."""
    return db.session.execute(statements.RESTING, {"studio": studio, "room": room}).one_or_none()


def list_rooms(statement: TextClause, key: int = 0, *, page: int = 1) -> list[RoomDetail]:
    """A page of rooms on offer, newest first."""
    asked = {"key": key, "limit": PAGE, "offset": (page - 1) * PAGE}
    versions = {row.id: row.version for row in db.session.execute(statement, asked)}
    found = rooms_of(versions)
    return [found[room_id] for room_id in versions if room_id in found]


def count_kinds(city_id: int) -> list[tuple[RoomKind, int]]:
    """How many rooms of each kind a city has on offer."""
    rows = db.session.execute(statements.KINDS_OF_CITY, {"key": city_id})
    return [(RoomKind(kind), count) for kind, count in rows]


def count_rooms_of_company(company_id: int) -> int:
    """How many rooms a company has on offer."""
    return int(db.session.execute(statements.COUNT_OF_COMPANY, {"key": company_id}).scalar_one())


def count_favourites(user_id: int) -> tuple[int, int]:
    """How many rooms somebody keeps that are on offer, and how many in all."""
    row = db.session.execute(statements.COUNT_OF_FAVOURITES, {"key": user_id}).one()
    return row.on_offer, row.kept


def is_favourite(user_id: int, room_id: int) -> bool:
    """Whether somebody keeps a room."""
    asked = {"user": user_id, "room": room_id}
    return db.session.execute(statements.IS_FAVOURITE, asked).first() is not None


def list_city_pictures() -> dict[int, tuple[int, Picture | None]]:
    """For each city how many rooms are on offer, and its picture, else that of a room."""
    rows = db.session.execute(statements.CITY_PICTURES)
    return {row.id: (row.rooms, picture_of(row)) for row in rows}


def list_days(
    room_ids: Iterable[int], first: date, last: date, *, now: datetime
) -> dict[tuple[int, date], DayBits]:
    """The stored days of rooms; a day that is missing is not on offer."""
    asked = {"rooms": list(room_ids), "first": first, "last": last, "now": now}
    rows = db.session.execute(statements.DAYS_OF_ROOMS, asked)
    return {(room_id, on_date): DayBits(free, held) for room_id, on_date, free, held in rows}


def list_days_of_room(
    room_id: int, first: date, last: date, *, now: datetime
) -> dict[date, DayBits]:
    """The same of one room."""
    asked = {"room": room_id, "first": first, "last": last, "now": now}
    rows = db.session.execute(statements.DAYS_OF_ROOM, asked)
    return {on_date: DayBits(free, held) for _room_id, on_date, free, held in rows}


def get_room_with_days(
    code: str, around: date, *, now: datetime
) -> tuple[RoomDetail, dict[date, DayBits]]:
    """A room on offer with its days around a date, the week that shows it among them.

    Raises NotFound.
    """
    first, last = around - DAYS_BEFORE, around + DAYS_AFTER
    asked = {"code": checked(code), "first": first, "last": last, "now": now}
    rows = db.session.execute(statements.ROOM_WITH_DAYS, asked).all()
    room = rooms_of({row.id: row.version for row in rows[:1]}).get(rows[0].id) if rows else None
    if room is None:
        raise NotFound
    return room, {row.on_date: DayBits(row.free, row.held) for row in rows if row.on_date}


def list_engineers(room: RoomDetail, slot: Timeslot | None, *, now: datetime) -> list[Engineer]:
    """Who can be booked with the room; given a slot, who is free then."""
    if not room.has_engineers:
        return []
    asked = {
        "studio": room.studio.id,
        # Without a slot an instant at which nobody is promised to anybody.
        "starts_at": slot.starts_at if slot else LONG_AGO,
        "ends_at": slot.ends_at if slot else LONG_AGO,
        "now": now,
    }
    return [Engineer(*row) for row in db.session.execute(statements.ENGINEERS, asked)]


def list_photos(room_id: int) -> list[Picture]:
    """A room's pictures in their order."""
    rows = db.session.execute(statements.PHOTOS, {"room": room_id})
    return [picture for row in rows if (picture := picture_of(row))]


def list_equipment(room_id: int) -> list[Row[Any]]:
    """A room's gear by family: family, name, quantity, note."""
    return list(db.session.execute(statements.GEAR, {"room": room_id}))


def list_addresses(limit: int) -> list[Row[Any]]:
    """Slugs of studios and rooms on offer, for the site map."""
    return list(db.session.execute(statements.SITEMAP, {"limit": limit}))
