"""What a guest whose time the studio closes can choose instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from studiobook.bookings.hold_fields import slot_fields
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.wording import until
from studiobook.values.timeslot import Timeslot
from studiobook.web.components import Link
from studiobook.web.templating import money, span


@dataclass(frozen=True)
class NewTimes:
    """Free times to choose from until a moment, and the way to all of it back."""

    sentence: str
    times: tuple[Link, ...]
    more: Link
    cancel: Link


def new_times_of(
    booking: Booking, free_times: Sequence[Timeslot], *, now: datetime
) -> NewTimes | None:
    """The choice while it is open."""
    if not booking.is_asked_to_move or booking.choose_by is None:
        return None
    base = f"/bookings/{booking.code}"
    limit = until(booking.choose_by, booking.zone, now=now)
    more = "See all free times" if free_times else "Look for a free time"
    return NewTimes(
        sentence=(
            f"Choose another time by {limit}, at no extra cost, or take all your money back."
            " If you do nothing, all of it goes back by itself."
        ),
        times=tuple(
            Link(span(slot, booking.zone), f"{base}/reschedule?{slot_query(booking, slot)}")
            for slot in free_times
        ),
        more=Link(more, f"{base}/reschedule"),
        cancel=Link(f"Cancel, {money(booking.total)} back", f"{base}/cancellation"),
    )


def slot_query(booking: Booking, slot: Timeslot) -> str:
    """A time in an address, as the page that moves a booking reads it."""
    return urlencode(slot_fields(slot, booking.zone))
