"""A small town to book in: a few rooms, a payment provider, a worker, a clock, a post box."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from studiobook import clock
from studiobook.db.base import db
from studiobook.dev.sandbox.delivery import Ringing
from studiobook.dev.sandbox.server import SandboxServer
from studiobook.files.opening import current_storage
from studiobook.files.picture import CONTENT_TYPE
from studiobook.files.storage import rendition_key
from studiobook.mail.message import Mail
from studiobook.mail.transports import Memory
from studiobook.outbox.jobs import sweep
from studiobook.outbox.models import Delivery, DeliveryState
from studiobook.payments import jobs
from studiobook.payments.connect import connect
from studiobook.payments.process_event import list_due_events
from studiobook.rooms.add_on import Charged
from studiobook.rooms.models import Photo, Room, RoomKind
from studiobook.rooms.open import equip
from studiobook.rooms.price_list import Tier
from studiobook.studios.models import Badge, EquipmentType
from studiobook.studios.open import promise
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
from tests.factories.world import (
    NOW,
    company_of,
    make_add_on,
    make_booking,
    make_city,
    make_engineer,
    make_owner,
    make_room,
    make_studio,
    slot_in,
)
from tests.journeys.picture import PICTURE, SIZE

#: Enough rounds for facts that lead to facts.
ROUNDS = 20
#: Seconds within which the provider has posted what it owes.
PATIENCE = 10.0
HOUR = 60


class TownClock:
    """The present of a journey: starts on a fixed Monday, runs like any clock, and can jump."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._jumped = timedelta()

    def now(self) -> datetime:
        """What the whole installation believes."""
        return NOW + timedelta(seconds=time.monotonic() - self._began) + self._jumped

    def seconds(self) -> float:
        """The same for the provider."""
        return self.now().timestamp()

    def wait(self, **passed: float) -> None:
        """Time passes; nothing else happens by itself."""
        self._jumped += timedelta(**passed)


@dataclass(frozen=True)
class Request:
    """A paid booking that waits for its owner's answer; `owner` is an address."""

    booking_id: int
    code: str
    owner: str


@dataclass
class Town:
    """Everything that a journey may touch beside the pages."""

    app: Flask
    provider: SandboxServer
    clock: TownClock
    room_id: int
    #: Other providers that post webhooks.
    neighbours: list[Ringing] = field(default_factory=list)

    @property
    def room(self) -> Room:
        """The room that most journeys book."""
        return db.session.get_one(Room, self.room_id)

    @property
    def post(self) -> list[Mail]:
        """Every mail that left."""
        transport = self.app.extensions["studiobook_mail"]
        assert isinstance(transport, Memory)
        return transport.sent

    def mail_to(self, address: str, words: str) -> Mail:
        """The latest mail to an address whose subject has these words.

        The browser may still be sending the form that asks for it.
        """
        found: list[Mail] = []

        def has_come() -> bool:
            self.work()
            found.extend(
                mail
                for mail in self.post
                if mail.to_address == address and words.lower() in mail.subject.lower()
            )
            return bool(found)

        self._until(has_come, f"no mail about {words!r} came")
        return found[-1]

    def work(self) -> None:
        """Wait for the provider's webhooks, then let the worker come to rest."""
        self._until(self._all_posted, "the provider posted nothing")
        for _ in range(ROUNDS):
            if self._is_rested():
                return
            jobs.process_inbox()
            sweep()
        raise AssertionError("the worker does not come to rest")

    def has_a_request(self, hour: int = 12) -> Request:
        """Somebody asks for the loft and has paid."""
        loft = db.session.scalars(select(Room).where(Room.name == "Loft")).one()
        slot = slot_in(loft, hour=hour, now=self.clock.now())
        booking = make_booking(room=loft, slot=slot, now=self.clock.now())
        owner = loft.studio.company.admins[0].user.email
        found = Request(booking.id, booking.code, owner)
        db.session.commit()
        return found

    def _all_posted(self) -> bool:
        ringing: list[Ringing] = [self.provider.provider, *self.neighbours]
        for one in ringing:
            one.tick()
        return not any(one.store.due(self.clock.seconds()) for one in ringing)

    def _is_rested(self) -> bool:
        now = clock.now()
        due = select(Delivery.id).where(
            Delivery.state == DeliveryState.WAITING, Delivery.next_try_at <= now
        )
        is_left = list_due_events(now=now) or db.session.scalar(due.limit(1)) is not None
        # While the browser works, no transaction of ours may stay open.
        db.session.rollback()
        return not is_left

    def _until(self, happened: Callable[[], bool], otherwise: str) -> None:
        patience = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < patience, otherwise
            time.sleep(0.02)


