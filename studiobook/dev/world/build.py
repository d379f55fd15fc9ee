"""Building the demo world's houses: companies, studios, rooms, gear, hours, prices, teams."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from studiobook.auth.register import register
from studiobook.auth.verify import mark_verified
from studiobook.companies.models import Company
from studiobook.companies.open import open_company
from studiobook.db.base import db
from studiobook.dev.world import gear, people, places, venues
from studiobook.geographic.models import City, Country
from studiobook.rooms.let import let, price
from studiobook.rooms.models import Room, RoomKind
from studiobook.rooms.offer_add_ons import add_add_on
from studiobook.rooms.open import equip, open_room
from studiobook.rooms.open_hours import close
from studiobook.rooms.peak_bands import Band
from studiobook.rooms.price_by_time import price_by_time
from studiobook.rooms.price_list import Tier
from studiobook.studios.answer_questions import answer_questions
from studiobook.studios.models import Badge, EquipmentType, Studio
from studiobook.studios.open import open_studio, promise
from studiobook.teams.invite import invite
from studiobook.teams.join import join
from studiobook.teams.models import TeamRole
from studiobook.users.models import Role, User
from studiobook.values.coordinates import Coordinates
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_hours import OpenInterval, WeeklyHours

K = RoomKind
HOUR = 60


@dataclass
class World:
    """What has been built so far, for the steps that come after."""

    dice: random.Random
    now: datetime
    #: A year back: when everything here is said to have begun.
    began: datetime
    cities: dict[str, City] = field(default_factory=dict)
    gear: dict[str, EquipmentType] = field(default_factory=dict)
    badges: list[Badge] = field(default_factory=list)
    guests: list[User] = field(default_factory=list)
    companies: list[Company] = field(default_factory=list)
    studios: list[Studio] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)


def lay_out(world: World) -> None:
    """Countries, cities, badges and gear."""
    for code, name, currency in places.COUNTRIES:
        db.session.add(Country(code=code, name=name, currency=currency))
    db.session.flush()
    for place in places.PLACES:
        city = City(
            country_code=place.country,
            name=place.name,
            slug=place.slug,
            zone=place.zone,
            lat=place.lat,
            lng=place.lng,
        )
        world.cities[place.slug] = city
        db.session.add(city)
    world.badges = [Badge(name=name, slug=_slug(name)) for name in gear.BADGES]
    db.session.add_all(world.badges)
    for family, kinds_of_gear in gear.GEAR.items():
        for name, _kinds in kinds_of_gear:
            world.gear[name] = EquipmentType(name=name, slug=_slug(name), family=family)
    db.session.add_all(world.gear.values())
    db.session.flush()


def populate(world: World) -> None:
    """The three people anyone may sign in as, and guests with names of their own."""
    admin = _person(world, "Robin Admin", people.ADMIN, Role.USER)
    admin.role = Role.ADMIN
    world.guests.append(_person(world, "Maya Lindqvist", people.GUEST, Role.USER))
    names = [f"{first} {last}" for first in people.FIRST for last in people.LAST]
    for n, name in enumerate(world.dice.sample(names, 60)):
        world.guests.append(_person(world, name, f"guest{n + 1}@studiobook.example", Role.USER))


def houses(world: World) -> Iterator[Studio]:
    """Every studio with its rooms, one after the other, so that progress can be shown."""
    names = {kind: list(pool) for kind, pool in venues.STUDIO_NAMES.items()}
    for pool in names.values():
        world.dice.shuffle(pool)
    kinds = [house for house, weight in venues.HOUSES for _ in range(weight)]
    for place in places.PLACES:
        owners = [_company(world, place) for _ in range(max(1, place.studios // 3))]
        for n in range(place.studios):
            # The first house of a city is the kind that most people look for.
            house = venues.HOUSES[0][0] if n == 0 else world.dice.choice(kinds)
            yield _studio(world, place, owners[n % len(owners)], house, names)


def _studio(
    world: World,
    place: places.Place,
    company: Company,
    house: tuple[RoomKind, ...],
    names: dict[RoomKind, list[str]],
) -> Studio:
    dice = world.dice
    pool = names[house[0]] or next(left for left in names.values() if left)
    name = pool.pop()
    studio = open_studio(
        company=company,
        city=world.cities[place.slug],
        name=name,
        street=f"{dice.randint(2, 380)} {dice.choice(place.streets)}",
        postcode=place.postcode.format(dice.randint(1, 48)),
        at=Coordinates(
            round(place.lat + dice.gauss(0, 0.02), 5), round(place.lng + dice.gauss(0, 0.02), 5)
        ),
        description=dice.choice(venues.ABOUT).format(name=name, city=place.name),
        terms_preset=dice.choice(("easy", "standard", "standard", "firm", "long_session")),
        instant=dice.random() < 0.85,
        now=world.began,
    )
    studio.house_rules, studio.entry_notes = dice.choice(venues.RULES), dice.choice(venues.ENTRY)
    studio.tax_name, studio.tax_basis_points = places.TAXES.get(place.slug, ("Tax", 0))
    hours = _hours(dice)
    studio.hours_json = hours.to_json()
    late = any(span.closes > 24 * HOUR for day in hours.days for span in day)
    others = [badge for badge in world.badges if badge.name != "Open past midnight"]
    midnight = [badge for badge in world.badges if badge.name == "Open past midnight"]
    promise(studio, [*dice.sample(others, dice.randint(2, 5)), *(midnight if late else [])])
    answer_questions(studio=studio, answered=venues.QUESTIONS[len(world.studios) % 3 :])
    world.studios.append(studio)
    for kind in house[: dice.choice((2, 2, 3, 3))]:
        world.rooms.append(_room(world, place, studio, kind))
    if K.RECORDING in house:
        _engineers(world, studio, place)
    if len(world.studios) == 1:
        _staff(world, studio)
    if dice.random() < 0.3:
        starts = world.now.replace(minute=0, second=0, microsecond=0)
        starts += timedelta(days=dice.randint(8, 40))
        close(
            studio=studio,
            during=Timeslot(starts, starts + timedelta(days=dice.randint(1, 3))),
            reason="Repairs",
            now=world.now,
        )
    return studio


def _room(world: World, place: places.Place, studio: Studio, kind: RoomKind) -> Room:
    dice = world.dice
    offer = venues.OFFERS[kind]
    taken = {room.name for room in world.rooms if room.studio_id == studio.id}
    name = dice.choice([name for name in offer.names if name not in taken])
    capacity = dice.randint(*offer.people)
    hour = _round_price(dice.randint(*offer.hour) * place.level // 100)
    room = open_room(
        studio=studio,
        name=name,
        kind=kind,
        capacity=capacity,
        description=" ".join(dice.sample(offer.lines, min(3, len(offer.lines)))),
        included_people=max(1, min(capacity, capacity * 2 // 3)),
        extra_person_minor=dice.choice((0, 0, 300, 500)),
        now=world.began,
    )
    fitting = [name for pool in gear.GEAR.values() for name, kinds in pool if kind in kinds]
    chosen = dice.sample(fitting, min(len(fitting), dice.randint(3, 7)))
    equip(room, {world.gear[name]: dice.choice((1, 1, 2, 2, 4)) for name in chosen})
    price(room=room, tiers=_tiers(hour, kind, dice))
    price_by_time(room=room, bands=_peak_hours(name))
    if len(world.rooms) % 2 == 0:
        for traits in gear.add_ons_of(kind, place.level):
            add_add_on(room=room, traits=traits)
    step = 1 if kind in (K.PODCAST, K.REHEARSAL) and dice.random() < 0.4 else 2
    let(
        room=room,
        minimum=4 if kind is K.FILM else 2,
        maximum=dice.choice((16, 20, 24)),
        step=step,
        after_minutes=dice.choice((0, 0, 30)),
        lead_minutes=dice.choice((0, 0, 60, 120)),
        horizon_days=dice.choice((60, 90, 90, 120)),
        now=world.now,
    )
    return room


def _tiers(hour: int, kind: RoomKind, dice: random.Random) -> list[Tier]:
    tiers = [Tier(2, hour), Tier(8, _round_price(hour * 4 * dice.choice((90, 92, 95)) // 100))]
    if kind in (K.PHOTO, K.FILM, K.RECORDING) or dice.random() < 0.5:
        tiers.append(Tier(16, _round_price(hour * 8 * dice.choice((78, 80, 84)) // 100)))
    return tiers


def _peak_hours(name: str) -> tuple[Band, ...]:
    """Two rooms in five have them; chosen by the name, so that all else falls as before."""
    evenings = Band("Evening", (0, 1, 2, 3, 4), 36, 8, 2000)
    weekend = Band("Weekend", (5, 6), 16, 32, 2500)
    mornings = Band("Quiet morning", (0, 1, 2, 3), 16, 8, -2000)
    choices = ((), (evenings, weekend), (), (weekend, mornings), ())
    return choices[sum(name.encode()) % len(choices)]


def _engineers(world: World, studio: Studio, place: places.Place) -> None:
    for _ in range(world.dice.randint(1, 2)):
        n = len(world.studios) * 3 + world.dice.randint(0, 10_000)
        name = f"{world.dice.choice(people.FIRST)} {world.dice.choice(people.LAST)}"
        engineer = _person(world, name, f"engineer{n}@studiobook.example", Role.USER)
        join(
            studio=studio,
            user=engineer,
            role=TeamRole.ENGINEER,
            rate_per_hour_minor=_round_price(world.dice.randint(2800, 6000) * place.level // 100),
            now=world.began,
        )


def _staff(world: World, studio: Studio) -> None:
    """The first house has everybody, and somebody who has not answered yet."""
    for name, email, role in people.STAFF:
        person = _person(world, name, email, Role.USER)
        join(studio=studio, user=person, role=TeamRole(role), now=world.began)
    invite(
        company=studio.company,
        studio=studio,
        email="noor@studiobook.example",
        role=TeamRole.ENGINEER,
        rate_per_hour_minor=4500,
        by=studio.company.admins[0].user,
        now=world.now,
    )


def _company(world: World, place: places.Place) -> Company:
    number = len(world.companies)
    first = number == 0
    name = people.COMPANIES[number % len(people.COMPANIES)]
    email = people.OWNER if first else f"owner{number}@studiobook.example"
    person = "Sam Okafor" if first else f"{world.dice.choice(people.FIRST)} {people.LAST[number]}"
    owner = _person(world, person, email, Role.STUDIO_OWNER)
    company = open_company(
        name=name,
        country_code=place.country,
        owner=owner,
        about=f"{name} runs rooms in {place.name}, and answers the phone.",
        now=world.began,
    )
    world.companies.append(company)
    return company


def _person(world: World, name: str, email: str, role: Role) -> User:
    user = register(name=name, email=email, password=people.PASSWORD, role=role, now=world.began)
    mark_verified(user, now=world.began)
    return user


def _hours(dice: random.Random) -> WeeklyHours:
    """The three modes: always open, the same every day, by weekday; some past midnight."""
    kind = dice.random()
    if kind < 0.15:
        return WeeklyHours.always()
    opens = dice.choice((8, 9, 9, 10)) * HOUR
    if kind < 0.6:
        return WeeklyHours.daily(OpenInterval(opens, dice.choice((22, 23, 24, 26)) * HOUR))
    week = (OpenInterval(opens, 22 * HOUR),)
    night = (OpenInterval(opens, dice.choice((24, 26, 28)) * HOUR),)
    sunday = () if dice.random() < 0.4 else (OpenInterval(11 * HOUR, 20 * HOUR),)
    return WeeklyHours.weekly((week, week, week, week, night, night, sunday))


def _round_price(minor: int) -> int:
    """Prices that a person would choose: whole fives up to 50, whole tens above."""
    unit = 500 if minor < 10000 else 1000
    return max(unit, round(minor / unit) * unit)


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-").replace("/", "-")
