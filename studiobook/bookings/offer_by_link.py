"""The studio books for somebody who calls: the time is held, and they get a link to pay by."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from studiobook.bookings.errors import CannotBePaid, NothingToPay, OfferTooLate, PriceChanged
from studiobook.bookings.events import OfferWithdrawn, SlotOffered
from studiobook.bookings.hold import CODE_LENGTH
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking, BookingLine
from studiobook.bookings.quote import Quote
from studiobook.bookings.quote_for import quote_for
from studiobook.bookings.release import let_go
from studiobook.bookings.states import NotInThatState, Status
from studiobook.bookings.terms import Preset, terms_for
from studiobook.db.base import db
from studiobook.db.columns import range_of
from studiobook.outbox.record import record
from studiobook.rooms import occupy
from studiobook.rooms.models import Room
from studiobook.rooms.queries import rules_of
from studiobook.teams import engage
from studiobook.teams.models import Membership
from studiobook.teams.queries import get_engineer
from studiobook.users.queries import find_user_by_email
from studiobook.values.code import new_code
from studiobook.values.email_address import normalise_email
from studiobook.values.one_line import one_line
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot

#: No link, however often it is prolonged, lives longer than this.
LONGEST = timedelta(hours=24)


@dataclass(frozen=True)
class Caller:
    """Who calls; the link goes to the e-mail address."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be held, checked and priced."""

    room: Room
    slot: Timeslot
    people: int
    engineer: Membership | None
    caller: Caller
    price: Quote
    ends_at: datetime
    now: datetime


def offer(
    *,
    room: Room,
    slot: Timeslot,
    people: int,
    engineer_id: int | None,
    caller: Caller,
    lasts: timedelta,
    fee: Rate,
    actor_id: int,
    now: datetime,
    expected_total_minor: int | None = None,
) -> Booking:
    """Hold the slot until `lasts` is over or the session begins, and have the link sent.

    The studio may book outside its hours and notice. What the caller holds elsewhere counts for
    nothing here, nor does this count there. The same offer sent twice is one. Raises OfferTooLate,
    CannotBePaid, NothingToPay, PriceChanged, NoSuchEngineer, SlotTaken, EngineerTaken and the
    refusals of `quote`.
    """
    if slot.starts_at <= now:
        raise OfferTooLate
    if not room.studio.company.can_charge:
        raise CannotBePaid
    occupy.lock(room.id)
    already = _find_same(room.id, slot, normalise_email(caller.email), now)
    if already is not None and (already.people, already.engineer_id) == (people, engineer_id):
        return already
    engineer = get_engineer(engineer_id, studio_id=room.studio_id) if engineer_id else None
    price = quote_for(room, slot=slot, people=people, add_ons=(), engineer=engineer, fee=fee)
    if expected_total_minor not in (None, price.total.minor):
        raise PriceChanged(price.total)
    if not price.total.minor:
        raise NothingToPay
    ends_at = min(now + min(lasts, LONGEST), slot.starts_at)
    booking = _written(_Wish(room, slot, people, engineer, caller, price, ends_at, now))
    _take(booking, now)
    fact = SlotOffered(ends_at)
    record(fact, actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)
    return booking


def withdraw_offer(booking_id: int, *, now: datetime, actor_id: int | None = None) -> Booking:
    """Take the offer back: the time is free at once, and money that comes all the same goes back.

    Doing it twice changes nothing, nor does it end what has ended. Raises NotInThatState.
    """
    booking = lock_booking(booking_id)
    if booking.link_sent_at is None:
        raise NotInThatState
    if booking.status in (Status.RELEASED, Status.EXPIRED):
        return booking
    if booking.status is not Status.HELD:
        raise NotInThatState
    booking.cancelled_by = "owner"
    let_go(booking, to=Status.RELEASED, now=now)
    record(OfferWithdrawn(), actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)
    return booking


def _find_same(room_id: int, slot: Timeslot, email: str, now: datetime) -> Booking | None:
    return db.session.scalar(
        select(Booking).where(
            Booking.room_id == room_id,
            Booking.during == range_of(slot),
            Booking.status == Status.HELD,
            Booking.link_sent_at.is_not(None),
            Booking.lapses_at > now,
            Booking.guest_email == email,
        )
    )


def _written(wish: _Wish) -> Booking:
    room, price = wish.room, wish.price
    booking = Booking(
        code=new_code(CODE_LENGTH),
        room=room,
        studio=room.studio,
        user_id=_account_of(wish.caller.email),
        guest_name=one_line(wish.caller.name),
        guest_email=normalise_email(wish.caller.email),
        guest_phone=one_line(wish.caller.phone),
        during=range_of(wish.slot),
        status=Status.HELD,
        engineer=wish.engineer,
        people=wish.people,
        zone=room.studio.zone,
        currency=price.currency,
        total_minor=price.total.minor,
        fee_minor=price.fee.minor,
        terms_json=terms_for(Preset(room.studio.terms_preset)).to_json(),
        # The studio's yes is in the link: it is not asked once more.
        instant=True,
        held_at=wish.now,
        lapses_at=wish.ends_at,
        link_sent_at=wish.now,
        link_ends_at=wish.ends_at,
    )
    booking.lines = [
        BookingLine(
            position=position,
            kind=line.kind,
            label=line.label[:200],
            detail=line.detail[:300],
            amount_minor=line.amount.minor,
        )
        for position, line in enumerate(price.lines)
    ]
    db.session.add(booking)
    db.session.flush()
    return booking


def _account_of(email: str) -> int | None:
    """The account that has proved to own the address: anybody can type anybody's."""
    user = find_user_by_email(email)
    return user.id if user is not None and user.email_verified_at is not None else None


def _take(booking: Booking, now: datetime) -> None:
    assert booking.lapses_at is not None
    occupy.hold_beside(
        room_id=booking.room_id,
        rules=rules_of(booking.room),
        slot=booking.slot,
        booking_id=booking.id,
        lapses_at=booking.lapses_at,
        now=now,
    )
    if booking.engineer is not None:
        engage.engage(
            user_id=booking.engineer.user_id,
            booking_id=booking.id,
            slot=booking.slot,
            lapses_at=booking.lapses_at,
            now=now,
        )
