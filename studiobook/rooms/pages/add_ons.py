"""A room's add-ons as the owner sees them: each with its price and what can be done to it."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from studiobook.rooms.add_on import MOST_OFFERED, Charged
from studiobook.rooms.add_on_models import RoomAddOn
from studiobook.rooms.models import Room
from studiobook.values.money import Money
from studiobook.web.components import Act, Link, Undo
from studiobook.web.console import sections
from studiobook.web.templating import money

PER = {
    Charged.BOOKING: "a booking",
    Charged.HOUR: "an hour",
    Charged.PERSON: "a person",
}


@dataclass(frozen=True)
class AddOnRow:
    """One add-on; `is_on` while guests can choose it."""

    name: str
    about: str
    price: str
    is_on: bool
    change: Link
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class AddOnsPage:
    """`undo` brings back what was just removed; `new_href` is None while there are enough."""

    rows: tuple[AddOnRow, ...]
    new_href: str | None
    undo: Undo | None
    room_href: str
    breadcrumbs: tuple[Link, ...]
    sections: tuple[Link, ...]


def add_ons_page(
    room: Room, add_ons: list[RoomAddOn], *, way: tuple[Link, ...], removed: RoomAddOn | None
) -> AddOnsPage:
    """The page; `removed` is what the address says was just taken away."""
    at: dict[str, Any] = {"slug": room.studio.slug, "room_slug": room.slug}
    return AddOnsPage(
        rows=tuple(_row(room, add_on) for add_on in add_ons),
        new_href=url_for("rooms.new_add_on", **at) if len(add_ons) < MOST_OFFERED else None,
        undo=None if removed is None else _undo(room, removed),
        room_href=url_for("rooms.show_room", **at),
        breadcrumbs=(*way, Link("Add-ons", url_for("rooms.show_add_ons", **at), current=True)),
        sections=sections("studios"),
    )


def _row(room: Room, add_on: RoomAddOn) -> AddOnRow:
    at: dict[str, Any] = {
        "slug": room.studio.slug, "room_slug": room.slug, "add_on_id": add_on.id
    }  # fmt: skip
    label, to = ("Switch off", "off") if add_on.enabled else ("Switch on", "on")
    switch = url_for("rooms.create_add_on_switch", **at)
    remove = url_for("rooms.create_add_on_removal", **at)
    return AddOnRow(
        name=add_on.name,
        about=add_on.description,
        price=_price(add_on, room.currency),
        is_on=add_on.enabled,
        change=Link("Change", url_for("rooms.show_add_on", **at)),
        acts=(
            Act(label, switch, (("to", to),), kind="quiet", words=f"{label}: {add_on.name}"),
            Act("Remove", remove, kind="danger", words=f"Remove {add_on.name}"),
        ),
    )


def _price(add_on: RoomAddOn, currency: str) -> str:
    """€15.00 a booking; €5.00 an hour each, up to 4; Free."""
    several = add_on.most > 1
    limit = f", up to {add_on.most}" if several else ""
    if not add_on.price_minor:
        return f"Free{limit}"
    amount = money(Money(add_on.price_minor, currency))
    return f"{amount} {PER[add_on.charged]}{' each' if several else ''}{limit}"


def _undo(room: Room, removed: RoomAddOn) -> Undo:
    action = url_for(
        "rooms.create_add_on_restoration",
        slug=room.studio.slug,
        room_slug=room.slug,
        add_on_id=removed.id,
    )
    act = Act("Undo", action, kind="quiet", words=f"Undo: bring {removed.name} back")
    return Undo(f"Removed: {removed.name}.", act)
