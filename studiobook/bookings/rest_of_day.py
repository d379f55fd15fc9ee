"""The rest of a studio's opening day: from now until it would have closed tonight."""

from datetime import datetime, timedelta

from studiobook.studios.models import Studio
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import day_bounds, to_local

DAY = timedelta(days=1)
#: What is open for longer after midnight is the next day, not the night of this one.
LONGEST_NIGHT = timedelta(hours=12)


def rest_of_day(studio: Studio, *, now: datetime) -> Timeslot:
    """To the end of the last opening hours, into the night with them; else to midnight.

    Whoever asks in the small hours means the night that began yesterday.
    """
    today = to_local(now, studio.zone).date()
    whole = day_bounds(today, studio.zone)
    starts_at = now.replace(second=0, microsecond=0)
    if studio.hours is None:
        return Timeslot(starts_at, whole.ends_at)
    opened = studio.hours.open_slots(today, studio.zone)
    night = opened[0] if opened and _is_night(opened[0], whole.starts_at) else None
    if night is not None and night.contains(now):
        return Timeslot(starts_at, night.ends_at)
    ends_at = max((slot.ends_at for slot in opened if slot.ends_at > now), default=whole.ends_at)
    if ends_at == whole.ends_at:
        tomorrow = studio.hours.open_slots(today + DAY, studio.zone)[:1]
        ends_at = max(
            (slot.ends_at for slot in tomorrow if _is_night(slot, whole.ends_at)), default=ends_at
        )
    return Timeslot(starts_at, ends_at)


def _is_night(slot: Timeslot, midnight: datetime) -> bool:
    return slot.starts_at == midnight and slot.duration <= LONGEST_NIGHT
