"""A small world for tests: each maker gives one thing and its neighbours, flushed, not committed.

Rows that a verb makes are made by that verb, so that tests start from states that can exist.
"""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from studiobook.bookings.confirm import confirm
from studiobook.bookings.hold import hold
from studiobook.bookings.identify import identify
from studiobook.bookings.models import Booking
from studiobook.companies.models import Company, CompanyAdmin
from studiobook.db.base import db
from studiobook.geographic.illustrate import illustrate
from studiobook.geographic.models import City, CityPicture, Country
from studiobook.messages.models import Message, Side
from studiobook.messages.send import send
from studiobook.messages.start import start
from studiobook.rooms.add_on import NOTHING, Charged, Wanted
from studiobook.rooms.add_on_models import RoomAddOn
from studiobook.rooms.catalogue import RoomDetail, rooms_of
from studiobook.rooms.let import let, price
from studiobook.rooms.listing import refresh_listing
from studiobook.rooms.models import Room, RoomKind
from studiobook.rooms.offer_add_ons import AddOnTraits, add_add_on
from studiobook.rooms.open import open_room
from studiobook.rooms.open_hours import set_hours
from studiobook.rooms.peak_bands import Band
from studiobook.rooms.photograph import add_photo
from studiobook.rooms.price_by_time import price_by_time
from studiobook.rooms.price_list import Tier
from studiobook.studios.models import Studio, StudioState
from studiobook.studios.open import open_studio
from studiobook.teams.invite import invite
from studiobook.teams.models import Invitation, Membership, TeamRole
from studiobook.users.models import Role, User
from studiobook.users.viewer import Viewer
from studiobook.values.coordinates import Coordinates
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import to_instant
from studiobook.values.wall_hours import WeeklyHours

#: A Monday morning without a clock change near it.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FEE = Rate(400)
#: One price for the hour, a better one for four.
TIERS = (Tier(2, 4000), Tier(8, 12000))


def make_city(*, zone: str = "Europe/Berlin", country: str = "DE", currency: str = "EUR") -> City:
    """A city with a name of its own in a country that is made when it is not there."""
    if db.session.get(Country, country) is None:
        db.session.add(Country(code=country, name=f"Country {country}", currency=currency))
    name = f"City {secrets.token_hex(3)}"
    city = City(country_code=country, name=name, slug=_slug(name), zone=zone, lat=52.52, lng=13.405)
    db.session.add(city)
    db.session.flush()
    return city


def make_city_picture(city: City) -> CityPicture:
    """The city's own picture, of which only the row exists."""
    key = f"photos/{secrets.token_hex(12)}"
    return illustrate(city=city, key=key, sizes=[(480, 320)], placeholder="#a89878", alt="The city")


def make_user(
    *,
    name: str = "Ada Lovelace",
    email: str | None = None,
    role: Role = Role.USER,
    verified: bool = True,
) -> User:
    """Somebody without a password."""
    user = User(
        email=email or f"{secrets.token_hex(4)}@example.com",
        name=name,
        role=role,
        email_verified_at=NOW if verified else None,
        created_at=NOW,
    )
    db.session.add(user)
    db.session.flush()
    return user


def make_owner(*, name: str = "Olive Owner", can_charge: bool = True, country: str = "DE") -> User:
    """A person who owns one company, which can take money."""
    owner = make_user(name=name, role=Role.STUDIO_OWNER)
    make_company(owner=owner, can_charge=can_charge, country=country)
    return owner


def make_company(*, owner: User, can_charge: bool = True, country: str = "DE") -> Company:
    """A company of the owner."""
    if db.session.get(Country, country) is None:
        make_city(country=country)
    name = f"Company {secrets.token_hex(3)}"
    company = Company(
        name=name, slug=_slug(name), country_code=country, can_charge=can_charge, created_at=NOW
    )
    company.admins = [CompanyAdmin(user=owner)]
    db.session.add(company)
    db.session.flush()
    return company


def make_studio(
    *,
    owner: User | None = None,
    city: City | None = None,
    name: str = "Tape House",
    hours: WeeklyHours | None = None,
    terms_preset: str = "standard",
    instant: bool = True,
    published: bool = True,
    now: datetime = NOW,
) -> Studio:
    """A published studio that is always open, in the middle of its city."""
    city = city or make_city()
    owner = owner or make_owner(country=city.country_code)
    studio = open_studio(
        company=company_of(owner),
        city=city,
        name=name,
        street="Tonstraße 7",
        at=Coordinates(city.lat, city.lng),
        terms_preset=terms_preset,
        instant=instant,
        now=now,
    )
    studio.entry_notes = "Ring at the green door."
    if published:
        studio.state, studio.published_at = StudioState.PUBLISHED, now
    set_hours(studio=studio, hours=hours or WeeklyHours.always(), now=now)
    return studio


