"""Overtime: the studio claims half hours after the end, the guest pays or says no.

Nothing is taken by itself: a claim that nobody answers lapses.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from studiobook.bookings.complete import complete
from studiobook.bookings.errors import ClaimedAlready, ClaimOver, NoOvertime, PriceChanged
from studiobook.bookings.events import OvertimeClaimed, OvertimeContested
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.make_move import lines_of, plain_line
from studiobook.bookings.models import Booking, Move, OvertimeClaim
from studiobook.bookings.queries import rate_of
from studiobook.bookings.quote import Quote
from studiobook.bookings.quote_for import quote_at
from studiobook.bookings.settle_overtime import end_claim
from studiobook.bookings.states import ClaimState, Status
from studiobook.db.base import db
from studiobook.outbox.record import record
from studiobook.rooms.let_by import pricing_of
from studiobook.rooms.price_list import Tier
from studiobook.values.rate import Rate, half_up
from studiobook.values.timeslot import HALF_HOUR, Timeslot

CLAIM_WITHIN = timedelta(hours=72)
CONTEST_WITHIN = timedelta(hours=48)
#: Whoever doesn't contest may still pay for so long.
PAY_WITHIN = timedelta(days=7)
MOST_HALF_HOURS = 8
HAPPENED = frozenset({Status.CONFIRMED, Status.COMPLETED})


def may_claim(booking: Booking, *, now: datetime) -> bool:
    """Whether overtime can be claimed here: of a session that is over, for three days."""
    paid_here = booking.status in HAPPENED and booking.free_reason is None
    return paid_here and booking.slot.ends_at <= now <= booking.slot.ends_at + CLAIM_WITHIN


def price_overtime(booking: Booking, *, half_hours: int, fee: Rate) -> Quote:
    """What so many half hours after the end cost, at the room's rate for its shortest length."""
    room = booking.room
    pricing = pricing_of(room)
    shortest = min(pricing.tiers, key=lambda tier: tier.half_hours, default=None)
    if shortest is None:
        raise NoOvertime
    per_half_hour = Tier(1, half_up(shortest.price_minor, shortest.half_hours))
    end = booking.slot.ends_at
    price = quote_at(
        room.studio,
        pricing=replace(
            pricing, tiers=(per_half_hour,), minimum=1, maximum=MOST_HALF_HOURS, step=1
        ),
        slot=Timeslot(end, end + half_hours * HALF_HOUR),
        people=min(booking.people, pricing.capacity),
        engineer=rate_of(booking.engineer),
        fee=fee,
    )
    lines = tuple(replace(line, label=f"Overtime: {_small(line.label)}") for line in price.lines)
    return replace(price, lines=lines)


def claim_overtime(
    booking_id: int,
    *,
    half_hours: int,
    fee: Rate,
    now: datetime,
    actor_id: int | None = None,
    expected_amount_minor: int | None = None,
) -> OvertimeClaim:
    """Ask the guest for it. The same claim twice is one.

    Raises NoOvertime (too late, never paid here, not over), ClaimedAlready, PriceChanged.
    """
    booking = lock_booking(booking_id)
    standing = find_claim(booking.id)
    if standing is not None and standing.state is not ClaimState.WITHDRAWN:
        if standing.state is ClaimState.CLAIMED and standing.half_hours == half_hours:
            return standing
        raise ClaimedAlready
    if not may_claim(booking, now=now) or not 1 <= half_hours <= MOST_HALF_HOURS:
        raise NoOvertime
    complete(booking.id, now=now)  # the clock may not have come by yet
    price = price_overtime(booking, half_hours=half_hours, fee=fee)
    if booking.status is not Status.COMPLETED or not price.total:
        raise NoOvertime
    if expected_amount_minor not in (None, price.total.minor):
        raise PriceChanged(price.total)
    claim = OvertimeClaim(
        booking_id=booking.id,
        move_id=_way_to_pay(booking, price, now).id,
        half_hours=half_hours,
        amount_minor=price.total.minor,
        state=ClaimState.CLAIMED,
        claimed_at=now,
    )
    db.session.add(claim)
    db.session.flush()
    fact = OvertimeClaimed(
        claim.id, half_hours, claim.amount_minor, booking.currency, now + PAY_WITHIN
    )
    record(fact, actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)
    return claim


def contest_overtime(
    booking_id: int, *, objection: str, now: datetime, actor_id: int | None = None
) -> OvertimeClaim:
    """The guest says no, and why. Twice keeps the first words. Raises ClaimOver."""
    booking = lock_booking(booking_id)
    claim = find_claim(booking.id)
    if claim is not None and claim.state is ClaimState.CONTESTED:
        return claim
    if claim is None or not may_contest(claim, now=now):
        raise ClaimOver
    db.session.get_one(Move, claim.move_id).ended_at = now
    claim.state, claim.contested_at, claim.objection = ClaimState.CONTESTED, now, objection.strip()
    db.session.flush()
    fact = OvertimeContested(claim.id)
    record(fact, actor="guest", actor_id=actor_id, booking_id=booking.id, now=now)
    return claim


def may_contest(claim: OvertimeClaim, *, now: datetime) -> bool:
    """Whether the guest can still say no."""
    return claim.state is ClaimState.CLAIMED and now <= claim.claimed_at + CONTEST_WITHIN


def withdraw_overtime(
    booking_id: int, *, now: datetime, actor_id: int | None = None, paid_there: bool = False
) -> OvertimeClaim:
    """The studio gives the claim up, or was paid for it at the desk. Raises ClaimOver."""
    booking = lock_booking(booking_id)
    claim = find_claim(booking.id)
    to = ClaimState.SETTLED if paid_there else ClaimState.WITHDRAWN
    if claim is not None and claim.state is to:
        return claim
    if claim is None or claim.state not in (ClaimState.CLAIMED, ClaimState.CONTESTED):
        raise ClaimOver
    move = db.session.get_one(Move, claim.move_id)
    end_claim(booking, move, claim, to=to, actor="owner", actor_id=actor_id, now=now)
    return claim


def find_claim(booking_id: int) -> OvertimeClaim | None:
    """The latest claim there was."""
    return db.session.scalar(
        select(OvertimeClaim)
        .where(OvertimeClaim.booking_id == booking_id)
        .order_by(OvertimeClaim.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )


def _way_to_pay(booking: Booking, price: Quote, now: datetime) -> Move:
    """The same slot at the higher price: what settles a move's difference settles this one."""
    move = Move(
        booking_id=booking.id,
        to_during=booking.during,
        lines_json=[*lines_of(booking), *map(plain_line, price.lines)],
        total_minor=booking.total_minor + price.total.minor,
        fee_minor=booking.fee_minor + price.fee.minor,
        difference_minor=price.total.minor,
        waived_minor=0,
        asked_at=now,
        lapses_at=now + PAY_WITHIN,
    )
    db.session.add(move)
    db.session.flush()
    return move


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
