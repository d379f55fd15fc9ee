"""The chosen time of a room: its price line by line and the button that holds it, or why not."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from studiobook.bookings.hold_fields import hold_fields
from studiobook.bookings.quote import Quote
from studiobook.bookings.terms import Preset, refund_schedule, terms_for
from studiobook.discovery.choice import Choice
from studiobook.discovery.pages.add_ons import AddOnsForm, add_ons_form
from studiobook.discovery.pages.asked import Asked
from studiobook.discovery.pages.clocks import long_day, short_day, slot_label, zone_name
from studiobook.discovery.pages.links import hours_text, kept_query, start_query, with_query
from studiobook.discovery.pages.ribbon import Way
from studiobook.errors import DomainError
from studiobook.rooms.add_on import fields_of
from studiobook.rooms.catalogue import RoomDetail
from studiobook.rooms.openings import refuse_unoffered
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import AmbiguousTime, BadTime, GapTime, to_local
from studiobook.web.components import Act, Link
from studiobook.web.templating import money_or_nothing

#: Other times that a refusal offers.
NEAREST = 3


@dataclass(frozen=True, slots=True)
class QuoteView:
    """`quote` and `hold` are there, or `refusal` says why not and `ways` lead on."""

    heading: str
    zone_name: str = ""
    quote: Quote | None = None
    hold: Act | None = None
    add_ons: AddOnsForm | None = None
    refusal: str | None = None
    ways: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()


def quote_view(asked: Asked, *, action: str, target: str = "#quote") -> QuoteView | None:
    """What stands beside the calendar of the page at `action`; None until a start is chosen."""
    room, choice, zone = asked.room, asked.choice, asked.zone
    try:
        slot = choice.slot(zone)
    except BadTime as error:
        return _no_such_time(room, choice, error)
    if slot is None:
        return None
    on_date = to_local(slot.starts_at, zone).date()
    view = QuoteView(
        f"{long_day(on_date)}, {slot_label(slot, zone)}",
        zone_name(on_date, zone),
        ways=_nearest(asked, slot, on_date),
    )
    try:
        refuse_unoffered(room.rules, slot, now=asked.now)
        price = asked.price(slot)
    except DomainError as refusal:
        extras = add_ons_form(asked, action, target) if choice.add_ons else None
        return replace(view, refusal=refusal.message, add_ons=extras)
    if slot not in [asked.slot_at(on_date, bit) for bit in asked.offered(on_date)]:
        return replace(view, refusal="This time is taken. Please choose another one.")
    if choice.engineer_id is not None and asked.engineer is None:
        return replace(view, refusal="This engineer can't come then. Choose another, or nobody.")
    return replace(
        view,
        quote=price,
        hold=_hold(asked, slot, price),
        add_ons=add_ons_form(asked, action, target),
        notes=_notes(asked, slot, price),
        ways=(),
    )


def _nearest(asked: Asked, slot: Timeslot, on_date: date) -> tuple[Link, ...]:
    """What else could be had that day, the nearest first."""
    offered = [(asked.slot_at(on_date, bit), bit) for bit in asked.offered(on_date)]
    offered.sort(key=lambda free: abs(free[0].starts_at - slot.starts_at))
    way = Way(f"/rooms/{asked.room.code}/quote", kept_query(asked.choice))
    return tuple(
        Link(slot_label(free, asked.zone), way.to(start_query(on_date, asked.zone, bit)))
        for free, bit in offered[:NEAREST]
    )


def _no_such_time(room: RoomDetail, choice: Choice, error: BadTime) -> QuoteView:
    zone = room.rules.zone
    if isinstance(error, GapTime):
        after = f"{to_local(error.next_valid, zone):%H:%M}"
        sentence = f"The clocks jump over that time that night. The next one is {after}."
        return QuoteView("Choose another time", refusal=sentence)
    if isinstance(error, AmbiguousTime):
        ways = tuple(
            Link(label, with_query(f"/rooms/{room.code}/quote", _with_fold(choice, fold)))
            for fold, (_at, label) in enumerate(error.options)
        )
        sentence = "The clock shows that time twice that night. Which one do you mean?"
        return QuoteView("Which one?", refusal=sentence, ways=ways)
    return QuoteView("Choose another time", refusal="That time does not exist.")


def _with_fold(choice: Choice, fold: int) -> list[tuple[str, str]]:
    assert choice.start is not None
    assert choice.start_date is not None
    return [
        ("date", choice.start_date.isoformat()),
        ("start", f"{choice.start:%H:%M}"),
        ("fold", str(fold)),
        ("hours", hours_text(choice.half_hours)),
        ("people", str(choice.people)),
        *fields_of(choice.add_ons),
    ]


def _hold(asked: Asked, slot: Timeslot, price: Quote) -> Act:
    room, engineer = asked.room, asked.engineer
    fields = hold_fields(
        slot,
        asked.zone,
        people=asked.choice.people,
        engineer_id=None if engineer is None else engineer.id,
        add_ons=asked.choice.add_ons,
        total_minor=price.total.minor,
    )
    label = "Hold it for 30 minutes" if room.studio.instant else "Hold it and ask the studio"
    return Act(label, f"/rooms/{room.code}/holds", fields)


def _notes(asked: Asked, slot: Timeslot, price: Quote) -> tuple[str, ...]:
    how = (
        "Booked at once: the room is yours when it is paid."
        if asked.room.studio.instant
        else "The studio answers within a day; if it says no, you get everything back."
    )
    return (how, _if_you_cancel(asked, slot, price))


def _if_you_cancel(asked: Asked, slot: Timeslot, price: Quote) -> str:
    """The refund as it would fall from now on, were it paid now."""
    terms = terms_for(Preset(asked.room.studio.terms_preset))
    now, *later = refund_schedule(terms, price.total, asked.now, slot.starts_at, asked.now)
    drops = [
        f"{money_or_nothing(step.amount)} from {_moment(step.from_instant, asked.zone)}"
        for step in later
    ]
    return "; ".join((f"If you cancel you get back {money_or_nothing(now.amount)}", *drops)) + "."


def _moment(instant: datetime, zone: str) -> str:
    local = to_local(instant, zone)
    return f"{short_day(local.date())} {local:%H:%M}"
