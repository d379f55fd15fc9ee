"""Reading what the public pages show: studios and rooms in full, lists of rooms, days in bits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, TextClause

from studiobook.bookings.quote import RoomPricing
from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.discovery import statements
from studiobook.discovery.opened import hours_of
from studiobook.errors import NotFound
from studiobook.rooms.models import RoomKind
from studiobook.rooms.openings import Rules
from studiobook.rooms.price_list import Tier
from studiobook.values.code import is_code, normalise
from studiobook.values.coordinates import Coordinates
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_hours import WeeklyHours

PAGE = 24
#: Wide enough around an instant for the local day of every zone.
AROUND = timedelta(days=2)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StudioDetail:
    """Everything the public may know about a studio."""

    id: int
    name: str
    slug: str
    street: str
    postcode: str
    at: Coordinates
    zone: str
    description: str
    house_rules: str
    instant: bool
    terms_preset: str
    hours: WeeklyHours | None
    tax: Rate | None
    tax_name: str
    city: str
    city_slug: str
    company: str
    company_slug: str
    badges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoomDetail:
    """Everything the public may know about a room, and the rules by which it is let."""

    id: int
    code: str
    name: str
    slug: str
    kind: RoomKind
    description: str
    pricing: RoomPricing
    rules: Rules
    studio: StudioDetail
    has_engineers: bool


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


def get_room(studio_slug: str, room_slug: str, *, now: datetime) -> RoomDetail:
    """A room on offer, by its address. Raises NotFound."""
    return _one_room(statements.ROOM_BY_SLUGS, {"studio": studio_slug, "room": room_slug}, now)


def get_room_by_code(code: str, *, now: datetime) -> RoomDetail:
    """The same by its code, as read out or typed. Raises NotFound."""
    wanted = normalise(code)
    if not is_code(wanted):
        raise NotFound
    return _one_room(statements.ROOM_BY_CODE, {"code": wanted}, now)


def get_studio(slug: str) -> StudioDetail:
    """A studio with something on offer. Raises NotFound."""
    row = db.session.execute(statements.STUDIO_BY_SLUG, {"slug": slug}).one_or_none()
    if row is None:
        raise NotFound
    return _studio(row)


def list_rooms(
    statement: TextClause, key: int = 0, *, now: datetime, page: int = 1
) -> list[Row[Any]]:
    """A page of rooms on offer, newest first, each with its studio, prices and first picture."""
    parameters = {
        "key": key,
        "limit": PAGE,
        "offset": (page - 1) * PAGE,
        "since": now - AROUND,
        "until": now + AROUND,
    }
    return list(db.session.execute(statement, parameters))


def count_kinds(city_id: int) -> list[tuple[RoomKind, int]]:
    """How many rooms of each kind a city has on offer."""
    rows = db.session.execute(statements.KINDS_OF_CITY, {"key": city_id})
    return [(RoomKind(kind), count) for kind, count in rows]


def count_rooms_of_company(company_id: int) -> int:
    """How many rooms a company has on offer."""
    return int(db.session.execute(statements.COUNT_OF_COMPANY, {"key": company_id}).scalar_one())


def list_city_pictures() -> dict[int, Row[Any]]:
    """For each city how many rooms are on offer, and a picture of one."""
    return {row.id: row for row in db.session.execute(statements.CITY_PICTURES)}


def list_days(
    room_ids: Iterable[int], first: date, last: date, *, now: datetime
) -> dict[tuple[int, date], DayBits]:
    """The stored days of rooms; a day that is missing is not on offer."""
    rows = db.session.execute(
        statements.DAYS, {"rooms": list(room_ids), "first": first, "last": last, "now": now}
    )
    return {(room_id, on_date): DayBits(free, held) for room_id, on_date, free, held in rows}


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


def list_photos(room_id: int) -> list[Row[Any]]:
    """A room's pictures in their order."""
    return list(db.session.execute(statements.PHOTOS, {"room": room_id}))


def list_equipment(room_id: int) -> list[Row[Any]]:
    """A room's gear by family: family, name, quantity, note."""
    return list(db.session.execute(statements.GEAR, {"room": room_id}))


def list_addresses(limit: int) -> list[Row[Any]]:
    """Slugs of studios and rooms on offer, for the site map."""
    return list(db.session.execute(statements.SITEMAP, {"limit": limit}))


def pricing_of(row: Row[Any]) -> RoomPricing:
    """What the price of a row's room is worked out from."""
    return RoomPricing(
        currency=row.currency,
        tiers=tuple(Tier(*tier) for tier in row.tiers),
        minimum=row.minimum,
        maximum=row.maximum,
        step=row.step,
        included_people=row.included_people,
        extra_person_minor=row.extra_person_minor,
        capacity=row.capacity,
    )


def tax_of(row: Row[Any]) -> Rate | None:
    """The studio's tax on top, where it has one."""
    return Rate(row.tax_basis_points) if row.tax_basis_points else None


def _one_room(statement: TextClause, key: dict[str, str], now: datetime) -> RoomDetail:
    times = {"since": now - AROUND, "until": None}
    row = db.session.execute(statement, {**key, **times}).one_or_none()
    if row is None:
        raise NotFound
    return RoomDetail(
        id=row.room_id,
        code=row.code,
        name=row.room_name,
        slug=row.room_slug,
        kind=RoomKind(row.kind),
        description=row.description,
        pricing=pricing_of(row),
        rules=_rules(row),
        studio=_studio(row),
        has_engineers=row.has_engineers,
    )


def _rules(row: Row[Any]) -> Rules:
    return Rules(
        zone=row.zone,
        hours=hours_of(row.hours) if row.hours else None,
        closures=tuple(slot_of(during) for during in row.closures),
        minimum=row.minimum,
        maximum=row.maximum,
        step=row.step,
        before=timedelta(minutes=row.buffer_before_minutes),
        after=timedelta(minutes=row.buffer_after_minutes),
        lead=timedelta(minutes=row.lead_minutes),
        horizon_days=row.horizon_days,
    )


def _studio(row: Row[Any]) -> StudioDetail:
    return StudioDetail(
        id=row.studio_id,
        name=row.studio_name,
        slug=row.studio_slug,
        street=row.street,
        postcode=row.postcode,
        at=Coordinates(row.lat, row.lng),
        zone=row.zone,
        description=row.studio_description,
        house_rules=row.house_rules,
        instant=row.instant,
        terms_preset=row.terms_preset,
        hours=hours_of(row.hours) if row.hours else None,
        tax=tax_of(row),
        tax_name=row.tax_name,
        city=row.city_name,
        city_slug=row.city_slug,
        company=row.company_name,
        company_slug=row.company_slug,
        badges=tuple(row.badges),
    )
