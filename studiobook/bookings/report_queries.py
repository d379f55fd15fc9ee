"""Reading how full rooms are and what they earn, for the reports of those who run studios."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, text

from studiobook.db.base import db
from studiobook.rooms.models import Room
from studiobook.studios.models import Studio
from studiobook.teams.policies import Power, studios_for
from studiobook.users.viewer import Viewer
from studiobook.values.wall_clock import day_bounds, half_hours_in_day, to_local

#: How far back the heat map looks, in whole weeks so that each weekday counts as often.
WEEKS = 13
MONTHS = 12
#: Weekday (0 is Monday) and hour of the day.
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RoomFullness:
    """Half hours that a room was open and booked, by weekday and hour of its local time."""

    room: Room
    open: dict[Cell, int]
    booked: dict[Cell, int]


@dataclass(frozen=True, slots=True)
class Earned:
    """What a room's sessions of a local month brought in, without the service fee."""

    room_id: int
    month: date
    currency: str
    minor: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """What sessions that are paid and still to come will earn."""

    currency: str
    sessions: int
    minor: int


@dataclass(frozen=True, slots=True)
class Habits:
    """How far ahead people book, in days (the middle one), and how many bookings are cancelled."""

    booked: int
    cancelled: int
    days_ahead: float | None


_BOOKED = text(
    """SELECT b.room_id, (extract(isodow FROM at) - 1)::int AS weekday,
        extract(hour FROM at)::int AS hour, count(*) AS half_hours
    FROM booking b, LATERAL (
        SELECT half AT TIME ZONE b.zone AS at FROM generate_series(
            GREATEST(lower(b.during), CAST(:since AS timestamptz)),
            LEAST(upper(b.during), CAST(:until AS timestamptz)) - interval '1 second',
            interval '30 minutes') half) halves
    WHERE b.room_id = ANY(:rooms) AND b.status IN ('confirmed', 'completed', 'no_show')
        AND b.during && tstzrange(:since, :until)
    GROUP BY b.room_id, weekday, hour"""
)
_EARNED = text(
    """SELECT b.room_id, date_trunc('month', lower(b.during) AT TIME ZONE b.zone)::date AS month,
        b.currency,
        sum(CASE WHEN b.status = 'cancelled' THEN
                GREATEST(b.total_minor - b.fee_minor - COALESCE(b.refund_due_minor, 0), 0)
            ELSE b.total_minor - b.fee_minor END) AS minor
    FROM booking b
    WHERE b.room_id = ANY(:rooms) AND b.paid_at IS NOT NULL
        AND b.status IN ('confirmed', 'completed', 'no_show', 'cancelled')
        AND lower(b.during) >= :since AND lower(b.during) < :until
    GROUP BY b.room_id, month, b.currency ORDER BY month"""
)
_AHEAD = text(
    """SELECT b.currency, count(*) AS sessions, sum(b.total_minor - b.fee_minor) AS minor
    FROM booking b
    WHERE b.room_id = ANY(:rooms) AND b.paid_at IS NOT NULL AND b.status = 'confirmed'
        AND lower(b.during) > :now
    GROUP BY b.currency ORDER BY b.currency"""
)
_HABITS = text(
    """SELECT count(*) AS booked, count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
        percentile_cont(0.5) WITHIN GROUP (
            ORDER BY extract(epoch FROM lower(during) - held_at) / 86400) AS days_ahead
    FROM booking
    WHERE room_id = ANY(:rooms) AND paid_at IS NOT NULL
        AND lower(during) >= :since AND lower(during) < :until"""
)


def list_reported_rooms(viewer: Viewer) -> list[Room]:
    """The rooms of all studios that the viewer runs, by studio and name."""
    if viewer.user_id is None:
        return []
    studios = studios_for(viewer, Power.RUN).order_by(None).with_only_columns(Studio.id)
    rooms = select(Room).join(Room.studio).where(Room.studio_id.in_(studios))
    return list(db.session.scalars(rooms.order_by(Studio.name, Room.name, Room.id)))


def list_fullness(rooms: list[Room], *, now: datetime) -> list[RoomFullness]:
    """How full each room was in the whole weeks up to now."""
    since = now - timedelta(weeks=WEEKS)
    asked = {"rooms": [room.id for room in rooms], "since": since, "until": now}
    booked: dict[int, dict[Cell, int]] = {room.id: {} for room in rooms}
    for row in db.session.execute(_BOOKED, asked):
        booked[row.room_id][row.weekday, row.hour] = row.half_hours
    opened = {studio.id: _open(studio, since, now) for studio in {room.studio for room in rooms}}
    return [RoomFullness(room, opened[room.studio_id], booked[room.id]) for room in rooms]


def list_earned(rooms: list[Room], *, now: datetime) -> list[Earned]:
    """What rooms earned in each of the last months, the present one among them."""
    asked = {"rooms": [room.id for room in rooms], "since": _year_ago(now), "until": now}
    rows = db.session.execute(_EARNED, asked)
    return [Earned(row.room_id, row.month, row.currency, int(row.minor)) for row in rows]


def list_ahead(rooms: list[Room], *, now: datetime) -> list[Ahead]:
    """What is paid for sessions to come, by currency."""
    rows = db.session.execute(_AHEAD, {"rooms": [room.id for room in rooms], "now": now})
    return [Ahead(row.currency, row.sessions, int(row.minor)) for row in rows]


def habits_of(rooms: list[Room], *, now: datetime) -> Habits:
    """How people book these rooms, of the sessions of the last months."""
    asked = {"rooms": [room.id for room in rooms], "since": _year_ago(now), "until": now}
    row = db.session.execute(_HABITS, asked).one()
    return Habits(row.booked, row.cancelled, row.days_ahead)


def months_up_to(now: datetime) -> list[date]:
    """The first days of the months that reports show."""
    year, month = now.year, now.month
    found = []
    for _ in range(MONTHS):
        found.append(date(year, month, 1))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found[::-1]


def _year_ago(now: datetime) -> datetime:
    first = months_up_to(now)[0]
    # A local month begins up to a day before the same one in UTC.
    return now.replace(year=first.year, month=first.month, day=1, hour=0) - timedelta(days=1)


def _open(studio: Studio, since: datetime, until: datetime) -> dict[Cell, int]:
    """Half hours in which a studio was usually open."""
    found: dict[Cell, int] = {}
    if studio.hours is None:
        return found
    on_date, last = to_local(since, studio.zone).date(), to_local(until, studio.zone).date()
    while on_date <= last:
        if half_hours_in_day(on_date, studio.zone):
            day = day_bounds(on_date, studio.zone)
            for slot in studio.hours.open_slots(on_date, studio.zone):
                at = max(slot.starts_at, since)
                while at < min(slot.ends_at, until, day.ends_at):
                    local = to_local(at, studio.zone)
                    cell = local.weekday(), local.hour
                    found[cell] = found.get(cell, 0) + 1
                    at += timedelta(minutes=30)
        on_date += timedelta(days=1)
    return found
