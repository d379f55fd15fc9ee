"""Reading what the public pages show: studios and rooms in full, lists of rooms, days in bits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, TextClause, text

from studiobook.bookings.quote import RoomPricing
from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.discovery.opened import hours_of
from studiobook.errors import NotFound
from studiobook.rooms.models import RoomKind
from studiobook.rooms.openings import Rules
from studiobook.rooms.price_list import Tier
from studiobook.values.code import is_code, normalise
from studiobook.values.coordinates import Coordinates
from studiobook.values.rate import Rate
from studiobook.values.wall_hours import WeeklyHours

PAGE = 24
#: Wide enough around an instant for the local day of every zone.
AROUND = timedelta(days=2)

ROOM = """r.id AS room_id, r.code, r.name AS room_name, r.slug AS room_slug, r.kind, r.capacity,
    r.currency, r.minimum, r.maximum, r.step, r.included_people, r.extra_person_minor,
    ARRAY(SELECT ARRAY[t.half_hours, t.price_minor] FROM price_tier t
          WHERE t.room_id = r.id AND t.enabled ORDER BY t.half_hours) AS tiers"""
RULES = """r.description, r.buffer_before_minutes, r.buffer_after_minutes, r.lead_minutes,
    r.horizon_days"""
CLOSURES = """ARRAY(SELECT c.during FROM closure c
          WHERE c.studio_id = s.id AND COALESCE(c.room_id, r.id) = r.id
              AND c.during && tstzrange(:since, :until)) AS closures"""
STUDIO = """s.id AS studio_id, s.name AS studio_name, s.slug AS studio_slug, s.street, s.postcode,
    s.lat, s.lng, s.zone, s.description AS studio_description, s.house_rules, s.instant,
    s.terms_preset, s.hours_json::text AS hours, s.tax_name, s.tax_basis_points,
    city.name AS city_name, city.slug AS city_slug,
    company.name AS company_name, company.slug AS company_slug,
    ARRAY(SELECT b.name FROM studio_badge sb JOIN badge b ON b.id = sb.badge_id
          WHERE sb.studio_id = s.id ORDER BY b.name) AS badges"""
NEIGHBOURS = """JOIN city ON city.id = s.city_id JOIN company ON company.id = s.company_id"""
PHOTO = "p.key AS photo_key, p.widths, p.width, p.height, p.placeholder, p.alt"
FIRST_PHOTO = """LEFT JOIN LATERAL (
    SELECT * FROM photo WHERE photo.room_id = r.id ORDER BY photo.position LIMIT 1) p ON true"""

ONE_ROOM = f"""SELECT {ROOM}, {RULES}, {CLOSURES}, {STUDIO}
    FROM room r JOIN studio s ON s.id = r.studio_id {NEIGHBOURS} WHERE r.listed AND """
ROOM_BY_SLUGS = text(f"{ONE_ROOM} s.slug = :studio AND r.slug = :room")
ROOM_BY_CODE = text(f"{ONE_ROOM} r.code = :code")
# A studio shows as soon as one of its rooms can be booked: the same rule for every page.
STUDIO_BY_SLUG = text(
    f"""SELECT {STUDIO} FROM studio s {NEIGHBOURS}
    WHERE s.slug = :slug AND s.state = 'published'
        AND EXISTS (SELECT FROM room r WHERE r.studio_id = s.id AND r.listed)"""
)
LIST = f"""SELECT {ROOM}, s.name AS studio_name, s.slug AS studio_slug, s.street, s.zone,
    s.hours_json::text AS hours, s.tax_basis_points, city.name AS city_name, r.lead_minutes,
    {CLOSURES}, {PHOTO}
    FROM (SELECT id FROM room WHERE listed AND {{where}} ORDER BY id DESC
          LIMIT :limit OFFSET :offset) page
    JOIN room r ON r.id = page.id JOIN studio s ON s.id = r.studio_id
    JOIN city ON city.id = s.city_id {FIRST_PHOTO}
    ORDER BY r.id DESC"""
ROOMS_OF_CITY = text(LIST.format(where="city_id = :key"))
ROOMS_OF_STUDIO = text(LIST.format(where="studio_id = :key"))
ROOMS_OF_COMPANY = text(
    LIST.format(where="studio_id IN (SELECT id FROM studio WHERE company_id = :key)")
)
#: The newest room of each kind.
ROOMS_TO_BEGIN_WITH = text(
    LIST.format(where="id IN (SELECT max(id) FROM room WHERE listed GROUP BY kind)")
)
COUNT_OF_COMPANY = text(
    """SELECT count(*) FROM room
    WHERE listed AND studio_id IN (SELECT id FROM studio WHERE company_id = :key)"""
)
KINDS_OF_CITY = text(
    "SELECT kind, count(*) FROM room WHERE listed AND city_id = :key GROUP BY kind ORDER BY kind"
)
CITY_PICTURES = text(
    f"""SELECT city.id, (SELECT count(*) FROM room WHERE listed AND city_id = city.id) AS rooms,
        {PHOTO}
    FROM city LEFT JOIN LATERAL (
        SELECT photo.* FROM photo
        WHERE photo.room_id = (SELECT min(id) FROM room WHERE listed AND city_id = city.id)
        ORDER BY photo.position LIMIT 1) p ON true"""
)
DAYS = text(
    """SELECT room_id, on_date, free, CASE WHEN held_until > :now THEN held ELSE 0 END AS held
    FROM room_day WHERE room_id = ANY(:rooms) AND on_date BETWEEN :first AND :last"""
)
PHOTOS = text(f"SELECT {PHOTO} FROM photo p WHERE p.room_id = :room ORDER BY p.position")
GEAR = text(
    """SELECT t.family, t.name, e.quantity, e.note FROM room_equipment e
    JOIN equipment_type t ON t.id = e.type_id
    WHERE e.room_id = :room ORDER BY t.family, t.name"""
)
SITEMAP = text(
    """SELECT s.slug AS studio, r.slug AS room FROM room r JOIN studio s ON s.id = r.studio_id
    WHERE r.listed ORDER BY r.id LIMIT :limit"""
)


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
    return _one_room(ROOM_BY_SLUGS, {"studio": studio_slug, "room": room_slug}, now)


def get_room_by_code(code: str, *, now: datetime) -> RoomDetail:
    """The same by its code, as read out or typed. Raises NotFound."""
    wanted = normalise(code)
    if not is_code(wanted):
        raise NotFound
    return _one_room(ROOM_BY_CODE, {"code": wanted}, now)


def get_studio(slug: str) -> StudioDetail:
    """A studio with something on offer. Raises NotFound."""
    row = db.session.execute(STUDIO_BY_SLUG, {"slug": slug}).one_or_none()
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
    rows = db.session.execute(KINDS_OF_CITY, {"key": city_id})
    return [(RoomKind(kind), count) for kind, count in rows]


def count_rooms_of_company(company_id: int) -> int:
    """How many rooms a company has on offer."""
    return int(db.session.execute(COUNT_OF_COMPANY, {"key": company_id}).scalar_one())


def list_city_pictures() -> dict[int, Row[Any]]:
    """For each city how many rooms are on offer, and a picture of one."""
    return {row.id: row for row in db.session.execute(CITY_PICTURES)}


def list_days(
    room_ids: Iterable[int], first: date, last: date, *, now: datetime
) -> dict[tuple[int, date], DayBits]:
    """The stored days of rooms; a day that is missing is not on offer."""
    rows = db.session.execute(
        DAYS, {"rooms": list(room_ids), "first": first, "last": last, "now": now}
    )
    return {(room_id, on_date): DayBits(free, held) for room_id, on_date, free, held in rows}


def list_photos(room_id: int) -> list[Row[Any]]:
    """A room's pictures in their order."""
    return list(db.session.execute(PHOTOS, {"room": room_id}))


def list_equipment(room_id: int) -> list[Row[Any]]:
    """A room's gear by family: family, name, quantity, note."""
    return list(db.session.execute(GEAR, {"room": room_id}))


def list_addresses(limit: int) -> list[Row[Any]]:
    """Slugs of studios and rooms on offer, for the site map."""
    return list(db.session.execute(SITEMAP, {"limit": limit}))


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
