"""Reading studios and what people filter them by."""

from dataclasses import dataclass

from sqlalchemy import func, select

from studiobook.db.base import db
from studiobook.studios.models import Badge, Closure, EquipmentType, Studio, StudioState


@dataclass(frozen=True, slots=True)
class Filter:
    """Something to tick: a badge, or a kind of gear with the family it is listed under."""

    id: int
    slug: str
    name: str
    family: str = ""


def list_badges() -> tuple[Filter, ...]:
    """Every promise that studios make, by name."""
    rows = db.session.execute(select(Badge.id, Badge.slug, Badge.name).order_by(Badge.name))
    return tuple(Filter(*row) for row in rows)


def badges_of(slugs: list[str]) -> list[Badge]:
    """The promises with these slugs; unknown ones are left out."""
    return list(db.session.scalars(select(Badge).where(Badge.slug.in_(slugs))))


def gear_of(ids: list[int]) -> list[EquipmentType]:
    """The kinds of gear with these ids; unknown ones are left out."""
    return list(db.session.scalars(select(EquipmentType).where(EquipmentType.id.in_(ids))))


def find_draft(*, company_id: int, name: str, street: str) -> Studio | None:
    """A draft of the company that says the same: the form was sent twice."""
    return db.session.scalar(
        select(Studio).where(
            Studio.company_id == company_id,
            Studio.name == name,
            Studio.street == street,
            Studio.state == StudioState.DRAFT,
        )
    )


def list_gear() -> tuple[Filter, ...]:
    """Every kind of gear, by family and name."""
    rows = db.session.execute(
        select(
            EquipmentType.id, EquipmentType.slug, EquipmentType.name, EquipmentType.family
        ).order_by(EquipmentType.family, EquipmentType.name)
    )
    return tuple(Filter(*row) for row in rows)


def zones_by_city() -> dict[int, tuple[str, ...]]:
    """The zones that studios of each city live in: nearly always the city's own."""
    rows = db.session.execute(
        select(Studio.city_id, Studio.zone).distinct().order_by(Studio.city_id, Studio.zone)
    )
    found: dict[int, tuple[str, ...]] = {}
    for city_id, zone in rows:
        found[city_id] = (*found.get(city_id, ()), zone)
    return found


def list_closures_of(studio_id: int) -> list[Closure]:
    """Closures of the studio and of its rooms, the soonest first."""
    found = select(Closure).where(Closure.studio_id == studio_id)
    return list(db.session.scalars(found.order_by(func.lower(Closure.during), Closure.id)))
