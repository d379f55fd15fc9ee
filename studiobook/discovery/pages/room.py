"""A room's own page, and the two that show only its calendar or the price of a chosen time."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

from sqlalchemy import Row

from studiobook.discovery.pages.add_ons import add_on_facts
from studiobook.discovery.pages.clocks import hours_label
from studiobook.discovery.pages.desk import Desk
from studiobook.discovery.pages.links import ask_href, city_href, map_href, room_href, studio_href
from studiobook.discovery.pages.photos import photo_of
from studiobook.discovery.pages.quote import QuoteView
from studiobook.discovery.pages.wording import describe_hours, paragraphs
from studiobook.discovery.pages.words import KINDS, people_label, terms_sentences
from studiobook.discovery.queries import Engineer
from studiobook.rooms.catalogue import Picture, RoomDetail
from studiobook.values.money import Money
from studiobook.web.components import Act, Fact, Link, Photo, RoomCard
from studiobook.web.templating import money


@dataclass(frozen=True, slots=True)
class Gear:
    """One family of gear: "Microphones", and what there is of it."""

    family: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoomPage:
    """Everything about a room, and the desk at which it is booked."""

    title: str
    summary: str
    ask: str
    map: str
    canonical: str
    crumbs: tuple[Link, ...]
    photos: tuple[Photo, ...]
    facts: tuple[Fact, ...]
    description: tuple[str, ...]
    gear: tuple[Gear, ...]
    hours: tuple[Fact, ...]
    house_rules: tuple[str, ...]
    terms: tuple[str, ...]
    prices: tuple[Fact, ...]
    engineers: tuple[Fact, ...]
    add_ons: tuple[Fact, ...]
    badges: tuple[str, ...]
    studio: Link
    #: None where nobody can book: the team looks at it before it goes live.
    desk: Desk | None
    favourite: Act | Link
    neighbours: tuple[RoomCard, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """Only the desk: where a link to the free times of a room leads."""

    title: str
    room: Link
    desk: Desk


@dataclass(frozen=True, slots=True)
class QuotePage:
    """Only the price of one time, with people and engineer to choose."""

    title: str
    room: Link
    calendar: Link
    quote: QuoteView | None


def room_page(
    room: RoomDetail,
    desk: Desk | None,
    *,
    photos: list[Picture],
    equipment: list[Row[Any]],
    engineers: Sequence[Engineer],
    neighbours: tuple[RoomCard, ...],
    kept: bool | None,
) -> RoomPage:
    """The whole page. `kept` tells whether it is a favourite, None that nobody is signed in."""
    studio = room.studio
    return RoomPage(
        title=f"{room.name}, {studio.name}",
        summary=f"{KINDS[room.kind]} room in {studio.city}. {people_label(room.pricing.capacity)}.",
        ask=ask_href(studio.slug),
        map=map_href(studio.slug),
        canonical=room_href(studio.slug, room.slug),
        crumbs=(
            Link(studio.city, city_href(studio.city_slug)),
            Link(studio.name, studio_href(studio.slug)),
            Link(room.name, room_href(studio.slug, room.slug), current=True),
        ),
        photos=tuple(photo for picture in photos if (photo := photo_of(picture))),
        facts=_facts(room),
        description=paragraphs(room.description),
        gear=_gear(equipment),
        hours=describe_hours(studio.hours),
        house_rules=paragraphs(studio.house_rules),
        terms=terms_sentences(studio.terms_preset),
        prices=_prices(room),
        engineers=tuple(_engineer(one, room.pricing.currency) for one in engineers),
        add_ons=add_on_facts(room),
        badges=studio.badges,
        studio=Link(studio.name, studio_href(studio.slug)),
        desk=desk,
        favourite=_favourite(room, kept=kept),
        neighbours=neighbours,
    )


def _favourite(room: RoomDetail, *, kept: bool | None) -> Act | Link:
    if kept is None:
        here = quote(room_href(room.studio.slug, room.slug))
        return Link("Keep", f"/auth/login?next={here}")
    address = f"/rooms/{room.code}/favourite"
    if kept:
        return Act("Kept", f"{address}/removal", kind="quiet", words="Kept among your favourites")
    return Act("Keep", address, kind="quiet", words="Keep as a favourite")


def room_link(room: RoomDetail) -> Link:
    """Back to the room."""
    return Link(f"{room.name}, {room.studio.name}", room_href(room.studio.slug, room.slug))


def _facts(room: RoomDetail) -> tuple[Fact, ...]:
    rules, studio = room.rules, room.studio
    shortest, longest = hours_label(rules.minimum), hours_label(rules.maximum)
    lead = int(rules.lead.total_seconds() // 60)
    facts = [
        Fact("Kind", KINDS[room.kind]),
        Fact("People", people_label(room.pricing.capacity)),
        Fact("Length", shortest if shortest == longest else f"{shortest} to {longest}"),
        Fact("Booking", "At once" if studio.instant else "The studio answers"),
        Fact("Where", studio.street, " ".join(filter(None, (studio.postcode, studio.city)))),
    ]
    if lead:
        facts.append(Fact("Notice", f"{lead / 60:g} h" if lead >= 60 else f"{lead} min"))
    return tuple(facts)


def _gear(equipment: list[Row[Any]]) -> tuple[Gear, ...]:
    return tuple(
        Gear(family.capitalize(), tuple(_piece(row) for row in rows))
        for family, rows in groupby(equipment, key=lambda row: row.family)
    )


def _piece(row: Row[Any]) -> str:
    count = f"{row.quantity} × " if row.quantity > 1 else ""
    return f"{count}{row.name}{f', {row.note}' if row.note else ''}"


def _prices(room: RoomDetail) -> tuple[Fact, ...]:
    pricing = room.pricing
    facts = [
        Fact(hours_label(tier.half_hours), money(Money(tier.price_minor, pricing.currency)))
        for tier in pricing.tiers
    ]
    facts += [Fact(f"{band.name} {band.share}", band.hours) for band in pricing.bands]
    if pricing.extra_person_minor and pricing.capacity > pricing.included_people:
        extra = money(Money(pricing.extra_person_minor, pricing.currency))
        facts.append(Fact(f"Each person above {pricing.included_people}", f"{extra} an hour"))
    if room.studio.tax:
        facts.append(Fact(room.studio.tax_name, f"{room.studio.tax} on top"))
    return tuple(facts)


def _engineer(engineer: Engineer, currency: str) -> Fact:
    rate = money(Money(engineer.per_hour_minor, currency))
    return Fact(engineer.name, f"{rate} an hour")
