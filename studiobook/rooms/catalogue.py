"""Everything the public may know about rooms, kept in memory for as long as it stays true.

Each room has a version that the database itself renews whenever anything changes that is read
here (migrations/versions/0002_version_rooms.py). Whoever shows or books a room asks for its present
version, which costs one index, and reads the rest only when this process does not have it yet.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text

from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.errors import NotFound
from studiobook.rooms.add_on import AddOn, offer_of
from studiobook.rooms.let_by import pricing_by, rules_by
from studiobook.rooms.models import RoomKind
from studiobook.rooms.openings import Rules
from studiobook.rooms.peak_bands import Band
from studiobook.rooms.price_list import RoomPricing, Tier
from studiobook.rooms.remembered import Remembered
from studiobook.values.code import is_code, normalise
from studiobook.values.coordinates import Coordinates
from studiobook.values.rate import Rate
from studiobook.values.wall_hours import WeeklyHours

#: Rooms that one process remembers, about five kilobytes each.
MOST = 2_000


class Picture(NamedTuple):
    """A stored picture, as its row has it."""

    key: str
    widths: list[int]
    width: int
    height: int
    placeholder: str
    alt: str


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
    hours_json: str | None
    tax: Rate | None
    tax_name: str
    city: str
    city_slug: str
    company: str
    company_slug: str
    #: Storage key of its logo.
    company_logo: str | None
    badges: tuple[str, ...]

    @property
    def hours(self) -> WeeklyHours | None:
        """When it is usually open; None while nobody has said so."""
        return None if self.hours_json is None else hours_of(self.hours_json)


# Equal only to itself: what is worked out from a room can be remembered by it.
@dataclass(frozen=True, slots=True, eq=False)
class RoomDetail:
    """Everything the public may know about a room, and the rules by which it is let."""

    id: int
    version: UUID
    code: str
    name: str
    slug: str
    kind: RoomKind
    description: str
    pricing: RoomPricing
    rules: Rules
    studio: StudioDetail
    has_engineers: bool
    add_ons: tuple[AddOn, ...]
    cover: Picture | None


STUDIO = """s.id AS studio_id, s.name AS studio_name, s.slug AS studio_slug, s.street, s.postcode,
    s.lat, s.lng, s.zone, s.description AS studio_description, s.house_rules, s.instant,
    s.terms_preset, s.hours_json::text AS hours, s.tax_name, s.tax_basis_points,
    city.name AS city_name, city.slug AS city_slug,
    company.name AS company_name, company.slug AS company_slug, company.logo_key AS company_logo,
    ARRAY(SELECT b.name FROM studio_badge sb JOIN badge b ON b.id = sb.badge_id
          WHERE sb.studio_id = s.id ORDER BY b.name) AS badges"""
NEIGHBOURS = """JOIN city ON city.id = s.city_id JOIN company ON company.id = s.company_id"""
PICTURE = "p.key AS photo_key, p.widths, p.width, p.height, p.placeholder, p.alt"
_ROOM = f"""SELECT r.id AS room_id, r.version, r.code, r.name AS room_name, r.slug AS room_slug,
        r.kind, r.capacity, r.currency, r.minimum, r.maximum, r.step, r.included_people,
        r.extra_person_minor, r.description, r.buffer_before_minutes, r.buffer_after_minutes,
        r.lead_minutes, r.horizon_days,
        ARRAY(SELECT ARRAY[t.half_hours, t.price_minor] FROM price_tier t
              WHERE t.room_id = r.id AND t.enabled ORDER BY t.half_hours) AS tiers,
        (SELECT json_agg(json_build_array(b.name, b.weekdays, b.start, b.half_hours, b.basis_points)
                         ORDER BY b.position)::text
         FROM peak_band b WHERE b.room_id = r.id) AS bands,
        ARRAY(SELECT c.during FROM closure c
              WHERE c.studio_id = s.id AND COALESCE(c.room_id, r.id) = r.id) AS closures,
        EXISTS (SELECT FROM membership m WHERE m.studio_id = s.id AND m.role = 'engineer'
            AND m.rate_per_hour_minor IS NOT NULL AND m.ended_at IS NULL) AS has_engineers,
        (SELECT json_agg(json_build_array(a.id, a.name, a.description, a.price_minor, a.charged,
            a.most) ORDER BY a.id) FROM room_add_on a
         WHERE a.room_id = r.id AND a.enabled AND a.removed_at IS NULL) AS add_ons,
        {PICTURE}, {STUDIO}
    FROM room r JOIN studio s ON s.id = r.studio_id {NEIGHBOURS}
    LEFT JOIN LATERAL (SELECT * FROM photo
        WHERE photo.room_id = r.id AND photo.removed_at IS NULL
        ORDER BY photo.position, photo.id LIMIT 1) p ON true
    WHERE r.id = """  # noqa: S608  # our own fragments; values are parameters
# Apart: of a list the planner never knows how long it will be, and plans it anew each time.
_ONE, _SEVERAL = text(f"{_ROOM} :id"), text(f"{_ROOM} ANY(:ids)")
_BY_CODE = text("SELECT id, version FROM room WHERE code = :code AND listed")
_BY_SLUGS = text(
    """SELECT r.id, r.version FROM room r JOIN studio s ON s.id = r.studio_id
    WHERE s.slug = :studio AND r.slug = :room AND r.listed"""
)


_kept = Remembered[UUID, "RoomDetail"](most=MOST)


def get_room(studio_slug: str, room_slug: str) -> RoomDetail:
    """A room on offer, by its address. Raises NotFound."""
    found = db.session.execute(_BY_SLUGS, {"studio": studio_slug, "room": room_slug})
    return _the_one(found.first())


def get_room_by_code(code: str) -> RoomDetail:
    """The same by its code, as read out or typed. Raises NotFound."""
    return _the_one(db.session.execute(_BY_CODE, {"code": checked(code)}).first())


def checked(code: str) -> str:
    """A room's code as it is stored. Raises NotFound for what is none."""
    wanted = normalise(code)
    if not is_code(wanted):
        raise NotFound
    return wanted


