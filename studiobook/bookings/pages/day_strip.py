"""The ribbon as those who run the room see it: whose each hour is, and free time to be taken.

Drawn for one person and never remembered, unlike the public ribbons: it has guests' names on it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from studiobook.bookings.console_queries import Taken
from studiobook.bookings.hold_fields import slot_fields
from studiobook.bookings.pages.agenda import guest_of, hours_of, paid_word, session_href
from studiobook.rooms.models import OccupancyKind, Room
from studiobook.studios.models import Closure
from studiobook.values.day_mask import busy_mask, open_mask, segments
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import day_bounds, half_hours_in_day, to_local, zone_label
from studiobook.web.ribbon import Tick
from studiobook.web.templating import clock, day

DAY = timedelta(days=1)
#: Half hours between two marks of the ruler, after midnight at most, and proposed to be taken.
TICK, NIGHT, PROPOSED = 6, 16, 4
#: The longest piece that static/css/spans.css knows.
WIDEST = 50
#: From so many half hours on a name has room.
NAMED = 4

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of half hours; `words` is all of it for a screen reader, `name` what fits on it."""

    kind: str
    words: str
    span: int
    name: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class DayStrip:
    """One local day of one room, on into the night as long as it stays open or taken."""

    label: str
    ticks: tuple[Tick, ...]
    pieces: tuple[Piece, ...]


def opened_bits(room: Room, closures: Iterable[Closure], on_date: date) -> int:
    """The half hours of a date in which the room is open."""
    zone, hours = room.studio.zone, room.studio.hours
    if hours is None:
        return 0
    closed = [
        Timeslot(c.during.lower, c.during.upper)
        for c in closures
        if c.studio_id == room.studio_id and c.room_id in (None, room.id)
        if c.during.lower is not None and c.during.upper is not None
    ]
    usual = open_mask(hours.open_slots(on_date, zone), on_date, zone)
    return usual & ~busy_mask(closed, on_date, zone)


