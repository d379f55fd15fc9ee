"""Reading for the console: the rooms one may see, who is in them, and what waits for an answer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from studiobook.bookings.models import Booking
from studiobook.bookings.states import UNBOOKED, Status
from studiobook.db.base import db
from studiobook.db.columns import range_of, slot_of
from studiobook.rooms.models import Occupancy, OccupancyKind, Room
from studiobook.studios.models import Closure, Studio
from studiobook.teams.models import Membership
from studiobook.teams.policies import Power, list_studios_for, studios_for
from studiobook.users.viewer import Viewer
from studiobook.values.code import normalise
from studiobook.values.timeslot import Timeslot

PAGE = 20
#: More open requests than anybody answers at once.
MOST_REQUESTS = 200


@dataclass(frozen=True)
class Desk:
    """The studios that a person works at, and what they may do at which of them (ids)."""

    viewer: Viewer
    studios: tuple[Studio, ...]
    receives: frozenset[int]
    runs: frozenset[int]

    def may_open(self, booking: Booking) -> bool:
        """Whether a session is theirs to see: an engineer's are the own ones."""
        if booking.studio_id in self.receives:
            return True
        engineer = booking.engineer
        return engineer is not None and engineer.user_id == self.viewer.user_id


@dataclass(frozen=True)
class Taken:
    """A stretch in which a room is not free; `slot` is the guest's own, `during` has the buffers.

    `booking` is None for a block, for busy time, and for a session that is not theirs to see;
    `in_full` is False for an engineer, who learns first names and nothing about money.
    """

    id: int
    room_id: int
    kind: OccupancyKind
    during: Timeslot
    slot: Timeslot
    note: str
    booking: Booking | None
    in_full: bool = True


def desk_of(viewer: Viewer) -> Desk:
    """What the viewer may see of the console; empty for whoever works nowhere."""
    studios = tuple(list_studios_for(viewer, Power.SEE))
    receives = _ids_for(viewer, Power.RECEIVE) if studios else frozenset[int]()
    runs = _ids_for(viewer, Power.RUN) if receives else frozenset[int]()
    return Desk(viewer, studios, receives, runs)


def list_rooms(studios: Iterable[Studio]) -> list[Room]:
    """Their rooms, by name; `in_use` leaves out what is neither sold nor taken."""
    ids = [studio.id for studio in studios]
    return list(
        db.session.scalars(select(Room).where(Room.studio_id.in_(ids)).order_by(Room.name, Room.id))
    )


def in_use(rooms: Iterable[Room], taken: Iterable[Taken]) -> list[Room]:
    """Rooms that are sold, and others for as long as somebody is booked there."""
    ids = {item.room_id for item in taken if item.kind is OccupancyKind.BOOKING}
    return [room for room in rooms if room.enabled or room.id in ids]


def list_closures(studios: Iterable[Studio], during: Timeslot) -> list[Closure]:
    """Closures of the studios and of single rooms that touch the time."""
    ids = [studio.id for studio in studios]
    return list(
        db.session.scalars(
            select(Closure).where(
                Closure.studio_id.in_(ids), Closure.during.op("&&")(range_of(during))
            )
        )
    )


def list_taken(desk: Desk, rooms: Collection[Room], during: Timeslot, now: datetime) -> list[Taken]:
    """Everything that takes the rooms, in order; lapsed holds do not."""
    found = db.session.execute(
        select(Occupancy, Booking)
        .outerjoin(Booking, Booking.id == Occupancy.booking_id)
        .where(
            Occupancy.room_id.in_([room.id for room in rooms]),
            Occupancy.during.op("&&")(range_of(during)),
            or_(Occupancy.lapses_at.is_(None), Occupancy.lapses_at > now),
        )
        .options(joinedload(Booking.engineer).joinedload(Membership.user))
        .order_by(func.lower(Occupancy.during), Occupancy.id)
    )
    return [_taken(desk, row.Occupancy, row.Booking) for row in found]


def find_in_the_way(
    desk: Desk, room: Room, slot: Timeslot, *, with_buffers: bool, now: datetime
) -> Taken | None:
    """The first thing that keeps the slot from being taken."""
    wanted = slot.widen(*_buffers(room)) if with_buffers else slot
    return next(iter(list_taken(desk, [room], wanted, now)), None)


def earned_by_studio(days: dict[int, Timeslot]) -> dict[int, int]:
    """What the sessions that begin in each studio's day earn it, in minor units."""
    if not days:
        return {}
    starts_at = func.lower(Booking.during)
    that_day = [
        and_(Booking.studio_id == id_, starts_at >= day.starts_at, starts_at < day.ends_at)
        for id_, day in days.items()
    ]
    rows = db.session.execute(
        select(Booking.studio_id, func.sum(Booking.total_minor - Booking.fee_minor))
        .where(
            or_(*that_day),
            Booking.status.in_((Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW)),
        )
        .group_by(Booking.studio_id)
    )
    return {studio_id: int(earned) for studio_id, earned in rows}