@contextmanager
def founded(app: Flask, address: str, *, port: int) -> Iterator[Town]:
    """A town behind a live server, its provider listening on `port`."""
    town_clock = TownClock()
    settings = app.config["SETTINGS"]
    usual, clock.now = clock.now, town_clock.now
    provider = SandboxServer(
        port=port,
        webhook_url=f"{address}/webhooks/sandbox",
        secret=settings.sandbox_secret,
        api_key=settings.sandbox_key,
        clock=town_clock.seconds,
    )
    try:
        with provider:
            yield Town(app, provider, town_clock, build_rooms())
    finally:
        clock.now = usual


def build_rooms() -> int:
    """Two studios in a city; the id of the room that most journeys book."""
    city = make_city()
    city.name, city.slug = "Berlin", "berlin"
    owner = make_owner()
    connect(
        company=company_of(owner),
        gateway="sandbox",
        external_ref="acct_town",
        can_charge=True,
        now=NOW,
    )
    house = make_studio(owner=owner, city=city, name="Tape House")
    house.description = "Two floors behind a courtyard.\n\nA kitchen that everybody shares."
    house.house_rules = "No smoking. Leave the desk as you found it."
    promise(house, [_badge("Step-free way in"), _badge("Daylight")])
    room = make_room(studio=house, name="Room A", capacity=8, maximum=16)
    room.description = "A live room with daylight, and a control room that looks into it."
    equip(room, {_gear("Grand piano", "keys"): 1, _gear("Ribbon microphone", "microphones"): 3})
    make_engineer(studio=house)
    offer_add_ons(room)
    # Open around the clock and let from every half hour: no calendar is heavier.
    make_room(
        studio=house,
        name="Room B",
        kind=RoomKind.REHEARSAL,
        tiers=(Tier(2, 1800), Tier(8, 6000)),
        minimum=4,
        step=1,
    )
    day = WeeklyHours.daily(OpenInterval(9 * HOUR, 22 * HOUR))
    across = make_studio(owner=owner, city=city, name="Across the River", hours=day, instant=False)
    make_room(studio=across, name="Loft", kind=RoomKind.PHOTO, capacity=12)
    hang_pictures()
    room_id = room.id
    db.session.commit()
    return room_id


def offer_add_ons(room: Room) -> None:
    """One to tick, one to count, one that is free."""
    make_add_on(room=room, description="Five pieces, tuned, with cymbals.")
    make_add_on(room=room, name="Large microphone", price_minor=300, charged=Charged.HOUR, most=4)
    make_add_on(room=room, name="Coffee and tea", price_minor=0, charged=Charged.PERSON)


def hang_pictures() -> None:
    """Every photo that has no file gets one."""
    storage = current_storage()
    for photo in db.session.scalars(select(Photo)):
        photo.widths, photo.width, photo.height = [SIZE[0]], *SIZE
        storage.put(rendition_key(photo.key, SIZE[0]), PICTURE, CONTENT_TYPE)


def _badge(name: str) -> Badge:
    badge = Badge(name=name, slug=name.lower().replace(" ", "-"))
    db.session.add(badge)
    return badge


def _gear(name: str, family: str) -> EquipmentType:
    gear = EquipmentType(name=name, slug=name.lower().replace(" ", "-"), family=family)
    db.session.add(gear)
    db.session.flush()
    return gear
