"""The booking desk of a room: its free times, and the price of the one that is chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from studiobook.bookings.hold_fields import hold_fields
from studiobook.bookings.quote import EngineerRate, Quote, quote
from studiobook.discovery.choice import Choice, lengths_of
from studiobook.discovery.pages.calendar import calendar_view, day_ribbon, offered_on
from studiobook.discovery.pages.clocks import hours_label, long_day, slot_label, zone_name
from studiobook.discovery.pages.links import hours_text, with_query
from studiobook.discovery.pages.words import terms_sentences
from studiobook.discovery.queries import DayBits, RoomDetail
from studiobook.errors import DomainError
from studiobook.rooms.openings import refuse_unoffered
from studiobook.teams.models import Membership
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import AmbiguousTime, BadTime, GapTime, to_local
from studiobook.web.components import Act, Calendar, Link
from studiobook.web.ribbon import Ribbon
from studiobook.web.templating import money

Days = Mapping[date, DayBits]


@dataclass(frozen=True, slots=True)
class QuoteView:
    """The chosen time: with its price and the button that holds it, or why it can't be had.

    `kept` are the hidden fields of the little form that changes people and engineer.
    """

    heading: str
    zone_name: str = ""
    quote: Quote | None = None
    hold: Act | None = None
    refusal: str | None = None
    ways: tuple[Link, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything inside the region `desk`; `action` is the page it stands on."""

    room: RoomDetail
    choice: Choice
    action: str
    lengths: tuple[tuple[str, str], ...]
    length: str
    engineers: tuple[tuple[str, str], ...]
    engineer: str
    calendar: Calendar
    ribbon: Ribbon | None
    views: tuple[Link, ...]
    quote: QuoteView | None


def desk_of(
    room: RoomDetail,
    choice: Choice,
    days: Days,
    engineers: list[Membership],
    *,
    action: str,
    fee: Rate,
    now: datetime,
) -> Desk:
    """The desk on the page at `action`; `days` reach a day beyond the last one shown."""
    slot, trouble = _slot(room, choice)
    address = Address(action, choice)
    chosen = engineer_of(choice, engineers)
    price = _price(room, choice, chosen, fee)
    calendar = calendar_view(
        room,
        choice,
        days,
        price=price,
        chosen=slot,
        now=now,
        href=address.of_start,
        turn=address.of_day,
    )
    shown = choice.start_date or choice.on_date
    return Desk(
        room=room,
        choice=choice,
        action=action,
        lengths=tuple((hours_text(n), hours_label(n)) for n in lengths_of(room.rules)),
        length=hours_text(choice.half_hours),
        engineers=tuple((str(one.id), _engineer_label(one, room)) for one in engineers),
        engineer="" if chosen is None else str(chosen.id),
        calendar=calendar,
        ribbon=day_ribbon(room, choice, days, shown, chosen=slot, now=now, href=address.of_start)
        if shown in days
        else None,
        views=address.views(),
        quote=trouble
        or (quote_of(room, choice, slot, days, engineers, fee=fee, now=now) if slot else None),
    )


def quote_of(
    room: RoomDetail,
    choice: Choice,
    slot: Timeslot,
    days: Days,
    engineers: list[Membership],
    *,
    fee: Rate,
    now: datetime,
) -> QuoteView:
    """The chosen slot with its price, or the reason why it can't be held now."""
    zone = room.rules.zone
    local = to_local(slot.starts_at, zone).date()
    heading = f"{long_day(local)}, {slot_label(slot, zone)}"
    view = QuoteView(heading, zone_name(local, zone), kept=_kept(slot, zone))
    engineer = engineer_of(choice, engineers)
    try:
        refuse_unoffered(room.rules, slot, now=now)
        price = _quote(room, choice.people, engineer, slot, fee)
    except DomainError as refusal:
        return replace(view, refusal=refusal.message)
    if not _is_free(room, slot, days, now):
        return replace(view, refusal="This time is taken. Please choose another one.")
    if choice.engineer_id is not None and engineer is None:
        return replace(
            view, refusal="This engineer is not free at that time. Choose another, or none."
        )
    return replace(
        view, quote=price, hold=_hold(room, choice, slot, price, engineer), notes=_notes(room)
    )


def engineer_of(choice: Choice, engineers: list[Membership]) -> Membership | None:
    """The chosen one among those who can be booked."""
    return next((one for one in engineers if one.id == choice.engineer_id), None)


