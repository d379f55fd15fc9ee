"""A time that can't be held, and what can be had instead in one tap."""

from dataclasses import dataclass, replace
from datetime import datetime

from studiobook.bookings.forms.slots import HoldForm
from studiobook.bookings.pages.wording import hold_act, room_href
from studiobook.bookings.quote_for import quote_for
from studiobook.errors import DomainError
from studiobook.rooms.add_on import ChosenAddOn, in_words
from studiobook.rooms.models import Room
from studiobook.rooms.queries import nearest_free
from studiobook.teams.models import Membership
from studiobook.teams.queries import list_engineers
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import AmbiguousTime, BadTime, GapTime
from studiobook.web.components import Act, Link
from studiobook.web.templating import clock, money, span


@dataclass(frozen=True)
class Option:
    """A slot that can be held instead: what it is, what it costs, its button."""

    label: str
    place: str
    total: Money
    act: Act


@dataclass(frozen=True)
class RefusedPage:
    """Why not, what instead, and the way back to the calendar."""

    title: str
    sentence: str
    calendar: Link
    options: tuple[Option, ...] = ()
    faults: tuple[str, ...] = ()
    ways: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What was asked for, as far as it could be read."""

    room: Room
    people: int
    engineer: Membership | None
    fee: Rate
    #: What its room offers of the chosen add-ons; another room has others.
    add_ons: tuple[ChosenAddOn, ...] = ()

    def option(
        self,
        slot: Timeslot,
        *,
        room: Room | None = None,
        label: str | None = None,
        place: str | None = None,
    ) -> Option | None:
        """The slot with its price; None where the price list has none for it."""
        room = room or self.room
        add_ons = self.add_ons if room.id == self.room.id else ()
        try:
            total = quote_for(
                room,
                slot=slot,
                people=self.people,
                add_ons=add_ons,
                engineer=self.engineer,
                fee=self.fee,
            ).total
        except DomainError:
            return None
        act = hold_act(
            room,
            slot,
            label="Hold",
            people=self.people,
            engineer_id=self.engineer.id if self.engineer else None,
            add_ons=add_ons,
            total=total,
        )
        place = place or (f"{room.name}, with {in_words(add_ons)}" if add_ons else room.name)
        return Option(label or span(slot, room.studio.zone), place, total, act)


def faulty_form(room: Room, form: HoldForm) -> RefusedPage:
    """Fields that can't be read, each with its sentence."""
    faults = tuple(str(fault) for faults in form.errors.values() for fault in faults)
    return RefusedPage(
        title="That does not make a booking",
        sentence="Something in the form can't be right. Nothing was held.",
        calendar=Link("Choose in the calendar", room_href(room)),
        faults=faults,
    )


def bad_time(wish: Wish, error: BadTime, *, half_hours: int) -> RefusedPage:
    """A local time that the night of a clock change skips or shows twice."""
    room, zone = wish.room, wish.room.studio.zone
    if isinstance(error, GapTime):
        title = "The clocks jump over that time"
        sentence = (
            f"That night the clocks go forward; the next time is {clock(error.next_valid, zone)}."
        )
        slots: list[tuple[datetime, str | None]] = [(error.next_valid, None)]
    elif isinstance(error, AmbiguousTime):
        title = "The clocks show that time twice"
        sentence = "That night the clocks go back. Which of the two do you mean?"
        slots = [(at, f"{clock(at, zone)} {label}") for at, label in error.options]
    else:
        title, sentence, slots = "There is no such time", "Please choose another day.", []
    options = [wish.option(_slot(starts_at, half_hours), label=label) for starts_at, label in slots]
    return RefusedPage(
        title=title,
        sentence=sentence,
        calendar=Link("Choose in the calendar", room_href(room, add_ons=wish.add_ons)),
        options=_those(options),
    )


def refused(
    wish: Wish, error: DomainError, slot: Timeslot, *, title: str, now: datetime
) -> RefusedPage:
    """A refusal by the room's rules or because it is taken, with the nearest free times."""
    free = nearest_free(room=wish.room, slot=slot, people=wish.people, now=now)
    options = [wish.option(found.slot, room=found.room) for found in free]
    return RefusedPage(
        title=title,
        sentence=error.message,
        calendar=Link("See the whole calendar", room_href(wish.room, slot, wish.add_ons)),
        options=_those(options),
    )


def without_engineer(
    wish: Wish, error: DomainError, slot: Timeslot, *, now: datetime
) -> RefusedPage:
    """The same time with another engineer, or with none."""
    others = list_engineers(wish.room.studio_id, slot=slot, now=now)
    options = [
        replace(wish, engineer=other).option(slot, place=f"with {other.user.name}")
        for other in others
    ]
    options.append(replace(wish, engineer=None).option(slot, place="without an engineer"))
    return RefusedPage(
        title="That engineer is not free",
        sentence=error.message,
        calendar=Link("Choose another time", room_href(wish.room, slot, wish.add_ons)),
        options=_those(options),
    )


def without_add_on(wish: Wish, error: DomainError, slot: Timeslot) -> RefusedPage:
    """The same time with what is left of the add-ons, or with none."""
    options = [wish.option(slot)]
    if wish.add_ons:
        bare = replace(wish, add_ons=())
        options.append(bare.option(slot, place=f"{wish.room.name}, without add-ons"))
    return RefusedPage(
        title="Not all of that can be had",
        sentence=error.message,
        calendar=Link("Choose again", room_href(wish.room, slot, wish.add_ons)),
        options=_those(options),
    )


def price_changed(wish: Wish, slot: Timeslot, total: Money) -> RefusedPage:
    """The new price, and the question once more."""
    return RefusedPage(
        title="The price has changed",
        sentence=f"It is {money(total)} now. Nothing was held.",
        calendar=Link("Choose another time", room_href(wish.room, slot, wish.add_ons)),
        options=_those([wish.option(slot)]),
    )


def too_many(room: Room, slot: Timeslot, error: DomainError, held: list[Link]) -> RefusedPage:
    """Three holds already: to each of them."""
    return RefusedPage(
        title="You hold three times already",
        sentence=error.message,
        calendar=Link("Back to the calendar", room_href(room, slot)),
        ways=tuple(held),
    )


def _those(options: list[Option | None]) -> tuple[Option, ...]:
    return tuple(option for option in options if option is not None)


def _slot(starts_at: datetime, half_hours: int) -> Timeslot:
    return Timeslot(starts_at, starts_at + half_hours * HALF_HOUR)
