"""The ribbon as data, kept in the same transaction by whoever changes what it is derived from.

Taking time only clears bits, so it is one UPDATE; giving it back is computed anew from the truth.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, Update, bindparam, case, func, select, true, update
from sqlalchemy.dialects.postgresql import Range, insert

from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.rooms.models import Occupancy, OccupancyKind, Room, RoomDay
from studiobook.rooms.openings import Rules, dates_touched, open_bits, taken_bits
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import MissingDay, day_bounds, to_local

#: Yesterday stays, so that a night that began then can still be drawn.
DAYS_KEPT = 1


def add_hold(
    *, room_id: int, rules: Rules, during: Timeslot, until: datetime, now: datetime
) -> None:
    """Note a live hold. Bits of holds that have all lapsed are dropped on the way."""
    for on_date in dates_touched(rules, during):
        bits = taken_bits(rules, [during], on_date)
        if not bits:
            continue
        db.session.execute(
            _ADD_HOLD,
            {"room": room_id, "day": on_date, "bits": bits, "until": until, "present": now},
        )


def _add_hold() -> Update:
    days = cast("Table", RoomDay.__table__)
    held, held_until = days.c.held, days.c.held_until
    live = held_until > bindparam("present", type_=held_until.type)
    until = bindparam("until", type_=held_until.type)
    return (
        update(days)
        .where(days.c.room_id == bindparam("room"), days.c.on_date == bindparam("day"))
        .values(
            held=case((live, held), else_=0).op("|")(bindparam("bits", type_=held.type)),
            held_until=func.greatest(case((live, held_until), else_=until), until),
        )
    )


# Built once: it is asked for each day that is held.
_ADD_HOLD = _add_hold()


#: The same as a part of the statement that holds a room: for the `claim`, if there is one.
HOLD_DAYS = """hold_days AS (
    UPDATE room_day d
    SET held = CASE WHEN d.held_until > :now THEN d.held ELSE 0 END | t.bits,
        held_until = CASE WHEN d.held_until > :lapses_at THEN d.held_until ELSE :lapses_at END
    FROM claim, unnest(CAST(:dates AS date[]), CAST(:bits AS bigint[])) AS t (on_date, bits)
    WHERE d.room_id = :room_id AND d.on_date = t.on_date
)"""


def hold_days(*, rules: Rules, during: Timeslot) -> dict[str, Any]:
    """The parameters of `HOLD_DAYS`."""
    bits = {
        on_date: taken_bits(rules, [during], on_date) for on_date in dates_touched(rules, during)
    }
    return {"dates": list(bits), "bits": list(bits.values())}


def take_away(*, room_id: int, rules: Rules, during: Timeslot) -> None:
    """Clear the bits that a booking, a block or busy time takes."""
    for on_date in dates_touched(rules, during):
        bits = taken_bits(rules, [during], on_date)
        if not bits:
            continue
        db.session.execute(
            update(RoomDay)
            .where(RoomDay.room_id == room_id, RoomDay.on_date == on_date)
            .values(free=RoomDay.free.op("&")(~bits))
            .execution_options(synchronize_session=False)
        )


def give_back(*, room_id: int, rules: Rules, during: Timeslot, now: datetime) -> None:
    """Compute the touched days anew after something was removed."""
    rebuild(room_id=room_id, rules=rules, dates=dates_touched(rules, during), now=now)


def rebuild_all(*, room: Room, rules: Rules, now: datetime) -> None:
    """Write every day of the horizon and the one after, into which its last night runs.

    Called after hours, closures, buffers or horizon changed.
    """
    first = to_local(now, rules.zone).date() - timedelta(days=DAYS_KEPT)
    last = rules.last_date(now) + timedelta(days=1)
    dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    db.session.query(RoomDay).filter(
        RoomDay.room_id == room.id, (RoomDay.on_date < first) | (RoomDay.on_date > last)
    ).delete(synchronize_session=False)
    rebuild(room_id=room.id, rules=rules, dates=dates, now=now, city_id=room.city_id)


def rebuild(
    *,
    room_id: int,
    rules: Rules,
    dates: list[date],
    now: datetime,
    city_id: int | None = None,
) -> None:
    """Compute days from hours, closures and occupancy. Without `city_id` only rows there are."""
    days = list(compute(room_id=room_id, rules=rules, dates=dates, now=now))
    if not days:
        return
    if city_id is not None:
        row = insert(RoomDay).values([{**day, "city_id": city_id} for day in days])
        new = {name: row.excluded[name] for name in ("free", "held", "held_until", "city_id")}
        db.session.execute(
            row.on_conflict_do_update(index_elements=["room_id", "on_date"], set_=new)
        )
        return
    for day in days:
        db.session.execute(
            update(RoomDay)
            .where(RoomDay.room_id == room_id, RoomDay.on_date == day["on_date"])
            .values(free=day["free"], held=day["held"], held_until=day["held_until"])
            .execution_options(synchronize_session=False)
        )


def compute(
    *,
    room_id: int,
    rules: Rules,
    dates: Iterable[date],
    now: datetime,
    without_booking: int | None = None,
) -> Iterable[dict[str, Any]]:
    """The days as they should be, from the truth; the doctor compares them with what is stored.

    `without_booking` leaves a booking out: where it could be moved to.
    """
    wanted = sorted(dates)
    if not wanted:
        return
    occupied = _occupied(room_id, rules, (wanted[0], wanted[-1]), now, without_booking)
    # Sorted into their days once: a room has hundreds of bookings and a day a handful.
    of_day: dict[date, list[tuple[Timeslot, datetime | None]]] = defaultdict(list)
    for slot, lapses_at in occupied:
        for on_date in dates_touched(rules, slot):
            of_day[on_date].append((slot, lapses_at))
    for on_date in wanted:
        here = of_day[on_date]
        firm = taken_bits(rules, [slot for slot, lapses_at in here if not lapses_at], on_date)
        holds = [(slot, at) for slot, at in here if at]
        held = taken_bits(rules, [slot for slot, _at in holds], on_date)
        ends = [at for slot, at in holds if taken_bits(rules, [slot], on_date)]
        yield {
            "room_id": room_id,
            "on_date": on_date,
            "free": open_bits(rules, on_date) & ~firm,
            "held": held,
            "held_until": max(ends) if held else None,
        }


def _occupied(
    room_id: int,
    rules: Rules,
    dates: tuple[date, date],
    now: datetime,
    without_booking: int | None = None,
) -> list[tuple[Timeslot, datetime | None]]:
    """Live occupancies that reach into the dates, each with its lapse where it is a hold."""
    first, last = dates
    margin = timedelta(days=1) + rules.before + rules.after
    reach = Range(_midnight(first, rules) - margin, _midnight(last, rules) + margin * 2)
    rows = db.session.execute(
        select(Occupancy.during, Occupancy.kind, Occupancy.lapses_at).where(
            Occupancy.room_id == room_id,
            Occupancy.during.op("&&")(reach),
            (Occupancy.kind != OccupancyKind.HOLD) | (Occupancy.lapses_at > now),
            Occupancy.booking_id.is_distinct_from(without_booking)
            if without_booking is not None
            else true(),
        )
    )
    return [(slot_of(during), lapses_at) for during, _kind, lapses_at in rows]


def _midnight(on_date: date, rules: Rules) -> datetime:
    try:
        return day_bounds(on_date, rules.zone).starts_at
    except MissingDay:
        return day_bounds(on_date + timedelta(days=1), rules.zone).starts_at
