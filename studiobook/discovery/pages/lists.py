"""Cards of rooms, and the pages that are made of them: home, city, studio, company."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from studiobook.bookings.quote import TooDear
from studiobook.discovery.opened import opened_bits
from studiobook.discovery.pages.clocks import hours_label, short_day
from studiobook.discovery.pages.links import hours_text, room_href
from studiobook.discovery.pages.photos import photo_of
from studiobook.discovery.pages.ribbon import Way, draw
from studiobook.discovery.pages.search_form import FormView
from studiobook.discovery.pages.words import KINDS, PURPOSES, people_label
from studiobook.discovery.queries import PAGE, DayBits
from studiobook.discovery.total import lowest_total, price_varies
from studiobook.discovery.window import first_bit_after, half_hours_over, starts_in
from studiobook.rooms.catalogue import RoomDetail
from studiobook.rooms.models import RoomKind
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.wall_clock import day_bounds, half_hours_in_day, to_local
from studiobook.web.components import Link, Pagination, Photo, RoomCard
from studiobook.web.pagination import pagination
from studiobook.web.ribbon import Ribbon

DAY = timedelta(days=1)
Days = Mapping[tuple[int, date], DayBits]


@dataclass(frozen=True, slots=True)
class CityCard:
    """A city with its picture, else that of one of its rooms."""

    name: str
    href: str
    rooms: int
    photo: Photo | None


@dataclass(frozen=True, slots=True)
class KindCard:
    """A kind of room and what people do there."""

    label: str
    purpose: str
    href: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """The way in."""

    title: str
    form: FormView
    kinds: tuple[KindCard, ...]
    cities: tuple[CityCard, ...]
    rooms: tuple[RoomCard, ...]


@dataclass(frozen=True, slots=True)
class CityPage:
    """All rooms of a city, newest first."""

    title: str
    name: str
    canonical: str
    summary: str
    kinds: tuple[Link, ...]
    rooms: tuple[RoomCard, ...]
    pagination: Pagination
    search: str


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """A company and every room that it lets."""

    title: str
    canonical: str
    summary: str
    about: tuple[str, ...]
    rooms: tuple[RoomCard, ...]
    pagination: Pagination
    logo: str | None


@dataclass(frozen=True, slots=True)
class FavouritesPage:
    """What somebody keeps; `hidden` are rooms that are not on offer at the moment."""

    title: str
    rooms: tuple[RoomCard, ...]
    hidden: int
    pagination: Pagination


def kind_cards() -> tuple[KindCard, ...]:
    """Every kind of room."""
    return tuple(
        KindCard(KINDS[kind], PURPOSES[kind], f"/search?kind={kind.value}") for kind in RoomKind
    )


def room_cards(
    rooms: Iterable[RoomDetail],
    *,
    fee: Rate,
    now: datetime,
    days: Days | None = None,
    at_home: bool = False,
) -> tuple[RoomCard, ...]:
    """Rooms as cards; with `days` each shows the rest of its day.

    `at_home` they stand on a page of their studio, which need not be named again.
    """
    cards = (_card(room, fee, now, days) for room in rooms)
    return tuple(replace(card, place="") if at_home else card for card in cards)


def dates_of(rooms: Iterable[RoomDetail], now: datetime) -> tuple[date, date]:
    """The first and last local date that is today or tomorrow at the rooms. Needs one."""
    dates = {to_local(now, room.rules.zone).date() for room in rooms}
    return min(dates), max(dates) + DAY


def pages_of(path: str, *, page: int, found: int) -> Pagination:
    """Where in a list of rooms we are."""
    return pagination(
        lambda number: f"{path}?page={number}", page=page, found=found, size=PAGE, noun="rooms"
    )


def _card(room: RoomDetail, fee: Rate, now: datetime, days: Days | None) -> RoomCard:
    ribbon = _next_open_day(room, days, now) if days is not None else None
    is_later = ribbon is not None and ribbon.on_date != to_local(now, room.rules.zone).date()
    people = people_label(room.pricing.capacity)
    return RoomCard(
        href=room_href(room.studio.slug, room.slug),
        name=room.name,
        kind_label=KINDS[room.kind],
        place=room.studio.name,
        facts=(people, "open again tomorrow") if is_later else (people,),
        from_price=_from_price(room, fee),
        price_note=f"for {hours_label(room.rules.minimum)}",
        price_varies=price_varies(room),
        photo=photo_of(room.cover),
        ribbon=ribbon,
    )


def _from_price(room: RoomDetail, fee: Rate) -> Money | None:
    """None before there is a price (its team looks at it then), and for one that nobody can pay."""
    try:
        return lowest_total(room, fee) if room.pricing.tiers else None
    except TooDear:
        return None


def _next_open_day(room: RoomDetail, days: Days, now: datetime) -> Ribbon | None:
    """Today as long as the room is open, then tomorrow."""
    zone = room.rules.zone
    today = to_local(now, zone).date()
    for on_date in (today, today + DAY):
        opened = opened_bits(room, on_date)
        bits = days.get((room.id, on_date))
        if bits is not None and opened >> _over(on_date, zone, now):
            return _ribbon(room, on_date, bits, opened, now)
    return None


def _over(on_date: date, zone: str, now: datetime) -> int:
    midnight = day_bounds(on_date, zone).starts_at
    return half_hours_over(now, midnight, half_hours_in_day(on_date, zone))


def _ribbon(room: RoomDetail, on_date: date, bits: DayBits, opened: int, now: datetime) -> Ribbon:
    rules = room.rules
    zone, shortest = rules.zone, rules.minimum
    midnight, size = day_bounds(on_date, zone).starts_at, half_hours_in_day(on_date, zone)
    since = first_bit_after(now, rules.lead, midnight, size)
    way = Way(room_href(room.studio.slug, room.slug), f"hours={hours_text(shortest)}")
    return draw(
        on_date=on_date,
        zone=zone,
        label=f"{room.name} on {short_day(on_date)}",
        now=now,
        opened=opened,
        free=bits.free,
        held=bits.held,
        starts=starts_in(bits.on_offer, shortest, on_the_hour=rules.step != 1, since=since),
        way=way,
    )
