"""Things that can be booked with a room, and what somebody chose of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from studiobook.errors import DomainError

#: As many as a guest reads through.
MOST_OFFERED = 20
#: Of one add-on in one booking.
MOST_OF_ONE = 20
#: A field or parameter is named like this, and its add-on's id; its value is a quantity.
FIELD = "add_on_"

#: Ids of add-ons, and how many of each.
Wanted = Mapping[int, int]
NOTHING: Wanted = MappingProxyType({})


class Charged(StrEnum):
    """What an add-on's price is for."""

    BOOKING = "booking"
    HOUR = "hour"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class AddOn:
    """Something on offer: one costs `price_minor` as it is charged, a booking has up to `most`."""

    id: int
    name: str
    description: str
    price_minor: int
    charged: Charged
    most: int


@dataclass(frozen=True, slots=True)
class ChosenAddOn:
    """So many of an add-on at the price at which they were chosen."""

    id: int
    name: str
    price_minor: int
    charged: Charged
    quantity: int

    @property
    def label(self) -> str:
        """Drum kit, or 2 × Microphone."""
        return self.name if self.quantity == 1 else f"{self.quantity} × {self.name}"

    def to_json(self) -> dict[str, Any]:
        """How it is frozen on a booking."""
        return {
            "id": self.id,
            "name": self.name,
            "price_minor": self.price_minor,
            "charged": self.charged.value,
            "quantity": self.quantity,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ChosenAddOn":
        """The inverse of `to_json`."""
        return cls(
            int(data["id"]),
            str(data["name"]),
            int(data["price_minor"]),
            Charged(data["charged"]),
            int(data["quantity"]),
        )


class AddOnRefused(DomainError):
    """Something was chosen that this room does not offer, or not so many."""

    message = "One of the add-ons is no longer offered with this room. Nothing was held."

    @classmethod
    def beyond(cls, add_on: AddOn) -> "AddOnRefused":
        """More than one booking can have."""
        return cls(f"You can book up to {add_on.most} × {add_on.name}. Nothing was held.")


def wanted_in(fields: Mapping[str, str]) -> dict[int, int]:
    """What a form or an address chooses; what is left empty or at 0 is not. Raises AddOnRefused."""
    wanted: dict[int, int] = {}
    for name, text in fields.items():
        if not name.startswith(FIELD) or not text.strip("0 "):
            continue
        id_, quantity = _number(name.removeprefix(FIELD)), _number(text.strip())
        if id_ is None or quantity is None:
            raise AddOnRefused
        wanted[id_] = quantity
    return wanted


def choose(offered: Sequence[AddOn], wanted: Wanted) -> tuple[ChosenAddOn, ...]:
    """Exactly what is wanted, in the order of the offer. Raises AddOnRefused."""
    if not wanted:
        return ()
    if wanted.keys() - {add_on.id for add_on in offered}:
        raise AddOnRefused
    for add_on in offered:
        if wanted.get(add_on.id, 1) > add_on.most:
            raise AddOnRefused.beyond(add_on)
        if wanted.get(add_on.id, 1) < 1:
            raise AddOnRefused
    return still_offered(offered, wanted)


def still_offered(offered: Sequence[AddOn], wanted: Wanted) -> tuple[ChosenAddOn, ...]:
    """As much of what is wanted as can be had at present."""
    return tuple(
        ChosenAddOn(
            add_on.id,
            add_on.name,
            add_on.price_minor,
            add_on.charged,
            min(wanted[add_on.id], add_on.most),
        )
        for add_on in offered
        if wanted.get(add_on.id, 0) > 0
    )


def wanted_again(chosen: Iterable[ChosenAddOn]) -> dict[int, int]:
    """What to ask for in order to get the same."""
    return {add_on.id: add_on.quantity for add_on in chosen}


def fields_of(chosen: Iterable[ChosenAddOn]) -> tuple[tuple[str, str], ...]:
    """The fields or parameters that choose the same again."""
    return tuple((f"{FIELD}{add_on.id}", str(add_on.quantity)) for add_on in chosen)


def in_words(chosen: Iterable[ChosenAddOn]) -> str:
    """Drum kit, 2 × Microphone."""
    return ", ".join(add_on.label for add_on in chosen)


def offer_of(rows: Iterable[Sequence[Any]] | None) -> tuple[AddOn, ...]:
    """Add-ons from the columns id, name, description, price_minor, charged and most."""
    return tuple(
        AddOn(id_, name, description, price_minor, Charged(charged), most)
        for id_, name, description, price_minor, charged, most in rows or ()
    )


def _number(text: str) -> int | None:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    return int(text)
