"""What can be booked with a room: said on its page, and chosen beside the price of a time."""

from dataclasses import dataclass

from studiobook.discovery.choice import Choice
from studiobook.discovery.pages.asked import Asked
from studiobook.discovery.pages.links import hours_text
from studiobook.rooms.add_on import FIELD, AddOn, Charged
from studiobook.rooms.catalogue import RoomDetail
from studiobook.values.money import Money
from studiobook.web.components import Fact
from studiobook.web.templating import money

#: Which follows the price of one.
PER = {
    Charged.BOOKING: "",
    Charged.HOUR: " an hour",
    Charged.PERSON: " a person",
}
MISSES = "Not every add-on of this link can be had any more. Please look at the price."


@dataclass(frozen=True, slots=True)
class AddOnField:
    """One to tick, or to count where a booking can have several."""

    name: str
    label: str
    about: str
    price: str
    most: int
    quantity: int


@dataclass(frozen=True, slots=True)
class AddOnsForm:
    """A form that asks the same page again; `kept` is the rest of the choice."""

    action: str
    target: str
    kept: tuple[tuple[str, str], ...]
    fields: tuple[AddOnField, ...]
    note: str


def add_ons_form(asked: Asked, action: str, target: str) -> AddOnsForm | None:
    """None where the room offers nothing, and nothing was asked for."""
    choice = asked.choice
    if not asked.room.add_ons and not choice.misses_add_ons:
        return None
    quantities = {chosen.id: chosen.quantity for chosen in choice.add_ons}
    return AddOnsForm(
        action=action,
        target=target,
        kept=tuple(_kept(choice)),
        fields=tuple(
            AddOnField(
                name=f"{FIELD}{add_on.id}",
                label=add_on.name,
                about=add_on.description,
                price=price_in_words(add_on, asked.room.pricing.currency),
                most=add_on.most,
                quantity=quantities.get(add_on.id, 0),
            )
            for add_on in asked.room.add_ons
        ),
        note=MISSES if choice.misses_add_ons else "",
    )


def add_on_facts(room: RoomDetail) -> tuple[Fact, ...]:
    """What there is, and what it costs."""
    return tuple(
        Fact(add_on.name, price_in_words(add_on, room.pricing.currency), add_on.description)
        for add_on in room.add_ons
    )


def price_in_words(add_on: AddOn, currency: str) -> str:
    """€15.00, €5.00 an hour, €3.00 a person, or Free."""
    if not add_on.price_minor:
        return "Free"
    each = " each" if add_on.most > 1 and add_on.charged is Charged.BOOKING else ""
    return f"{money(Money(add_on.price_minor, currency))}{PER[add_on.charged]}{each}"


def _kept(choice: Choice) -> list[tuple[str, str]]:
    kept = [("hours", hours_text(choice.half_hours)), ("people", str(choice.people))]
    if choice.start is not None and choice.start_date is not None:
        kept += [("date", choice.start_date.isoformat()), ("start", f"{choice.start:%H:%M}")]
    if choice.fold is not None:
        kept.append(("fold", str(choice.fold)))
    if choice.engineer_id is not None:
        kept.append(("engineer", str(choice.engineer_id)))
    if choice.days == 1:
        kept.append(("view", "day"))
    return kept
