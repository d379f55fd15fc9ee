"""Reading rooms: one by its code or slugs, the rules by which it is let, and when it is free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, exists, func, null, or_, select
from sqlalchemy.orm import joinedload, selectinload

from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.db.former_slug import Addressed, once_at
from studiobook.errors import Moved, NotFound
from studiobook.rooms.let_by import rules_by
from studiobook.rooms.models import Photo, Room, RoomDay
from studiobook.rooms.openings import Rules, offered_starts
from studiobook.studios.models import Closure
from studiobook.values.code import is_code, normalise
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import to_local

# Built once: they are asked wherever a booking is changed or refused.
_LISTED = (
    select(Room)
    .where(Room.code == bindparam("code"), Room.listed)
    .options(joinedload(Room.studio, innerjoin=True), joinedload(Room.tiers))
)
_CLOSURES = select(Closure.during).where(
    Closure.studio_id == bindparam("studio_id"),
    or_(Closure.room_id.is_(None), Closure.room_id == bindparam("room_id")),
)


def get_listed(code: str) -> Room:
    """A room the public may book, with its studio and tiers. Raises NotFound."""
    wanted = normalise(code)
    if not is_code(wanted):
        raise NotFound
    room = db.session.scalars(_LISTED, {"code": wanted}).unique().one_or_none()
    if room is None:
        raise NotFound
    return room


def get_room_of(studio_id: int, slug: str) -> Room:
    """A room of the studio, listed or not. Raises NotFound, or Moved for a slug that it had."""
    of_studio = select(Room).where(Room.studio_id == studio_id)
    room = db.session.scalar(of_studio.where(Room.slug == slug))
    if room is not None:
        return room
    once = once_at(Addressed.ROOM, slug, within_id=studio_id)
    moved = db.session.scalar(of_studio.where(Room.id.in_(once)))
    raise NotFound if moved is None else Moved(room=moved.slug)


def has_photo(room_id: int) -> bool:
    """Whether the room has a picture that is shown."""
    shown = exists().where(Photo.room_id == room_id, Photo.removed_at.is_(None))
    return bool(db.session.scalar(select(shown)))


def ids_with_photo(studio_id: int) -> set[int]:
    """Which rooms of the studio have a picture."""
    shown = select(Photo.room_id).join(Room, Room.id == Photo.room_id)
    there = Photo.removed_at.is_(None)
    return set(db.session.scalars(shown.where(Room.studio_id == studio_id, there).distinct()))


@dataclass(frozen=True)
class Standing:
    """How far the rooms of a studio are: one with a price, one with a price and a picture."""

    is_priced: bool = False
    is_shown: bool = False


def standings_of(studio_ids: list[int]) -> dict[int, Standing]:
    """For each of the studios, by its id."""
    is_priced = func.cardinality(func.array_remove(Room.price_list, null())) > 0
    is_shown = is_priced & exists().where(Photo.room_id == Room.id, Photo.removed_at.is_(None))
    rows = db.session.execute(
        select(Room.studio_id, func.bool_or(is_priced), func.bool_or(is_shown))
        .where(Room.studio_id.in_(studio_ids))
        .group_by(Room.studio_id)
    )
    found = {studio_id: Standing(priced, shown) for studio_id, priced, shown in rows}
    return {studio_id: found.get(studio_id, Standing()) for studio_id in studio_ids}


def list_rooms_of(studio_id: int) -> list[Room]:
    """Every room of the studio, the oldest first."""
    rooms = db.session.scalars(select(Room).where(Room.studio_id == studio_id).order_by(Room.id))
    return list(rooms)


def rules_of(room: Room) -> Rules:
    """The room's rules with its closures (its own and the studio's)."""
    asked = {"studio_id": room.studio_id, "room_id": room.id}
    closures = db.session.scalars(_CLOSURES, asked)
    return _rules(room, (slot_of(during) for during in closures))


def find_day(room_id: int, on_date: date) -> int | None:
    """The free bits of a local day, holds not taken off; None outside the days that are kept."""
    return db.session.scalar(
        select(RoomDay.free).where(RoomDay.room_id == room_id, RoomDay.on_date == on_date)
    )


@dataclass(frozen=True)
class FreeTime:
    """A slot that a room has on offer."""

    room: Room
    slot: Timeslot


def nearest_free(
    *, room: Room, slot: Timeslot, people: int, now: datetime, limit: int = 5
) -> list[FreeTime]:
    """What else could be had instead of a taken slot, for as long and as many people.

    Times of the same day in the same room come first, the nearest first; then the same time in
    the studio's other rooms; then the days around it.
    """
    # The stored days respect closures already.
    rules = _rules(room, ())
    on_date = to_local(slot.starts_at, rules.zone).date()
    offered = _offered_around(room, rules, on_date, slot.half_hours, now)
    offered.sort(key=lambda free: abs(free.starts_at - slot.starts_at))
    here = [FreeTime(room, free) for free in offered if free != slot]
    today = [f for f in here if to_local(f.slot.starts_at, rules.zone).date() == on_date]
    found = today[:limit]
    if len(found) < limit:
        found += _same_time_elsewhere(room, slot, people, now)
    found += [free for free in here if free not in today]
    return found[:limit]


def _offered_around(
    room: Room, rules: Rules, on_date: date, length: int, now: datetime
) -> list[Timeslot]:
    dates = [on_date + timedelta(days=n) for n in (-1, 0, 1, 2)]
    bits = _free_bits([room.id], [*dates, on_date + timedelta(days=3)], now)
    return [
        free
        for day in dates
        for free in offered_starts(
            rules,
            bits.get((room.id, day), 0),
            bits.get((room.id, day + timedelta(days=1)), 0),
            day,
            length=length,
            now=now,
        )
    ]


def _same_time_elsewhere(room: Room, slot: Timeslot, people: int, now: datetime) -> list[FreeTime]:
    others = db.session.scalars(
        select(Room)
        .where(
            Room.studio_id == room.studio_id,
            Room.id != room.id,
            Room.listed,
            Room.capacity >= people,
        )
        .options(selectinload(Room.tiers))
        .order_by((Room.kind == room.kind).desc(), Room.id)
        .limit(10)
    ).all()
    if not others:
        return []
    on_date = to_local(slot.starts_at, room.studio.zone).date()
    tomorrow = on_date + timedelta(days=1)
    bits = _free_bits([other.id for other in others], [on_date, tomorrow], now)
    return [
        FreeTime(other, slot)
        for other in others
        if slot
        in offered_starts(
            _rules(other, ()),
            bits.get((other.id, on_date), 0),
            bits.get((other.id, tomorrow), 0),
            on_date,
            length=slot.half_hours,
            now=now,
        )
    ]


def _free_bits(
    room_ids: list[int], dates: list[date], now: datetime
) -> dict[tuple[int, date], int]:
    rows = db.session.execute(
        select(
            RoomDay.room_id, RoomDay.on_date, RoomDay.free, RoomDay.held, RoomDay.held_until
        ).where(RoomDay.room_id.in_(room_ids), RoomDay.on_date.in_(dates))
    )
    return {
        (row.room_id, row.on_date): row.free & ~row.held
        if row.held_until is not None and row.held_until > now
        else row.free
        for row in rows
    }


def _rules(room: Room, closures: Iterable[Timeslot]) -> Rules:
    return rules_by(room, zone=room.studio.zone, hours=room.studio.hours, closures=closures)