def rooms_of(versions: Mapping[int, UUID]) -> dict[int, RoomDetail]:
    """Rooms by id, given each one's version as just read.

    One that has changed in between comes as it is now; one that is gone is left out.
    """
    found = {
        room_id: room
        for room_id, version in versions.items()
        if (room := _kept.find(version)) is not None
    }
    missing = [room_id for room_id in versions if room_id not in found]
    if missing:
        read = [_room(row) for row in _read(missing)]
        _kept.keep({room.version: room for room in read})
        found |= {room.id: room for room in read}
    return found


def studio_of(row: Row[Any]) -> StudioDetail:
    """A studio from the columns of `STUDIO`."""
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
        hours_json=row.hours,
        tax=Rate(row.tax_basis_points) if row.tax_basis_points else None,
        tax_name=row.tax_name,
        city=row.city_name,
        city_slug=row.city_slug,
        company=row.company_name,
        company_slug=row.company_slug,
        company_logo=row.company_logo,
        badges=tuple(row.badges),
    )


def picture_of(row: Row[Any]) -> Picture | None:
    """A picture from the columns of `PICTURE`; None where a row was joined without one."""
    if row.photo_key is None:
        return None
    return Picture(row.photo_key, row.widths, row.width, row.height, row.placeholder, row.alt)


@lru_cache(maxsize=4096)  # most studios share one of a few dozen
def hours_of(hours_json: str) -> WeeklyHours:
    """Opening hours from their stored text."""
    return WeeklyHours.from_json(json.loads(hours_json))


def _read(ids: list[int]) -> Iterable[Row[Any]]:
    if len(ids) == 1:
        return db.session.execute(_ONE, {"id": ids[0]})
    return db.session.execute(_SEVERAL, {"ids": ids})


def _the_one(row: Row[Any] | None) -> RoomDetail:
    room = None if row is None else rooms_of({row.id: row.version}).get(row.id)
    if room is None:
        raise NotFound
    return room


def _room(row: Row[Any]) -> RoomDetail:
    studio = studio_of(row)
    return RoomDetail(
        id=row.room_id,
        version=row.version,
        code=row.code,
        name=row.room_name,
        slug=row.room_slug,
        kind=RoomKind(row.kind),
        description=row.description,
        pricing=pricing_by(row, tiers=(Tier(*tier) for tier in row.tiers), bands=_bands(row.bands)),
        rules=rules_by(
            row,
            zone=studio.zone,
            hours=studio.hours,
            closures=(slot_of(during) for during in row.closures),
        ),
        studio=studio,
        has_engineers=row.has_engineers,
        add_ons=offer_of(row.add_ons),
        cover=picture_of(row),
    )


def _bands(text: str | None) -> tuple[Band, ...]:
    found = [] if text is None else json.loads(text)
    return tuple(Band(name, tuple(days), *numbers) for name, days, *numbers in found)