@dataclass(frozen=True, slots=True)
class Address:
    """Links that change one thing of a choice and keep the rest."""

    action: str
    choice: Choice

    def of_start(self, start: str) -> str:
        """A start chosen; `start` is a query of date, start and perhaps fold."""
        view = "&view=day" if self.choice.days == 1 else ""
        return f"{self.action}?{start}&{self._kept()}{view}#quote"

    def of_day(self, on_date: date, days: int) -> str:
        """Another week or day."""
        view = "&view=day" if days == 1 else ""
        return f"{self.action}?date={on_date.isoformat()}&{self._kept()}{view}#calendar"

    def views(self) -> tuple[Link, ...]:
        """Week or day."""
        on_date, days = self.choice.start_date or self.choice.on_date, self.choice.days
        return (
            Link("Week", self.of_day(on_date, 7), current=days != 1),
            Link("Day", self.of_day(on_date, 1), current=days == 1),
        )

    def _kept(self) -> str:
        choice = self.choice
        engineer = "" if choice.engineer_id is None else f"&engineer={choice.engineer_id}"
        return f"hours={hours_text(choice.half_hours)}&people={choice.people}{engineer}"


def _slot(room: RoomDetail, choice: Choice) -> tuple[Timeslot | None, QuoteView | None]:
    zone = room.rules.zone
    try:
        return choice.slot(zone), None
    except GapTime as gap:
        after = f"{to_local(gap.next_valid, zone):%H:%M}"
        sentence = f"The clocks jump over that time that night. The next one is {after}."
        return None, QuoteView("Choose another time", refusal=sentence)
    except AmbiguousTime as twice:
        ways = tuple(
            Link(label, with_query(f"/rooms/{room.code}/quote", _with_fold(choice, fold)))
            for fold, (_at, label) in enumerate(twice.options)
        )
        sentence = "The clock shows that time twice that night. Which one do you mean?"
        return None, QuoteView("Which one?", refusal=sentence, ways=ways)
    except BadTime:
        return None, QuoteView("Choose another time", refusal="That time does not exist.")


def _with_fold(choice: Choice, fold: int) -> list[tuple[str, str]]:
    assert choice.start is not None and choice.start_date is not None
    return [
        ("date", choice.start_date.isoformat()),
        ("start", f"{choice.start:%H:%M}"),
        ("fold", str(fold)),
        ("hours", hours_text(choice.half_hours)),
        ("people", str(choice.people)),
    ]


def _kept(slot: Timeslot, zone: str) -> tuple[tuple[str, str], ...]:
    return tuple(field for field in hold_fields(slot, zone) if field[0] != "people")


def _is_free(room: RoomDetail, slot: Timeslot, days: Days, now: datetime) -> bool:
    on_date = to_local(slot.starts_at, room.rules.zone).date()
    return slot in offered_on(room, days, on_date, slot.half_hours, now)


def _price(
    room: RoomDetail, choice: Choice, engineer: Membership | None, fee: Rate
) -> Callable[[Timeslot], str]:
    """The total as text: all starts of one length cost the same, so it is worked out once."""
    known: list[str] = []

    def price(slot: Timeslot) -> str:
        if not known:
            known.append(money(_quote(room, choice.people, engineer, slot, fee).total))
        return known[0]

    return price


def _quote(
    room: RoomDetail, people: int, engineer: Membership | None, slot: Timeslot, fee: Rate
) -> Quote:
    rate = None
    if engineer is not None and engineer.rate_per_hour_minor is not None:
        rate = EngineerRate(engineer.user.name, engineer.rate_per_hour_minor)
    return quote(
        pricing=room.pricing,
        slot=slot,
        people=people,
        engineer=rate,
        fee=fee,
        tax=room.studio.tax,
        tax_name=room.studio.tax_name,
        zone=room.rules.zone,
    )


def _hold(
    room: RoomDetail, choice: Choice, slot: Timeslot, price: Quote, engineer: Membership | None
) -> Act:
    fields = hold_fields(
        slot,
        room.rules.zone,
        people=choice.people,
        engineer_id=None if engineer is None else engineer.id,
        total_minor=price.total.minor,
    )
    label = "Hold it for 30 minutes" if room.studio.instant else "Hold it and ask the studio"
    return Act(label, f"/rooms/{room.code}/holds", fields)


def _notes(room: RoomDetail) -> tuple[str, ...]:
    how = (
        "Booked at once: the room is yours when it is paid."
        if room.studio.instant
        else "The studio answers within a day; if it says no, you get everything back."
    )
    return (how, f"If you cancel: {terms_sentences(room.studio.terms_preset)[0].lower()}.")


def _engineer_label(engineer: Membership, room: RoomDetail) -> str:
    rate = engineer.rate_per_hour_minor or 0
    return f"{engineer.user.name}, {money(Money(rate, room.pricing.currency))} an hour"
