"""The standing part of a world: companies, studios, rooms, prices and people."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bench.axis import AHEAD
from bench.cities import COUNTRIES, PLACES, Place
from studiobook.bookings.terms import Preset
from studiobook.rooms.models import RoomKind
from studiobook.rooms.peak_bands import Band, peaks_of
from studiobook.rooms.price_list import Tier, price_list
from studiobook.values.code import ALPHABET
from studiobook.values.wall_hours import HoursMode, OpenInterval, WeeklyHours

Row = dict[str, Any]
ROOMS_PER_STUDIO = 3
STUDIOS_PER_COMPANY = 2
GUESTS_PER_ROOM = 2
PHOTO_WIDTHS = (480, 960)
GEAR = ("Grand piano", "Drum kit", "Neumann U 87", "Guitar amp", "Cyclorama", "Softbox", "Mirrors")
BADGES = ("Step-free", "Parking", "Daylight", "Air conditioning", "Kitchen")


#: Every third room costs more in the evenings and at weekends.
PEAK_EVERY = 3
PEAK_HOURS = (Band("Evening", (0, 1, 2, 3, 4), 36, 10, 2000), Band("Weekend", (5, 6), 18, 28, 2500))


def _hours(*days: tuple[int, int] | None) -> WeeklyHours:
    """Each day's opening and closing hour, Monday first; None is closed."""
    week = ((OpenInterval(day[0] * 60, day[1] * 60),) if day else () for day in days)
    return WeeklyHours(HoursMode.WEEKLY, tuple(week))


#: Also past midnight, and with a closed day.
HOURS = (
    WeeklyHours.always(),
    _hours(*((9, 22),) * 7),
    _hours(*((10, 26),) * 7),
    _hours(*((8, 20),) * 6, None),
    _hours(*((10, 22),) * 4, (10, 27), (10, 27), (12, 20)),
    _hours(*((12, 24),) * 7),
)


@dataclass(frozen=True, slots=True)
class Letting:
    """How a room is let and what it costs; a few of these serve all rooms."""

    kind: RoomKind
    capacity: int
    tiers: tuple[Tier, ...]
    minimum: int
    maximum: int
    step: int
    before: int
    after: int

    @property
    def prices(self) -> list[int | None]:
        """The price list as rooms keep it."""
        return price_list(self.tiers, minimum=self.minimum, maximum=self.maximum, step=self.step)


@dataclass(frozen=True, slots=True)
class House:
    """A room with all that its bookings depend on."""

    room_id: int
    studio_id: int
    company_id: int
    place: Place
    hours: WeeklyHours
    letting: Letting
    terms: Preset


def _lettings() -> Iterator[Letting]:
    buffers = ((0, 0), (0, 15), (30, 30), (15, 0))
    for n in range(24):
        hourly = 1800 + n * 350
        half_day, day = hourly * 7 // 2, hourly * 6
        tiers = (Tier(2, hourly), Tier(8, half_day), Tier(16, day))
        before, after = buffers[n % 4]
        yield Letting(
            kind=list(RoomKind)[n % 6],
            capacity=2 + n % 11,
            tiers=tiers[: 1 + n % 3],
            minimum=2 if n % 5 else 4,
            maximum=24 if n % 7 else 16,
            step=2 if n % 8 else 1,
            before=before,
            after=after,
        )


LETTINGS = tuple(_lettings())


def houses(rooms: int) -> list[House]:
    """The rooms of a world, three to a studio, the studios going round the cities."""
    return [_house(n) for n in range(rooms)]


