"""The forms that take a room's time: a block, a walk-in, and a booking by phone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from studiobook.bookings.console_queries import Taken
from studiobook.bookings.pages.agenda import guest_of, hours_of, session_href
from studiobook.bookings.pages.wording import until
from studiobook.bookings.quote import Quote
from studiobook.rooms.models import OccupancyKind, Room
from studiobook.values.wall_clock import to_local, zone_label
from studiobook.web.components import Act, Link
from studiobook.web.console import sections
from studiobook.web.templating import day

Kind = Literal["blocks", "walk-ins", "phone-bookings"]

_TITLES: dict[Kind, str] = {
    "blocks": "Block {}",
    "walk-ins": "Walk-in in {}",
    "phone-bookings": "Book {} by phone",
}
_WAYS: dict[Kind, str] = {
    "blocks": "Block it instead",
    "walk-ins": "Book a walk-in instead",
    "phone-bookings": "Book by phone instead",
}


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What has the time already, in a sentence, and where it can be dealt with."""

    sentence: str
    link: Link


@dataclass(frozen=True, slots=True)
class Instead:
    """Another time that is free: what it is, what it costs, and its button."""

    label: str
    place: str
    act: Act


@dataclass(frozen=True, slots=True)
class Asking:
    """What a link would ask for: the price of the slot, or why there is none."""

    quote: Quote | None
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class TakePage:
    """One of the forms; `others` are the other ones, keeping the times."""

    title: str
    sections: tuple[Link, ...]
    form: Any
    new: str
    action: str
    zone_name: str
    others: tuple[Link, ...]
    back: Link
    refused: str | None = None
    in_the_way: InTheWay | None = None
    instead: tuple[Instead, ...] = ()
    asking: Asking | None = None


def take_page(
    room: Room,
    form: Any,
    *,
    kind: Kind,
    query: str,
    now: datetime,
    refused: str | None = None,
    in_the_way: Taken | None = None,
    instead: tuple[Instead, ...] = (),
    asking: Asking | None = None,
) -> TakePage:
    """`query` carries the times to the other forms."""
    base = f"/manage/rooms/{room.code}"
    on_date = form.date.data
    back = f"/manage/calendar?date={on_date}" if on_date else "/manage/calendar"
    return TakePage(
        title=_TITLES[kind].format(room.name),
        sections=sections("calendar"),
        form=form,
        new=f"{base}/{kind}/new",
        action=f"{base}/{kind}",
        zone_name=zone_label(now, room.studio.zone),
        others=tuple(
            Link(label, f"{base}/{other}/new?{query}")
            for other, label in _WAYS.items()
            if other != kind
        ),
        back=Link("Back to the day", back),
        refused=refused,
        in_the_way=None if in_the_way is None else _in_the_way(room, in_the_way, now),
        instead=instead,
        asking=asking,
    )


#: Said where the sessions alone would leave the time free.
_PAUSE = "The pause that this room has around each session counts too."


def _in_the_way(room: Room, taken: Taken, now: datetime) -> InTheWay:
    zone = room.studio.zone
    local = to_local(taken.slot.starts_at, zone).date()
    hours = f"{day(local)}, {hours_of(taken.slot, zone)}"
    to_day = Link("See the day", f"/manage/calendar?date={local}")
    booking = taken.booking
    if taken.kind is OccupancyKind.BLOCK:
        note = f" ({taken.note})" if taken.note else ""
        return InTheWay(f"{room.name} is blocked already: {hours}{note}.", to_day)
    if booking is not None and taken.kind is OccupancyKind.HOLD:
        end = "" if booking.lapses_at is None else until(booking.lapses_at, zone, now=now)
        if booking.link_sent_at is not None:
            return InTheWay(
                f"{guest_of(booking)} was sent a link to pay for {hours}: the time is theirs"
                f"{f' until {end}' if end else ''}.",
                Link(f"Open the booking of {guest_of(booking)}", session_href(booking)),
            )
        return InTheWay(
            f"Somebody is paying for {hours}: the time is theirs{f' until {end}' if end else ''}.",
            to_day,
        )
    if booking is not None:
        pause = f" {_PAUSE}" if room.buffer_before_minutes or room.buffer_after_minutes else ""
        return InTheWay(
            f"{guest_of(booking)} has {room.name} then: {hours}.{pause} Nothing was changed.",
            Link(f"Open the booking of {guest_of(booking)}", session_href(booking)),
        )
    return InTheWay(f"{room.name} is taken then: {hours}.", to_day)
