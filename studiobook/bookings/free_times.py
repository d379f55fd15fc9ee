"""Where a booking could go: the free time nearest to its own hour, on the days nearest to it."""

from datetime import date, datetime, timedelta

from studiobook.bookings.models import Booking
from studiobook.rooms.openings import Rules, offered_starts
from studiobook.rooms.queries import rules_of
from studiobook.rooms.room_days import compute
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import to_local

DAY = timedelta(days=1)
#: How far around its day is looked.
BEFORE, AFTER = 7, 21


def list_free_times(booking: Booking, *, now: datetime, limit: int = 3) -> list[Timeslot]:
    """As long, in the same room, one for each day, the nearest day first and in order of time."""
    rules = rules_of(booking.room)
    own = to_local(booking.slot.starts_at, rules.zone).date()
    first = max(own - BEFORE * DAY, to_local(now, rules.zone).date())
    last = min(own + AFTER * DAY, rules.last_date(now))
    by_day = _offered(booking, rules, first, last, now)
    nearest = sorted(by_day, key=lambda on_date: (abs(on_date - own), on_date))[:limit]
    return sorted(_closest(by_day[on_date], booking, rules.zone) for on_date in nearest)


def list_free_that_day(booking: Booking, *, now: datetime, limit: int = 2) -> list[Timeslot]:
    """As long, in the same room, on its own day: the starts nearest to its own, in order."""
    rules = rules_of(booking.room)
    own = to_local(booking.slot.starts_at, rules.zone).date()
    slots = _offered(booking, rules, own, own, now).get(own, [])
    others = [slot for slot in slots if slot != booking.slot]
    nearest = sorted(others, key=lambda slot: abs(slot.starts_at - booking.slot.starts_at))
    return sorted(nearest[:limit])


def _offered(
    booking: Booking, rules: Rules, first: date, last: date, now: datetime
) -> dict[date, list[Timeslot]]:
    dates = [first + n * DAY for n in range((last - first).days + 2)]
    days = compute(
        room_id=booking.room_id, rules=rules, dates=dates, now=now, without_booking=booking.id
    )
    free = {day["on_date"]: day["free"] & ~day["held"] for day in days}
    found = {}
    for on_date in dates[:-1]:
        slots = list(
            offered_starts(
                rules,
                free[on_date],
                free[on_date + DAY],
                on_date,
                length=booking.slot.half_hours,
                now=now,
            )
        )
        if slots:
            found[on_date] = slots
    return found


def _closest(slots: list[Timeslot], booking: Booking, zone: str) -> Timeslot:
    wanted = _minute(booking.slot, zone)
    return min(slots, key=lambda slot: (abs(_minute(slot, zone) - wanted), slot.starts_at))


def _minute(slot: Timeslot, zone: str) -> int:
    local = to_local(slot.starts_at, zone)
    return local.hour * 60 + local.minute
