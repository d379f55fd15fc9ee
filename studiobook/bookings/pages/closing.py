"""Before closing: everybody who is booked then, what each paid, and what can become of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from studiobook.bookings.affected import Affected, Choice, Kind
from studiobook.bookings.models import Booking
from studiobook.bookings.offer_new_times import choose_by
from studiobook.bookings.pages.agenda import guest_of, hours_of, session_href
from studiobook.bookings.pages.wording import earns, until
from studiobook.values.money import Money
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import day_bounds, to_local
from studiobook.web.components import Link
from studiobook.web.console import sections
from studiobook.web.templating import clock, day, money


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose; `value` is empty for what was chosen for all."""

    value: str
    label: str
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One booking that is met; `key` tells what was shown."""

    key: str
    name: str
    when: str
    who: str
    facts: str
    href: str | None
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """Who is met and what to do; nothing to choose where nobody is."""

    title: str
    sections: tuple[Link, ...]
    breadcrumbs: tuple[Link, ...]
    lede: str
    action: str
    button: str
    fields: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    overall: tuple[Option, ...]
    summary: str
    back: Link
    warning: str | None = None
    switches: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Frame:
    """What differs between closing a studio, closing today, and selling a room no more."""

    title: str
    lede: str
    action: str
    button: str
    way: tuple[Link, ...]
    back: Link
    section: str = "studios"
    fields: tuple[tuple[str, str], ...] = ()
    switches: tuple[Link, ...] = ()
    #: Whether guests can be asked to choose another time.
    offers: bool = True
    overall: str = ""
    single: Mapping[str, str] = field(default_factory=dict)


def closing_page(
    frame: Frame,
    affected: Collection[Affected],
    *,
    now: datetime,
    warning: str | None = None,
) -> ClosingPage:
    """The page; `frame.overall` and `frame.single` are what was chosen before."""
    return ClosingPage(
        title=frame.title,
        sections=sections(frame.section),
        breadcrumbs=frame.way,
        lede=frame.lede,
        action=frame.action,
        button=frame.button,
        fields=frame.fields,
        rows=tuple(_row(one, frame, now) for one in affected),
        overall=_overall(affected, frame) if affected else (),
        summary=_summary(affected),
        back=frame.back,
        warning=warning,
        switches=frame.switches,
    )


def when_closed(during: Timeslot, zone: str) -> str:
    """Fri 27 Nov 2026; Fri 27 Nov 2026 to Sun 29 Nov 2026; Fri 27 Nov 2026, 14:20–18:00."""
    first, last = day(during.starts_at, zone), day(_last(during), zone)
    starts, ends = to_local(during.starts_at, zone), to_local(during.ends_at, zone)
    if first == last:
        if day_bounds(starts.date(), zone) == during:
            return f"{first}, all day"
        end = "24:00" if ends.date() > starts.date() else f"{ends:%H:%M}"
        return f"{first}, {starts:%H:%M}–{end}"
    from_midnight = during.starts_at == day_bounds(starts.date(), zone).starts_at
    if from_midnight and during.ends_at == day_bounds(ends.date(), zone).starts_at:
        return f"{first} to {last}"
    begin = f"{first}, {clock(during.starts_at, zone)}"
    return f"{begin} to {day(during.ends_at, zone)}, {clock(during.ends_at, zone)}"


def _last(during: Timeslot) -> datetime:
    return during.ends_at - datetime.resolution


def _row(one: Affected, frame: Frame, now: datetime) -> Row:
    booking = one.booking
    when = f"{day(one.slot.starts_at, booking.zone)}, {hours_of(one.slot, booking.zone)}"
    own = frame.single.get(booking.code, "")
    choices = [c for c in one.choices if frame.offers or c is not Choice.OFFER]
    return Row(
        key=one.key,
        name=f"choice-{booking.code}",
        when=when,
        who=guest_of(booking),
        facts=f"{booking.room.name}. {_facts(one, now)}",
        href=None if one.kind is Kind.HOLD else session_href(booking),
        options=(
            Option("", "As chosen for all", chosen=not own),
            *(Option(c, _label(one, c, now), chosen=own == c) for c in choices),
        ),
    )


def _facts(one: Affected, now: datetime) -> str:
    booking, total = one.booking, money(one.booking.total)
    if one.kind is Kind.AHEAD and booking.choose_by is not None:
        limit = until(booking.choose_by, booking.zone, now=now)
        return f"Paid {total}, asked already to choose another time until {limit}."
    if one.kind is Kind.HOLD and booking.lapses_at is not None:
        limit = until(booking.lapses_at, booking.zone, now=now)
        return f"Not paid yet: held until {limit}."
    return {
        Kind.AHEAD: f"Paid {total}.",
        Kind.RUNNING: f"Paid {total}, has begun or arrived.",
        Kind.FREE: "A walk-in: nothing was paid here.",
        Kind.REQUEST: f"A request, paid {total}, waits for your answer.",
        Kind.HOLD: "Not paid yet.",
        Kind.MOVE: "Wants to move here and is paying the difference.",
    }[one.kind]


def _label(one: Affected, choice: Choice, now: datetime) -> str:
    booking = one.booking
    if choice is Choice.KEEP:
        words = {Kind.HOLD: "Keep: may still be paid", Kind.MOVE: "Keep: may still move here"}
        return words.get(one.kind, "Keep: it takes place")
    if choice is Choice.OFFER:
        limit = choose_by(starts_at=booking.slot.starts_at, now=now)
        return f"Offer new times, until {until(limit, booking.zone, now=now)}"
    words = {
        Kind.FREE: "Cancel",
        Kind.HOLD: "Take the hold back",
        Kind.MOVE: "Keep their present time",
        Kind.REQUEST: f"Decline, {money(booking.total)} back",
    }
    return words.get(one.kind, f"Cancel, {money(booking.total)} back")


def _overall(affected: Collection[Affected], frame: Frame) -> tuple[Option, ...]:
    keep = "They take place although you are closed."
    refund = "Everybody gets everything back, the service fee included."
    others = any(Choice.OFFER not in one.choices for one in affected)
    offer = (
        "Each guest gets a mail with free times and keeps the booking until they choose."
        " Who does not choose in time gets everything back."
    )
    if others:
        offer += " What can't be moved is cancelled, all of it back."
    if not frame.offers:
        keep = "They take place as agreed."
    options = [
        Option("refund", "Cancel and refund all", refund),
        Option("keep", "Keep all", keep),
    ]
    if frame.offers and any(Choice.OFFER in one.choices for one in affected):
        options.insert(1, Option("offer", "Offer all new times", offer))
    return tuple(
        Option(one.value, one.label, one.hint, chosen=one.value == frame.overall) for one in options
    )


def _summary(affected: Collection[Affected]) -> str:
    paid = [one.booking for one in affected if _is_paid(one)]
    if not paid:
        return ""
    currency = paid[0].currency
    back = Money(sum(booking.total_minor for booking in paid), currency)
    loss = Money(sum(earns(booking).minor for booking in paid), currency)
    return f"All of it back would be {money(back)}; you would give up {money(loss)}."


def _is_paid(one: Affected) -> bool:
    return one.kind in (Kind.AHEAD, Kind.RUNNING, Kind.REQUEST)


def done_in_words(done: Mapping[Choice, int]) -> str:
    """2 bookings cancelled: ... 1 guest has been asked to choose another time. 1 booking kept."""
    words = []
    if count := done.get(Choice.REFUND, 0):
        words.append(f"{_bookings(count)} cancelled: whatever was paid goes back.")
    if count := done.get(Choice.OFFER, 0):
        guests = "1 guest has" if count == 1 else f"{count} guests have"
        words.append(f"{guests} been asked to choose another time.")
    if count := done.get(Choice.KEEP, 0):
        words.append(f"{_bookings(count)} kept.")
    return " ".join(words)


def _bookings(count: int) -> str:
    return "1 booking" if count == 1 else f"{count} bookings"


def who_waits(bookings: Collection[Booking], now: datetime) -> str:
    """1 guest has yet to choose another time, until 14:00."""
    asked = [b for b in bookings if b.is_asked_to_move and b.choose_by is not None]
    if not asked:
        return ""
    last = max(asked, key=lambda booking: booking.choose_by or now)
    limit = until(last.choose_by or now, last.zone, now=now)
    who = "1 guest has" if len(asked) == 1 else f"{len(asked)} guests have"
    return f"{who} yet to choose another time, until {limit}."