def _house(n: int) -> House:
    studio = n // ROOMS_PER_STUDIO
    dice = random.Random(n)
    return House(
        room_id=n + 1,
        studio_id=studio + 1,
        company_id=studio // STUDIOS_PER_COMPANY + 1,
        place=PLACES[studio % len(PLACES)],
        hours=HOURS[studio // len(PLACES) % len(HOURS)],
        letting=dice.choice(LETTINGS),
        terms=list(Preset)[studio % len(Preset)],
    )


def standing_rows(found: list[House], now: datetime) -> Iterator[tuple[str, list[Row]]]:
    """Tables in the order in which they refer to each other, with their rows."""
    studios = {house.studio_id: house for house in found}
    companies = {house.company_id: house for house in reversed(found)}
    began = now - timedelta(days=400)
    yield "country", [{"code": c, "name": n, "currency": m} for c, n, m in COUNTRIES]
    yield "city", [_city(n, place) for n, place in enumerate(PLACES, 1)]
    yield "badge", [{"id": n, "name": b, "slug": _slug(b)} for n, b in enumerate(BADGES, 1)]
    yield "equipment_type", [_gear(n, name) for n, name in enumerate(GEAR, 1)]
    yield "user", list(_people(len(companies), len(found) * GUESTS_PER_ROOM, began))
    yield "company", [_company(n, house.place, began) for n, house in companies.items()]
    yield "company_admin", [{"company_id": n, "user_id": n} for n in companies]
    yield "payment_account", [_account(n, began) for n in companies]
    yield "studio", [_studio(house, began) for house in studios.values()]
    yield (
        "studio_badge",
        [
            {"studio_id": n, "badge_id": 1 + (n + k) % len(BADGES)}
            for n in studios
            for k in range(2)
        ],
    )
    yield "room", [_room(house, began) for house in found]
    yield "price_tier", list(_tiers(found))
    yield "peak_band", list(_bands(found))
    yield "photo", [_photo(house) for house in found]
    yield (
        "room_equipment",
        [
            {"room_id": house.room_id, "type_id": 1 + (house.room_id * 5 + k) % len(GEAR)}
            for house in found
            for k in range(3)
        ],
    )


def code_of(number: int, length: int = 10) -> str:
    """A public code of its own for every number, in no visible order."""
    left = number * 412_345_678_919 % 30**length
    letters = []
    for _ in range(length):
        left, digit = divmod(left, 30)
        letters.append(ALPHABET[digit])
    return "".join(letters)


def photo_key(room_id: int) -> str:
    """The folder of a room's one picture."""
    return f"photos/bench-{room_id}"


def studio_slug(studio_id: int, place: Place) -> str:
    """A studio's name in URLs."""
    return f"studio-{studio_id}-{place.slug}"


def room_slug(room_id: int) -> str:
    """A room's name in URLs, within its studio."""
    return f"room-{room_id}"


def _city(number: int, place: Place) -> Row:
    return {
        "id": number,
        "country_code": place.country,
        "name": place.name,
        "slug": place.slug,
        "zone": place.zone,
        "lat": place.lat,
        "lng": place.lng,
    }


def _gear(number: int, name: str) -> Row:
    return {"id": number, "name": name, "slug": _slug(name), "family": "gear"}


def _people(owners: int, guests: int, began: datetime) -> Iterator[Row]:
    for number in range(1, owners + guests + 1):
        role = "studio_owner" if number <= owners else "user"
        yield {
            "id": number,
            "email": f"person{number}@example.com",
            "name": f"Person {number}",
            "role": role,
            "email_verified_at": began,
            "created_at": began,
        }


def _company(number: int, place: Place, began: datetime) -> Row:
    return {
        "id": number,
        "name": f"Company {number}",
        "slug": f"company-{number}",
        "country_code": place.country,
        "can_charge": True,
        "created_at": began,
    }


def _account(number: int, began: datetime) -> Row:
    return {
        "id": number,
        "company_id": number,
        "gateway": "sandbox",
        "external_ref": f"acct_bench_{number}",
        "can_charge": True,
        "can_be_paid_out": True,
        "created_at": began,
        "activated_at": began,
        "checked_at": began,
    }


def _studio(house: House, began: datetime) -> Row:
    number, place = house.studio_id, house.place
    dice = random.Random(-number)
    return {
        "id": number,
        "company_id": house.company_id,
        "city_id": PLACES.index(place) + 1,
        "name": f"Studio {number}",
        "slug": studio_slug(number, place),
        "street": f"{number} Tape Street",
        "lat": place.lat + dice.uniform(-0.1, 0.1),
        "lng": place.lng + dice.uniform(-0.1, 0.1),
        "zone": place.zone,
        "description": "Two live rooms around a control room, a kitchen and a yard.",
        "state": "published",
        "instant": number % 5 != 0,
        "terms_preset": house.terms.value,
        "hours_json": house.hours.to_json(),
        "tax_name": "Sales tax",
        "tax_basis_points": place.tax,
        "created_at": began,
        "published_at": began,
    }


def _room(house: House, began: datetime) -> Row:
    number, letting = house.room_id, house.letting
    return {
        "id": number,
        "code": code_of(number, 8),
        "studio_id": house.studio_id,
        "city_id": PLACES.index(house.place) + 1,
        "name": f"Room {number}",
        "slug": room_slug(number),
        "kind": letting.kind.value,
        "capacity": letting.capacity,
        "description": "A dry room with a piano, good for voices and small bands.",
        "currency": house.place.currency,
        "minimum": letting.minimum,
        "maximum": letting.maximum,
        "step": letting.step,
        "buffer_before_minutes": letting.before,
        "buffer_after_minutes": letting.after,
        "horizon_days": AHEAD,
        "included_people": letting.capacity,
        "price_list": letting.prices,
        "peaks": list(peaks_of(PEAK_HOURS) or ()) if number % PEAK_EVERY == 0 else None,
        "listed": True,
        "created_at": began,
    }


def _tiers(found: list[House]) -> Iterator[Row]:
    for house in found:
        for tier in house.letting.tiers:
            yield {
                "room_id": house.room_id,
                "half_hours": tier.half_hours,
                "price_minor": tier.price_minor,
            }


def _bands(found: list[House]) -> Iterator[Row]:
    # Introduced after the year that is behind: no booking was priced by them.
    for house in found:
        if house.room_id % PEAK_EVERY == 0:
            for position, band in enumerate(PEAK_HOURS):
                yield {
                    "room_id": house.room_id,
                    "position": position,
                    "name": band.name,
                    "weekdays": list(band.weekdays),
                    "start": band.start,
                    "half_hours": band.half_hours,
                    "basis_points": band.basis_points,
                }


def _photo(house: House) -> Row:
    return {
        "room_id": house.room_id,
        "position": 0,
        "key": photo_key(house.room_id),
        "widths": list(PHOTO_WIDTHS),
        "width": PHOTO_WIDTHS[-1],
        "height": PHOTO_WIDTHS[-1] * 2 // 3,
        "placeholder": "#a89878",
        "alt": "The room, seen from its door",
    }


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")
