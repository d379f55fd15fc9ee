"""How slots, people and places are said on every booking page."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from studiobook.bookings.hold_fields import hold_fields
from studiobook.bookings.models import Booking
from studiobook.bookings.states import BOOKED
from studiobook.rooms.add_on import ChosenAddOn, fields_of, in_words
from studiobook.rooms.models import Room
from studiobook.values.money import Money
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import to_local, zone_label
from studiobook.web.components import Act, Fact, Link
from studiobook.web.templating import clock, day, duration, money, span


def room_href(room: Room, slot: Timeslot | None = None, add_ons: Iterable[ChosenAddOn] = ()) -> str:
    """The room's page, opened at the week of a slot, with what is chosen of its add-ons."""
    path = f"/studios/{room.studio.slug}/rooms/{room.slug}"
    asked = list(fields_of(add_ons))
    if slot is not None:
        asked.insert(0, ("week", f"{to_local(slot.starts_at, room.studio.zone):%G-W%V}"))
    return f"{path}?{urlencode(asked)}" if asked else path


def when(booking: Booking) -> str:
    """Fri 27 Nov 2026, 14:00–17:00, in the studio's time."""
    return span(booking.slot, booking.zone)


def hours(slot: Timeslot, zone: str) -> str:
    """14:00–17:00."""
    return span(slot, zone).partition(", ")[2]


def earns(booking: Booking) -> Money:
    """What the studio earns: the total without the marketplace's part."""
    return booking.total - booking.fee


def moment(instant: datetime, zone: str) -> str:
    """Fri 27 Nov 2026, 14:00."""
    return f"{day(instant, zone)}, {clock(instant, zone)}"


def length_of(half_hours: int) -> str:
    """30 min, 1 h, 1.5 h."""
    return "30 min" if half_hours == 1 else f"{half_hours / 2:g} h"


def until(instant: datetime, zone: str, *, now: datetime) -> str:
    """14:32, with its day where that is not today."""
    today = to_local(now, zone).date()
    if to_local(instant, zone).date() == today:
        return clock(instant, zone)
    return moment(instant, zone)


def may_refund(booking: Booking) -> bool:
    """Whether there is a page for giving money back; it says itself what is left."""
    was_paid = booking.paid_at is not None and booking.free_reason is None
    return was_paid and booking.status in BOOKED


def writing_ways(booking: Booking) -> list[Link]:
    """Where those who run the studio write to the guest, if there is an account to read it."""
    if booking.user is None or booking.user.suspended_at is not None:
        return []
    return [Link("Write to the guest", f"/manage/messages/new?booking={booking.code}")]


def left(until: datetime, *, now: datetime) -> str:
    """As "in 25 min" or "in 3 h 20 min": whole minutes, begun ones count."""
    minutes = -int((now - until).total_seconds() // 60)
    hours_left, rest = divmod(max(minutes, 0), 60)
    parts = [f"{hours_left} h" if hours_left else "", f"{rest} min" if rest else ""]
    return "in " + (" ".join(part for part in parts if part) or "a moment")


def link_words(booking: Booking, *, named: bool, now: datetime) -> str:
    """Link sent to anna@example.com, ends 14:32 (in 25 min). Only if `named` to whom."""
    assert booking.link_ends_at is not None
    assert booking.lapses_at is not None
    sent = f"Link sent to {booking.guest_email}" if named else "Link sent"
    zone = booking.zone
    if booking.lapses_at > booking.link_ends_at:
        lapse, rest = until(booking.lapses_at, zone, now=now), left(booking.lapses_at, now=now)
        return f"{sent}, being paid: held until {lapse} ({rest})"
    end, rest = until(booking.link_ends_at, zone, now=now), left(booking.link_ends_at, now=now)
    return f"{sent}, ends {end} ({rest})"


def session_facts(booking: Booking) -> tuple[Fact, ...]:
    """When, where and with whom."""
    room, studio = booking.room, booking.studio
    facts = [
        Fact("Day", day(booking.slot.starts_at, booking.zone)),
        Fact(
            "Time",
            hours(booking.slot, booking.zone),
            zone_label(booking.slot.starts_at, booking.zone),
        ),
        Fact("Length", duration(booking.slot)),
        Fact("Room", room.name, href=room_href(room)),
        Fact("Studio", studio.name, href=f"/studios/{studio.slug}"),
        Fact("People", str(booking.people)),
    ]
    if booking.engineer is not None:
        facts.append(Fact("Engineer", booking.engineer.user.name))
    if booking.add_ons_json:
        facts.append(Fact("Add-ons", in_words(booking.add_ons)))
    return tuple(facts)


def hold_act(
    room: Room,
    slot: Timeslot,
    *,
    label: str,
    people: int = 1,
    engineer_id: int | None = None,
    add_ons: Iterable[ChosenAddOn] = (),
    total: Money | None = None,
    primary: bool = False,
) -> Act:
    """One button that holds a slot of a room."""
    zone = room.studio.zone
    price = f", {money(total)}" if total is not None else ""
    return Act(
        label=label,
        action=f"/rooms/{room.code}/holds",
        fields=hold_fields(
            slot,
            zone,
            people=people,
            engineer_id=engineer_id,
            add_ons=add_ons,
            total_minor=None if total is None else total.minor,
        ),
        kind="primary" if primary else "quiet",
        words=f"{label}: {room.name}, {span(slot, zone)}{price}",
    )
