"""Moving a booking: the free times of a day, and what a chosen one would cost more or less."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from flask import url_for

from studiobook.bookings.forms.slots import DayForm
from studiobook.bookings.hold_fields import slot_fields
from studiobook.bookings.make_move import Mover, Proposal
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.agenda import guest_of, session_href
from studiobook.bookings.pages.settle import Settle, settle_of
from studiobook.bookings.pages.wording import when
from studiobook.bookings.reschedule import reprice
from studiobook.errors import DomainError
from studiobook.rooms.openings import Rules, offered_starts
from studiobook.rooms.room_days import compute
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import to_local, zone_label
from studiobook.web.components import Act, CalendarDay, Link, Start
from studiobook.web.console import sections
from studiobook.web.templating import clock, day, money, span


@dataclass(frozen=True)
class Chosen:
    """A new time with its difference in words and its button."""

    label: str
    sentence: str
    act: Act


@dataclass(frozen=True)
class ReschedulePage:
    """`day` lists the starts of one local date; `chosen` is the one to confirm."""

    title: str
    sentence: str
    form: DayForm
    action: str
    day: CalendarDay
    zone_name: str
    earlier: Link | None
    later: Link | None
    back: Link
    chosen: Chosen | None = None
    warning: str | None = None
    sections: tuple[Link, ...] = ()
    #: How the studio settles the difference of the chosen time.
    settle: Settle | None = None


def reschedule_page(
    booking: Booking,
    *,
    rules: Rules,
    on_date: date,
    half_hours: int,
    fee: Rate,
    now: datetime,
    proposal: Proposal | None = None,
    warning: str | None = None,
    by: Mover = "guest",
) -> ReschedulePage:
    """The page for a day and a length; the studio's own is a page of the console."""
    action = _action(booking, by)
    hours = f"{half_hours / 2:g}"
    free = _free(booking, rules, on_date, half_hours, now)
    first, last = to_local(now, rules.zone).date(), rules.last_date(now)
    form = DayForm(formdata=None, data={"date": on_date, "hours": hours})
    form.hours.choices = {
        f"{n / 2:g}": _hours(n) for n in range(rules.minimum, rules.maximum + 1, rules.step)
    }
    return ReschedulePage(
        title=f"Move {guest_of(booking)}" if by == "owner" else _title(booking),
        sentence=f"Now: {when(booking)}{_rest(booking, by)}",
        form=form,
        action=action,
        day=_day(on_date, [_start(booking, slot, fee, proposal, by) for slot in free]),
        zone_name=zone_label(booking.slot.starts_at, booking.zone),
        earlier=_turn("Day before", action, on_date - timedelta(days=1), hours)
        if on_date > first
        else None,
        later=_turn("Day after", action, on_date + timedelta(days=1), hours)
        if on_date < last
        else None,
        back=Link(_words_back(booking, by), _back(booking, by)),
        chosen=None if proposal is None else _chosen(booking, proposal, action),
        warning=warning,
        sections=sections("today") if by == "owner" else (),
        settle=_settle(booking, proposal, action, now)
        if by == "owner" and proposal is not None
        else None,
    )


def difference_in_words(difference: Money, *, by: Mover = "guest", what: str = "new time") -> str:
    """What moving costs, as a sentence to the one who moves it."""
    if by == "owner":
        more = f"{money(difference)} more" if difference.minor > 0 else "the same"
        return f"Costs {f'{money(-difference)} less' if difference.minor < 0 else more}."
    if difference.minor > 0:
        return f"This costs {money(difference)} more. The {what} is held while you pay that."
    if difference.minor < 0:
        return f"This is cheaper: {money(-difference)} goes back to you."
    return "This costs the same."


def _title(booking: Booking) -> str:
    return "Choose another time" if booking.is_asked_to_move else "Move your booking"


def _rest(booking: Booking, by: Mover) -> str:
    if by == "guest" and booking.is_asked_to_move:
        return ", when the studio closes. Any time as long as that costs you nothing more."
    return f". It stays {'theirs' if by == 'owner' else 'yours'} until the new time is settled."


def _words_back(booking: Booking, by: Mover) -> str:
    asked = by == "guest" and booking.is_asked_to_move
    return "Back to the booking" if asked else "Keep it as it is"


def _action(booking: Booking, by: Mover) -> str:
    page = "bookings.show_move" if by == "owner" else "bookings.show_reschedule"
    return url_for(page, code=booking.code)


def _back(booking: Booking, by: Mover) -> str:
    if by == "owner":
        return session_href(booking)
    return url_for("bookings.show_booking", code=booking.code)


def _settle(booking: Booking, proposal: Proposal, action: str, now: datetime) -> Settle:
    fields = slot_fields(proposal.slot, booking.zone)
    return settle_of(booking, proposal, action=action, fields=fields, word="Move it", now=now)


def _chosen(booking: Booking, proposal: Proposal, action: str) -> Chosen:
    difference = proposal.difference
    fields = slot_fields(proposal.slot, booking.zone)
    label = "Hold it and pay the difference" if difference.minor > 0 else "Move it"
    return Chosen(
        label=span(proposal.slot, booking.zone),
        sentence=difference_in_words(difference),
        act=Act(label, action, (*fields, ("expected_difference", str(difference.minor)))),
    )


def _day(on_date: date, starts: list[Start | None]) -> CalendarDay:
    return CalendarDay(
        on_date=on_date,
        weekday=f"{on_date:%A}",
        day_label=f"{on_date.day} {on_date:%b}",
        label=day(on_date),
        starts=tuple(start for start in starts if start is not None),
        note="Nothing free for so long on this day",
    )


def _free(
    booking: Booking, rules: Rules, on_date: date, half_hours: int, now: datetime
) -> list[Timeslot]:
    tomorrow = on_date + timedelta(days=1)
    days = compute(
        room_id=booking.room_id,
        rules=rules,
        dates=[on_date, tomorrow],
        now=now,
        without_booking=booking.id,
    )
    today_bits, tomorrow_bits = (found["free"] & ~found["held"] for found in days)
    offered = offered_starts(rules, today_bits, tomorrow_bits, on_date, length=half_hours, now=now)
    return [slot for slot in offered if slot != booking.slot]


def _start(
    booking: Booking, slot: Timeslot, fee: Rate, proposal: Proposal | None, by: Mover
) -> Start | None:
    try:
        found = reprice(booking, slot=slot, fee=fee)
    except DomainError:
        return None
    query = urlencode(slot_fields(slot, booking.zone))
    return Start(
        label=clock(slot.starts_at, booking.zone),
        words=f"{span(slot, booking.zone)}. {difference_in_words(found.difference, by=by)}",
        kind="chosen" if proposal is not None and proposal.slot == slot else "free",
        href=f"{_action(booking, by)}?{query}",
        price=found.price.total,
    )


def _turn(label: str, action: str, on_date: date, hours: str) -> Link:
    return Link(label, f"{action}?date={on_date.isoformat()}&hours={hours}")


def _hours(half_hours: int) -> str:
    hours, half = divmod(half_hours, 2)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", "30 min" if half else "") if part
    )
