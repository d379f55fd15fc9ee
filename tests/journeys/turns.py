"""The turns that a booking can take once somebody has it, and what only a mailed link opens."""

from collections.abc import Iterator
from datetime import timedelta

from studiobook.bookings.access_link import path_to
from studiobook.bookings.affected import Choice, Decision, list_affected
from studiobook.bookings.close import Closing, close
from studiobook.bookings.models import Booking
from studiobook.bookings.offer_by_link import Caller, offer, withdraw_offer
from studiobook.bookings.overtime import claim_overtime
from studiobook.bookings.reschedule import reschedule
from studiobook.db.base import db
from studiobook.rooms.models import Room
from studiobook.rooms.withdraw import return_room, withdraw_room
from studiobook.teams.invite import mint_secret
from studiobook.values.timeslot import Timeslot
from tests.factories.world import FEE, make_booking, make_invitation, make_user, slot_in
from tests.journeys.guest import Guest
from tests.journeys.town import Town

FULL = "/studios/tape-house/rooms/room-b"


def turns(town: Town, guest: Guest) -> Iterator[str]:
    """What befalls a booking in the room that is let around the clock, as its guest sees it."""
    yield from staying(town, guest)
    yield from being_moved(town, guest)
    yield from having_called(town, guest)
    yield from being_invited(town, guest)
    withdraw_room(_room(town))
    db.session.commit()
    guest.page.goto(FULL)
    yield "room-resting"
    return_room(_room(town))
    db.session.commit()


def staying(town: Town, guest: Guest) -> Iterator[str]:
    """Longer than booked: asked for before the end, claimed after it."""
    page, now = guest.page, town.clock.now()
    code = _booked(town, guest, days=0, hour=9, hours=2, ago=timedelta(hours=3))
    yield "booking-running"
    guest.follow("Stay longer")
    yield "extension"
    guest.press("Keep it and pay")
    guest.sees("Staying longer")
    yield "extension-unpaid"
    page.goto(f"/bookings/{code}/extension?more=40")
    yield "extension-refused"
    yesterday = timedelta(days=1)
    code = _booked(town, guest, days=-1, hour=6, hours=2, ago=yesterday + timedelta(hours=6))
    claim_overtime(_booking(code).id, half_hours=3, fee=FEE, now=now)
    db.session.commit()
    page.reload()
    yield "overtime"


def being_moved(town: Town, guest: Guest) -> Iterator[str]:
    """The studio asks for another time, or closes."""
    page, now = guest.page, town.clock.now()
    code = _booked(town, guest, days=8)
    longer = slot_in(_room(town), days=8, hour=18, hours=3, now=now)
    reschedule(_booking(code).id, slot=longer, by="owner", fee=FEE, now=now)
    db.session.commit()
    page.reload()
    yield "move-asked"
    code = _booked(town, guest, days=10)
    booking = _booking(code)
    closing = Closing(booking.studio, booking.room, booking.slot)
    seen = frozenset(one.key for one in list_affected([booking.room_id], booking.slot, now=now))
    close(closing, decision=Decision(Choice.OFFER, {}, seen), actor_id=None, now=now)
    db.session.commit()
    page.reload()
    yield "other-times"
    page.get_by_role("link", name="See all free times").click()
    yield "other-times-all"


def having_called(town: Town, guest: Guest) -> Iterator[str]:
    """The studio holds a time for whoever calls, and takes it back."""
    booking = _offered(town, slot_in(_room(town), days=9, now=town.clock.now()))
    _open(town, guest, booking)
    yield "pay-link"
    withdraw_offer(booking.id, now=town.clock.now())
    db.session.commit()
    guest.page.goto(f"/bookings/{booking.code}")
    yield "offer-withdrawn"


def being_invited(town: Town, guest: Guest) -> Iterator[str]:
    """To a team: with no account yet, with one, and too late."""
    make_user(email="mara@example.com")
    for email in ("nora@example.com", "mara@example.com"):
        asked = make_invitation(studio=town.room.studio, email=email, now=town.clock.now())
        secret = mint_secret(asked.id, now=town.clock.now())
        db.session.commit()
        guest.page.goto(f"/invitations/{secret}")
        yield f"invitation-{'new' if email.startswith('nora') else 'known'}"
    guest.page.goto("/invitations/no-such-secret")
    yield "invitation-over"


def _room(town: Town) -> Room:
    return db.session.query(Room).filter_by(studio_id=town.room.studio_id, name="Room B").one()


def _booked(
    town: Town,
    guest: Guest,
    *,
    days: int,
    hour: int = 14,
    hours: float = 2,
    ago: timedelta = timedelta(0),
) -> str:
    """Its code; the guest stands before it."""
    room, now = _room(town), town.clock.now()
    slot = slot_in(room, days=days, hour=hour, hours=hours, now=now)
    booking = make_booking(room=room, slot=slot, guest_name=guest.name, now=now - ago)
    _open(town, guest, booking)
    return booking.code


def _offered(town: Town, slot: Timeslot) -> Booking:
    return offer(
        room=_room(town),
        slot=slot,
        people=2,
        engineer_id=None,
        caller=Caller("Carla Caller", "carla@example.com"),
        lasts=timedelta(hours=2),
        fee=FEE,
        actor_id=town.room.studio.company.admins[0].user_id,
        now=town.clock.now(),
    )


def _open(town: Town, guest: Guest, booking: Booking) -> None:
    path = path_to(booking, secret=town.app.config["SECRET_KEY"])
    db.session.commit()
    guest.page.goto(path)


def _booking(code: str) -> Booking:
    return db.session.query(Booking).filter_by(code=code).one()
