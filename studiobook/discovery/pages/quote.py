"""The chosen time of a room: its price line by line and the button that holds it, or why not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from studiobook.bookings.hold_fields import hold_fields
from studiobook.bookings.quote import EngineerRate, Quote, quote
from studiobook.discovery.choice import Choice
from studiobook.discovery.pages.calendar import Days, offered_on
from studiobook.discovery.pages.clocks import long_day, slot_label, zone_name
from studiobook.discovery.pages.links import hours_text, with_query
from studiobook.discovery.pages.words import terms_sentences
from studiobook.discovery.queries import RoomDetail
from studiobook.errors import DomainError
from studiobook.rooms.openings import refuse_unoffered
from studiobook.teams.models import Membership
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import AmbiguousTime, BadTime, GapTime, to_local
from studiobook.web.components import Act, Link


@dataclass(frozen=True, slots=True)
class QuoteView:
    """`quote` and `hold` are there, or `refusal` says why not and `ways` lead on."""

    heading: str
    zone_name: str = ""
    quote: Quote | None = None
    hold: Act | None = None
    refusal: str | None = None
    ways: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()


def quote_view(
    room: RoomDetail,
    choice: Choice,
    days: Days,
    engineers: Sequence[Membership],
    *,
    fee: Rate,
    now: datetime,
) -> QuoteView | None:
    """What stands beside the calendar; None until a start is chosen."""
    try:
        slot = choice.slot(room.rules.zone)
    except BadTime as error:
        return _no_such_time(room, choice, error)
    if slot is None:
        return None
    on_date = to_local(slot.starts_at, room.rules.zone).date()
    heading = f"{long_day(on_date)}, {slot_label(slot, room.rules.zone)}"
    view = QuoteView(heading, zone_name(on_date, room.rules.zone))
    engineer = engineer_of(choice, engineers)
    try:
        refuse_unoffered(room.rules, slot, now=now)
        price = price_of(room, choice.people, engineer, slot, fee)
    except DomainError as refusal:
        return replace(view, refusal=refusal.message)
    if slot not in offered_on(room, days, on_date, slot.half_hours, now):
        return replace(view, refusal="This time is taken. Please choose another one.")
    if choice.engineer_id is not None and engineer is None:
        return replace(view, refusal="This engineer can't come then. Choose another, or nobody.")
    hold = _hold(room, choice.people, engineer, slot, price)
    return replace(view, quote=price, hold=hold, notes=_notes(room))


def engineer_of(choice: Choice, engineers: Sequence[Membership]) -> Membership | None:
    """The chosen one among those who can be booked."""
    return next((one for one in engineers if one.id == choice.engineer_id), None)


def price_of(
    room: RoomDetail, people: int, engineer: Membership | None, slot: Timeslot, fee: Rate
) -> Quote:
    """What a slot costs, by the one function that also freezes it. Raises its refusals."""
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
    ]


def _hold(
    room: RoomDetail, people: int, engineer: Membership | None, slot: Timeslot, price: Quote
) -> Act:
    fields = hold_fields(
        slot,
        room.rules.zone,
        people=people,
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