def list_requests(desk: Desk, *, now: datetime) -> list[Booking]:
    """Requests that can still be answered, the soonest deadline first."""
    return list(
        db.session.scalars(
            select(Booking)
            .where(*_open_request(desk.runs, now))
            .options(
                joinedload(Booking.room),
                joinedload(Booking.studio),
                joinedload(Booking.engineer).joinedload(Membership.user),
            )
            .order_by(Booking.lapses_at, Booking.id)
            .limit(MOST_REQUESTS)
        )
    )


def list_open_links(desk: Desk, *, now: datetime) -> list[Booking]:
    """What was booked by phone and can still be paid, the soonest end first."""
    return list(
        db.session.scalars(
            select(Booking)
            .where(
                Booking.studio_id.in_(desk.receives),
                Booking.status == Status.HELD,
                Booking.lapses_at > now,
                Booking.link_sent_at.is_not(None),
            )
            .options(joinedload(Booking.room))
            .order_by(Booking.lapses_at, Booking.id)
            .limit(MOST_REQUESTS)
        )
    )


def count_requests(viewer: Viewer, *, now: datetime) -> int:
    """How many the viewer can answer."""
    runs = studios_for(viewer, Power.RUN).with_only_columns(Studio.id).order_by(None)
    open_ones = select(func.count(Booking.id)).where(*_open_request(runs, now))
    return db.session.scalar(open_ones) or 0


def search_bookings(
    desk: Desk, *, words: str, past: bool, page: int, now: datetime
) -> tuple[list[Booking], int]:
    """One page of the bookings of the studios that one runs, and how many there are.

    `words` are a booking's code or a part of its guest's name; empty finds all.
    """
    found = _searched(desk, words, past=past, now=now)
    count = count_bookings(desk, words=words, past=past, now=now)
    starts_at = func.lower(Booking.during)
    order = (starts_at.desc(), Booking.id.desc()) if past else (starts_at, Booking.id)
    rows = (
        found.options(joinedload(Booking.room), joinedload(Booking.studio))
        .order_by(*order)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return list(db.session.scalars(rows)), count


def count_bookings(desk: Desk, *, words: str, past: bool, now: datetime) -> int:
    """How many the search finds."""
    found = _searched(desk, words, past=past, now=now).with_only_columns(func.count(Booking.id))
    return db.session.scalar(found) or 0


def _searched(desk: Desk, words: str, *, past: bool, now: datetime) -> Select[Booking]:
    offered = Booking.link_sent_at.is_not(None)
    ahead = or_(
        and_(
            Booking.status.in_((Status.CONFIRMED, Status.AWAITING_OWNER)),
            func.upper(Booking.during) > now,
        ),
        and_(Booking.status == Status.HELD, offered, Booking.lapses_at > now),
    )
    found = select(Booking).where(
        Booking.studio_id.in_(desk.runs),
        or_(Booking.status.not_in(UNBOOKED), offered),
        ~ahead if past else ahead,
    )
    if words:
        named = Booking.guest_name.icontains(words, autoescape=True)
        found = found.where(or_(named, Booking.code == normalise(words)))
    return found


def _open_request(runs: Collection[int] | Select[Any], now: datetime) -> list[ColumnElement[bool]]:
    return [
        Booking.studio_id.in_(runs),
        Booking.status == Status.AWAITING_OWNER,
        Booking.lapses_at > now,
    ]


def _ids_for(viewer: Viewer, power: Power) -> frozenset[int]:
    ids = studios_for(viewer, power).with_only_columns(Studio.id).order_by(None)
    return frozenset(db.session.scalars(ids))


def _buffers(room: Room) -> tuple[timedelta, timedelta]:
    before, after = room.buffer_before_minutes, room.buffer_after_minutes
    return timedelta(minutes=before), timedelta(minutes=after)


def _taken(desk: Desk, row: Occupancy, booking: Booking | None) -> Taken:
    during = slot_of(row.during)
    theirs = booking is not None and desk.may_open(booking)
    # The hold of a dearer time is beside the session and has a slot of its own.
    is_session = booking is not None and (
        row.kind is OccupancyKind.BOOKING or booking.status is Status.HELD
    )
    return Taken(
        id=row.id,
        room_id=row.room_id,
        kind=row.kind,
        during=during,
        slot=booking.slot if is_session and booking is not None else during,
        note=row.note,
        booking=booking if theirs else None,
        in_full=booking is None or booking.studio_id in desk.receives,
    )