def day_strip(
    room: Room,
    taken: list[Taken],
    closures: list[Closure],
    *,
    on_date: date,
    now: datetime,
    may_receive: bool,
) -> DayStrip:
    """The room's day; for whoever may receive, free time leads to the form that takes it."""
    zone = room.studio.zone
    midnight, size = day_bounds(on_date, zone).starts_at, half_hours_in_day(on_date, zone)
    busy = {n: _bits(item.during, on_date, zone, size) for n, item in enumerate(taken)}
    tomorrow = opened_bits(room, closures, on_date + DAY)
    opened = opened_bits(room, closures, on_date) | tomorrow << size
    first, last = _drawn(opened, busy.values(), size)
    over = min(max((now - midnight) // HALF_HOUR, 0), last)
    masks: dict[Key, int] = {_key(item, n): busy[n] >> first for n, item in enumerate(taken)}
    masks["free", -1] = (opened & -1 << over) >> first
    pieces, before = [], ""
    for key, bit, length in segments(masks, length=last - first, otherwise=("closed", -1)):
        starts_at = midnight + (first + bit) * HALF_HOUR
        run = Timeslot(starts_at, starts_at + length * HALF_HOUR)
        href = None
        if key[0] == "free" and may_receive:
            href = take_href(room, _proposed(room, run, after_session=before == "taken"))
        pieces.append(_piece(room, key, run, taken, on_date, href=href))
        before = key[0]
    ticks = tuple(
        # A label needs the width of a whole step.
        Tick(
            clock(midnight + bit * HALF_HOUR, zone) if last - bit >= TICK else "",
            min(TICK, last - bit),
        )
        for bit in range(first, last, TICK)
    )
    label = f"{room.name} on {day(on_date)}, times in {zone_label(midnight, zone)}"
    return DayStrip(label, ticks, tuple(pieces))


def take_href(room: Room, slot: Timeslot) -> str:
    """The form that blocks the slot or books a walk-in, filled in."""
    return f"/manage/rooms/{room.code}/blocks/new?{urlencode(take_fields(room, slot))}"


def take_fields(room: Room, slot: Timeslot) -> dict[str, str]:
    """A slot as the forms begin with it: `fold` is a field only where the clock shows it twice."""
    zone = room.studio.zone
    fields = dict(slot_fields(slot, zone))
    if not _is_doubled(to_local(slot.starts_at, zone)):
        del fields["fold"]
    return fields


def _is_doubled(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _bits(during: Timeslot, on_date: date, zone: str, size: int) -> int:
    night = busy_mask([during], on_date + DAY, zone)
    return busy_mask([during], on_date, zone) | night << size


def _drawn(opened: int, busy: Collection[int], size: int) -> tuple[int, int]:
    """From the first hour of the date that is not closed to the last, or on into its night.

    Into the night goes what began before midnight: opening hours that end there, and sessions.
    """
    whole = opened
    for bits in busy:
        whole |= bits
    today = whole & ((1 << size) - 1)
    if not today:
        return 0, size
    first, last = ((today & -today).bit_length() - 1) & ~1, (today.bit_length() + 1) & ~1
    if last < size:
        return first, last
    reach = [_beyond(bits, size) for bits in busy]
    open_for = _beyond(opened, size)
    if open_for <= NIGHT:
        reach.append(open_for)
    return first, size + min(max(reach, default=0), NIGHT)


def _beyond(bits: int, size: int) -> int:
    """How many half hours of the next day a run has that goes over midnight."""
    night = bits >> size if bits >> size - 1 & 1 else 0
    return ((night + 1) & ~night).bit_length() - 1


def _key(item: Taken, number: int) -> Key:
    if item.kind is OccupancyKind.HOLD:
        return ("held", number)
    if item.kind is OccupancyKind.BLOCK:
        return ("blocked", number)
    return ("taken", number)


_WORDS = {"free": "Free", "held": "Held", "blocked": "Blocked", "taken": "Taken"}


def _proposed(room: Room, run: Timeslot, *, after_session: bool) -> Timeslot:
    """What of a free run is proposed: so much that a walk-in has its pauses too, if that goes."""
    before = _rounded(room.buffer_before_minutes) if after_session else 0
    left = run.half_hours - before - _rounded(room.buffer_after_minutes)
    if left < 1:
        before, left = 0, run.half_hours
    starts_at = run.starts_at + before * HALF_HOUR
    return Timeslot(starts_at, starts_at + min(left, PROPOSED) * HALF_HOUR)


def _rounded(minutes: int) -> int:
    """Half hours that hold so many minutes."""
    return -(-minutes // 30)


def _piece(
    room: Room, key: Key, run: Timeslot, taken: list[Taken], on_date: date, *, href: str | None
) -> Piece:
    kind, number = key
    span = min(run.half_hours, WIDEST)
    hours = hours_of(run, room.studio.zone, on_date)
    booking = taken[number].booking if number >= 0 else None
    if booking is not None and kind == "taken":
        in_full = taken[number].in_full
        name = guest_of(booking, in_full=in_full)
        own = hours_of(taken[number].slot, room.studio.zone, on_date)
        shown = name if run.half_hours >= NAMED else ""
        said = f"{name}, {own}, {paid_word(booking)}" if in_full else f"{name}, {own}"
        return Piece(kind, said, span, shown, session_href(booking))
    if booking is not None and kind == "held" and booking.link_sent_at is not None:
        # Nobody could read a name on the hatching: it stands on the line below.
        own = hours_of(taken[number].slot, room.studio.zone, on_date)
        in_full = taken[number].in_full
        said = f"{guest_of(booking, in_full=in_full)}, {own}, " + (
            "link sent" if in_full else "held"
        )
        return Piece(kind, said, span, href=session_href(booking))
    words = f"{_WORDS.get(kind, 'Closed')}, {hours}"
    if href is not None:
        words = f"{words}: block it or book a walk-in in {room.name}"
    return Piece(kind, words, span, href=href)
