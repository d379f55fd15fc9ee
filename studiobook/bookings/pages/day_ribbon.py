"""The day of a booking as a ribbon: the guest's hours among the others."""

from datetime import timedelta

from studiobook.bookings.models import Booking
from studiobook.values.day_mask import busy_mask, full_mask, open_mask, segments, slot_of
from studiobook.values.wall_clock import half_hours_in_day, to_local, zone_label
from studiobook.web.ribbon import Ribbon, Segment, SegmentKind, Tick
from studiobook.web.templating import clock, day

TICK = 12


def day_ribbon(booking: Booking, free: int | None) -> Ribbon:
    """The local day on which it starts. `free` are the room's bits, None where they are unknown."""
    zone = booking.zone
    on_date = to_local(booking.slot.starts_at, zone).date()
    length = half_hours_in_day(on_date, zone)
    yours = busy_mask([booking.slot], on_date, zone)
    hours = booking.studio.hours
    # Closures are not read for this: what they close is not free and shows as taken.
    opened = open_mask(hours.open_slots(on_date, zone), on_date, zone) if hours else 0
    masks: dict[SegmentKind, int] = {
        "yours": yours,
        "free": free or 0,
        "taken": opened if free is not None else 0,
        "closed": full_mask(on_date, zone),
    }
    drawn = []
    for run in segments(masks, length=length, otherwise="closed"):
        slot = slot_of(on_date, zone, run.first_bit, run.length)
        drawn.append(
            Segment(
                kind=run.kind,
                starts_label=clock(slot.starts_at, zone),
                ends_label=clock(slot.ends_at, zone),
                span=run.length,
            )
        )
    midnight = slot_of(on_date, zone, 0, 1).starts_at
    ticks = tuple(
        Tick(clock(midnight + timedelta(minutes=30 * bit), zone), min(TICK, length - bit))
        for bit in range(0, length, TICK)
    )
    return Ribbon(
        on_date=on_date,
        zone_name=zone_label(booking.slot.starts_at, zone),
        label=f"{booking.room.name} on {day(on_date)}",
        segments=tuple(drawn),
        ticks=ticks,
    )
