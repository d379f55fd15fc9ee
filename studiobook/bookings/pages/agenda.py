"""Sessions and blocks as those who run the rooms read them: lines, and where each leads."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studiobook.bookings.console_queries import Taken
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.wording import link_words, until
from studiobook.bookings.pay_link import is_live_link
from studiobook.bookings.states import Status
from studiobook.db.columns import slot_of
from studiobook.rooms.add_on import in_words
from studiobook.rooms.models import OccupancyKind, Room
from studiobook.studios.models import Closure, Studio
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import day_bounds, to_local
from studiobook.web.components import Act
from studiobook.web.templating import clock

NIGHT = timedelta(hours=12)
#: Whoever has not given a name is still somebody.
NO_NAME = "Guest without a name"
#: How many add-ons a line names.
NAMED = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that takes a room: `time` and `who` at a glance, `facts` below them."""

    time: str
    who: str
    facts: tuple[str, ...] = ()
    href: str | None = None
    act: Act | None = None
    #: What the line is when it is no session: held, blocked, taken.
    kind: str = "session"


def session_href(booking: Booking) -> str:
    """The session's page in the console."""
    return f"/manage/bookings/{booking.code}"


def hours_of(slot: Timeslot, zone: str, on_date: date | None = None) -> str:
    """14:00–16:00; what is not on `on_date` names its day: 22:00–02:00 (Sat), Sun 14:00–16:00."""
    starts, ends = to_local(slot.starts_at, zone), to_local(slot.ends_at, zone)
    shown = on_date or starts.date()
    if starts.date() == ends.date() != shown:
        return f"{starts:%a} {starts:%H:%M}–{ends:%H:%M}"
    begin = f"{starts:%H:%M}" if starts.date() == shown else f"{starts:%H:%M} ({starts:%a})"
    end = f"{ends:%H:%M}" if ends.date() == shown else f"{ends:%H:%M} ({ends:%a})"
    return f"{begin}–{end}"


def closed_hours(
    closure: Closure, studio: Studio, now: datetime, on_date: date | None = None
) -> str:
    """All day; 14:20–24:00 (Repairs): as much of a closure as is in a date, today's without one."""
    shown = on_date or to_local(now, studio.zone).date()
    whole, during = day_bounds(shown, studio.zone), slot_of(closure.during)
    part = Timeslot(
        max(during.starts_at, whole.starts_at),
        # What ends within the night is told whole; longer ones end with the day.
        during.ends_at if during.ends_at <= whole.ends_at + NIGHT else whole.ends_at,
    )
    hours = "all day" if part.contains(whole) else hours_of(part, studio.zone, shown)
    if part.ends_at == whole.ends_at and part.starts_at > whole.starts_at:
        hours = f"{clock(part.starts_at, studio.zone)}–24:00"
    return f"{hours} ({closure.reason})" if closure.reason else hours


def short_day(instant: datetime, zone: str) -> str:
    """Fri 27 Nov."""
    local = to_local(instant, zone)
    return f"{local:%a} {local.day} {local:%b}"


def guest_of(booking: Booking, *, in_full: bool = True) -> str:
    """The guest's name; the first one for an engineer."""
    if not in_full and booking.guest_name.split():
        return booking.guest_name.split()[0]
    return booking.guest_name or NO_NAME


def paid_word(booking: Booking) -> str:
    """Whether there is money."""
    if booking.free_reason is not None:
        return "not paid here"
    if booking.status is Status.AWAITING_OWNER:
        return "paid, waits for your answer"
    if booking.status in (Status.EXPIRED, Status.RELEASED):
        return "not paid"
    return "paid" if booking.paid_at is not None else "not paid yet"


def session_facts_of(booking: Booking, *, in_full: bool = True) -> tuple[str, ...]:
    """Paid · 2 people · with Edda Engel · Drum kit · arrived 13:55.

    An engineer reads all but money and who works.
    """
    facts = [paid_word(booking)] if in_full else []
    facts.append("1 person" if booking.people == 1 else f"{booking.people} people")
    if in_full and booking.engineer is not None:
        facts.append(f"with {booking.engineer.user.name}")
    if booking.add_ons_json:
        facts.append(_to_prepare(booking))
    if booking.arrived_at is not None:
        facts.append(f"arrived {clock(booking.arrived_at, booking.zone)}")
    if booking.status is Status.NO_SHOW:
        facts.append("nobody came")
    if booking.is_asked_to_move:
        facts.append("has yet to choose another time")
    return (facts[0].capitalize(), *facts[1:])


def _to_prepare(booking: Booking) -> str:
    """Drum kit, 2 × Microphone, 3 more: as much as a glance takes in."""
    named, rest = booking.add_ons[:NAMED], len(booking.add_ons) - NAMED
    more = f", {rest} more" if rest > 0 else ""
    return f"{in_words(named)}{more}"


def line_of(
    taken: Taken, room: Room, *, now: datetime, may_receive: bool, on_date: date | None = None
) -> Line:
    """A line of a room's day; blocks can be taken off by whoever receives."""
    zone = room.studio.zone
    time = hours_of(taken.slot, zone, on_date)
    booking = taken.booking
    match taken.kind:
        case OccupancyKind.BOOKING if booking is not None:
            facts = session_facts_of(booking, in_full=taken.in_full)
            who = guest_of(booking, in_full=taken.in_full)
            return Line(time, who, facts, session_href(booking))
        case OccupancyKind.HOLD if booking is not None:
            return _held(taken, booking, time, named=may_receive, now=now)
        case OccupancyKind.BLOCK if may_receive:
            act = Act(
                "Unblock",
                f"/manage/rooms/{room.code}/blocks/{taken.id}/removal",
                kind="quiet",
                words=f"Unblock {room.name}, {time}",
            )
            return Line(time, "Blocked", (taken.note,) if taken.note else (), act=act, kind="block")
        case OccupancyKind.BLOCK:
            return Line(time, "Blocked", kind="block")
        case _:
            return Line(time, "Taken", kind="taken")


def _held(taken: Taken, booking: Booking, time: str, *, named: bool, now: datetime) -> Line:
    """Booked by phone, chosen by a guest, or a dearer time beside a session."""
    who = guest_of(booking, in_full=taken.in_full)
    if is_live_link(booking, now=now):
        words = link_words(booking, named=named, now=now) if taken.in_full else "Held for now"
        return Line(time, who, (words,), session_href(booking), kind="held")
    if booking.lapses_at is not None:
        held = f"Being paid: held until {until(booking.lapses_at, booking.zone, now=now)}"
        return Line(time, who if booking.guest_name else "Held", (held,), kind="held")
    return Line(time, who, ("A dearer time, being paid",), kind="held")