def make_room(
    *,
    studio: Studio | None = None,
    name: str = "Room A",
    kind: RoomKind = RoomKind.RECORDING,
    capacity: int = 6,
    tiers: Iterable[Tier] = TIERS,
    minimum: int = 2,
    maximum: int = 24,
    step: int = 2,
    before_minutes: int = 0,
    after_minutes: int = 0,
    lead_minutes: int = 0,
    horizon_days: int = 90,
    included_people: int | None = None,
    extra_person_minor: int = 0,
    bands: Iterable[Band] = (),
    listed: bool = True,
    now: datetime = NOW,
) -> Room:
    """A listed room with prices, a picture's row and the days of its horizon."""
    studio = studio or make_studio(now=now)
    room = open_room(
        studio=studio,
        name=name,
        kind=kind,
        capacity=capacity,
        included_people=included_people,
        extra_person_minor=extra_person_minor,
        now=now,
    )
    price(room=room, tiers=list(tiers))
    price_by_time(room=room, bands=bands)
    let(
        room=room,
        minimum=minimum,
        maximum=maximum,
        step=step,
        before_minutes=before_minutes,
        after_minutes=after_minutes,
        lead_minutes=lead_minutes,
        horizon_days=horizon_days,
        now=now,
    )
    key = f"photos/{secrets.token_hex(12)}"
    add_photo(room=room, key=key, sizes=[(480, 320)], placeholder="#a89878", alt="The room")
    if listed:
        refresh_listing(studio)
    return room


def make_engineer(
    *, studio: Studio, name: str = "Edda Engel", rate_minor: int = 3000
) -> Membership:
    """Somebody who can be booked with a room of the studio."""
    engineer = Membership(
        studio=studio,
        user=make_user(name=name),
        role=TeamRole.ENGINEER,
        rate_per_hour_minor=rate_minor,
        created_at=NOW,
    )
    db.session.add(engineer)
    db.session.flush()
    return engineer


def make_invitation(
    *,
    studio: Studio | None = None,
    email: str = "mara@example.com",
    role: TeamRole = TeamRole.MANAGER,
    as_owner: bool = False,
    rate_minor: int | None = None,
    now: datetime = NOW,
) -> Invitation:
    """An open offer of the studio's owner, whose mail has not left yet."""
    studio = studio or make_studio()
    offer, _is_new = invite(
        company=studio.company,
        studio=None if as_owner else studio,
        email=email,
        role=None if as_owner else role,
        rate_per_hour_minor=rate_minor,
        by=studio.company.admins[0].user,
        now=now,
    )
    return offer


def make_add_on(
    *,
    room: Room,
    name: str = "Drum kit",
    description: str = "",
    price_minor: int = 1500,
    charged: Charged = Charged.BOOKING,
    most: int = 1,
) -> RoomAddOn:
    """Something that can be booked with the room."""
    traits = AddOnTraits(name, description, price_minor, charged, most)
    return add_add_on(room=room, traits=traits)


def make_visitor(user: User | None = None) -> Viewer:
    """A browser of its own, signed in or not."""
    return Viewer(user, secrets.token_hex(32))


def make_hold(
    *,
    room: Room | None = None,
    slot: Timeslot | None = None,
    viewer: Viewer | None = None,
    people: int = 1,
    engineer: Membership | None = None,
    add_ons: Wanted = NOTHING,
    now: datetime = NOW,
) -> Booking:
    """A hold by a browser that has not said who it is."""
    room = room or make_room(now=now)
    return hold(
        room=detail_of(room),
        slot=slot or slot_in(room, days=7, now=now),
        people=people,
        engineer_id=engineer.id if engineer else None,
        add_ons=add_ons,
        viewer=viewer or make_visitor(),
        fee=FEE,
        now=now,
    )


def make_booking(
    *,
    room: Room | None = None,
    slot: Timeslot | None = None,
    viewer: Viewer | None = None,
    guest_name: str = "Gwen Guest",
    guest_email: str = "gwen@example.com",
    people: int = 1,
    engineer: Membership | None = None,
    add_ons: Wanted = NOTHING,
    paid: bool = True,
    now: datetime = NOW,
) -> Booking:
    """A booking whose guest is known; `paid` also confirms it, or asks a request studio's owner."""
    viewer = viewer or make_visitor()
    booking = make_hold(
        room=room,
        slot=slot,
        viewer=viewer,
        people=people,
        engineer=engineer,
        add_ons=add_ons,
        now=now,
    )
    identify(booking=booking, name=guest_name, email=guest_email, viewer=viewer, now=now)
    if paid:
        confirm(booking.id, paid_at=now, now=now)
    return booking


def make_message(
    *,
    studio: Studio,
    guest: User,
    body: str = "Is the piano tuned?",
    sender: User | None = None,
    booking: Booking | None = None,
    now: datetime = NOW,
) -> Message:
    """A message of the guest, or of `sender` from the studio, in the thread of the two."""
    thread = start(studio=studio, guest=guest, booking=booking, now=now)
    return send(
        thread_id=thread.id,
        sender=sender or guest,
        side=Side.STUDIO if sender else Side.GUEST,
        body=body,
        form_key=secrets.token_hex(8),
        now=now,
    )


def slot_in(
    room: Room,
    *,
    days: int = 7,
    hour: int = 14,
    minute: int = 0,
    hours: float = 2,
    now: datetime = NOW,
) -> Timeslot:
    """A slot that many days after `now`, at a local time of the room's studio."""
    local = (now + timedelta(days=days)).replace(
        hour=hour, minute=minute, second=0, microsecond=0, tzinfo=None
    )
    starts_at = to_instant(local, room.studio.zone, fold=0)
    return Timeslot(starts_at, starts_at + timedelta(hours=hours))


def detail_of(room: Room) -> RoomDetail:
    """The room as it is let at this moment."""
    db.session.flush()
    db.session.refresh(room, ["version"])
    return rooms_of({room.id: room.version})[room.id]


def company_of(owner: User) -> Company:
    """The owner's company."""
    return (
        db.session.query(Company)
        .join(CompanyAdmin)
        .filter(CompanyAdmin.user_id == owner.id)
        .order_by(Company.id)
        .limit(1)
        .one()
    )


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")
