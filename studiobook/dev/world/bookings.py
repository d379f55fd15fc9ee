"""A year of bookings: planned with dice, made by the verbs as if the year were passing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from flask import current_app
from sqlalchemy import select

from studiobook.bookings.answer import accept
from studiobook.bookings.cancel import cancel
from studiobook.bookings.complete import complete
from studiobook.bookings.expire import expire
from studiobook.bookings.hold import hold
from studiobook.bookings.identify import identify
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.dev.world import people
from studiobook.dev.world.build import World
from studiobook.dev.world.past import PastGateway
from studiobook.payments.gateways.protocol import Gateways
from studiobook.payments.open_checkout import open_checkout
from studiobook.payments.queries import find_payable
from studiobook.payments.settle import settle
from studiobook.rooms.catalogue import RoomDetail, rooms_of
from studiobook.rooms.errors import SlotTaken
from studiobook.rooms.models import Room
from studiobook.rooms.openings import Rules, offered_starts, open_bits, taken_bits
from studiobook.rooms.queries import rules_of
from studiobook.users.models import User
from studiobook.users.viewer import Viewer
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import to_local

DAY = timedelta(days=1)
#: Chance that a room has a session on a day long past, and on one of the three weeks to come.
THEN, SOON = 0.006, 0.2
WEEKS_AHEAD = timedelta(days=21)
FEE = Rate(400)


@dataclass(frozen=True)
class Session:
    """One booking to be: who holds what when, and how it ends (`paid`, `cancelled`, `expired`)."""

    held_at: datetime
    room_id: int
    slot: Timeslot
    guest_id: int
    people: int
    note: str
    fate: str


def plan(world: World) -> list[Session]:
    """Sessions that do not overlap in their room, in the order in which they are held."""
    sessions = [session for room in world.rooms for session in _plan_room(world, room)]
    return sorted(sessions, key=lambda session: session.held_at)


def make(world: World, session: Session, gateway: PastGateway) -> None:
    """Let one session take its course, through the verbs, at its own times."""
    now = session.held_at
    guest = db.session.get_one(User, session.guest_id)
    viewer = Viewer(guest, None)

    def take() -> int:
        room = _room(session.room_id)
        booking = hold(
            room=room,
            slot=session.slot,
            people=session.people,
            engineer_id=None,
            add_ons=_add_ons(room, session),
            viewer=viewer,
            fee=FEE,
            now=now,
        )
        identify(
            booking=booking,
            name=guest.name,
            email=guest.email,
            viewer=viewer,
            note=session.note,
            now=now,
        )
        return booking.id

    try:
        booking_id = in_transaction(take)
    except SlotTaken:
        # Somebody was faster, as in life.
        return
    if session.fate == "expired":
        in_transaction(lambda: expire(booking_id, now=now + timedelta(minutes=31)))
        return
    _pay(booking_id, gateway, now=now + timedelta(minutes=4))
    _end(world, session, booking_id)


def _room(room_id: int) -> RoomDetail:
    """A room that nobody can see yet: its studio opens when all its pictures hang."""
    version = db.session.execute(select(Room.version).where(Room.id == room_id)).scalar_one()
    return rooms_of({room_id: version})[room_id]


def _add_ons(room: RoomDetail, session: Session) -> dict[int, int]:
    """Every third guest books something with the room."""
    return {add_on.id: 1 for add_on in room.add_ons[: 1 if session.guest_id % 3 == 0 else 0]}


def _pay(booking_id: int, gateway: PastGateway, *, now: datetime) -> None:
    gateway.now = now
    page = f"{current_app.config['BASE_URL']}/bookings/{booking_id}"
    open_checkout(
        booking_id=booking_id,
        success_url=page,
        cancel_url=page,
        gateways=cast("Gateways", gateway),
        now=now,
    )
    charge = find_payable(booking_id)
    assert charge is not None
    assert charge.checkout_ref is not None
    charge_id, ref = charge.id, charge.checkout_ref
    db.session.rollback()
    gateway.pay(ref)
    settle(charge_id=charge_id, gateways=cast("Gateways", gateway), now=now)


def _end(world: World, session: Session, booking_id: int) -> None:
    """What came after paying: the owner's yes, second thoughts, the session itself."""
    paid = session.held_at + timedelta(minutes=4)
    answered = min(paid + timedelta(minutes=40), world.now - timedelta(minutes=5))

    def answer() -> Status:
        booking = db.session.get_one(Booking, booking_id)
        # A few of the latest requests stay open, so that owners have something to answer.
        is_old = world.now - paid > timedelta(hours=6) and answered < session.slot.starts_at
        if booking.status is Status.AWAITING_OWNER and is_old:
            accept(booking_id, now=max(answered, paid))
        return booking.status

    status = in_transaction(answer)
    if session.fate == "cancelled" and status is Status.CONFIRMED:
        regret = min(session.slot.starts_at, world.now) - paid
        at = paid + regret * 0.6
        in_transaction(lambda: cancel(booking_id, by="guest", now=at))
    elif session.slot.ends_at < world.now:
        over = session.slot.ends_at + timedelta(minutes=3)
        in_transaction(lambda: complete(booking_id, now=over))


def _plan_room(world: World, room: Room) -> Iterator[Session]:
    rules = rules_of(room)
    taken: list[Timeslot] = []
    first = to_local(world.began + DAY, rules.zone).date()
    ahead = min(WEEKS_AHEAD, timedelta(days=rules.horizon_days - 1))
    last = to_local(world.now + ahead, rules.zone)
    on_date = first
    while on_date <= last.date():
        soon = on_date >= to_local(world.now, rules.zone).date() - 3 * DAY
        chance = SOON if soon else THEN
        # Weekends are busier.
        while world.dice.random() < chance * (1.4 if on_date.weekday() >= 4 else 0.9):
            session = _plan_session(world, room, rules, taken, on_date)
            if session is None:
                break
            if session.fate != "expired":
                taken.append(session.slot.widen(rules.before, rules.after))
            yield session
            chance *= 0.6
        on_date += DAY


def _plan_session(
    world: World, room: Room, rules: Rules, taken: list[Timeslot], on_date: date
) -> Session | None:
    dice = world.dice
    longest = min(rules.maximum, rules.minimum + 6)
    length = dice.randrange(rules.minimum, longest + 1, rules.step)
    today, tomorrow = (
        open_bits(rules, day) & ~taken_bits(rules, taken[-8:], day)
        for day in (on_date, on_date + DAY)
    )
    began = world.began + timedelta(hours=1)
    eve = max(began, datetime.combine(on_date - DAY, time(), UTC))
    starts = list(offered_starts(rules, today, tomorrow, on_date, length=length, now=eve))
    if not starts:
        return None
    # People like afternoons and evenings.
    slot = max(dice.sample(starts, min(2, len(starts))))
    hour = timedelta(hours=1)
    latest = min(slot.starts_at - rules.lead - hour, world.now - hour)
    ahead = timedelta(days=min(rules.horizon_days - 2, 30)) * dice.random() ** 2
    held_at = max(latest - ahead, began)
    if held_at > latest:
        return None
    return Session(
        held_at=held_at,
        room_id=room.id,
        slot=slot,
        guest_id=dice.choice(world.guests).id,
        people=dice.randint(1, room.capacity),
        note=dice.choice(people.NOTES),
        fate=dice.choices(("paid", "cancelled", "expired"), (90, 6, 4))[0],
    )
