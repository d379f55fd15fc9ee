"""Staying longer: more time at the end of a session, if it is free, for the difference."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from studiobook.bookings.errors import CannotExtend, PriceChanged
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.make_move import Mover, Proposal, make_move
from studiobook.bookings.models import Booking, Move
from studiobook.bookings.queries import find_open_move
from studiobook.bookings.quote import PriceLine
from studiobook.bookings.reschedule import give_up_open_move, reprice
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.base import db
from studiobook.db.columns import range_of, slot_of
from studiobook.rooms.errors import Closed
from studiobook.rooms.openings import is_open_throughout
from studiobook.rooms.queries import rules_of
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.timeslot import HALF_HOUR, Timeslot


def may_extend(booking: Booking, *, by: Mover, now: datetime) -> bool:
    """Whether there is still something to extend; guests do it themselves while they are there."""
    if booking.status is not Status.CONFIRMED or booking.slot.ends_at <= now:
        return False
    return by == "owner" or (booking.slot.starts_at <= now and booking.free_reason is None)


def longer(slot: Timeslot, half_hours: int) -> Timeslot:
    """The slot with that much more at its end."""
    return Timeslot(slot.starts_at, slot.ends_at + half_hours * HALF_HOUR)


def propose_longer(booking: Booking, *, half_hours: int, by: Mover, fee: Rate) -> Proposal:
    """The price of staying longer; what the studio gave before stays given, and is no money.

    Raises Closed (to a guest) and the refusals of `quote`, such as LengthNotOffered.
    """
    slot = longer(booking.slot, half_hours)
    if by == "guest" and not is_open_throughout(rules_of(booking.room), slot):
        raise Closed
    proposal = reprice(booking, slot=slot, fee=fee)
    given = min(_given(booking), max(proposal.difference, Money.zero(booking.currency)))
    return _less(proposal, given) if given else proposal


def extend(
    booking_id: int,
    *,
    half_hours: int,
    present: int,
    by: Mover,
    fee: Rate,
    now: datetime,
    actor_id: int | None = None,
    expected_difference_minor: int | None = None,
    waive_because: str | None = None,
) -> Move:
    """Lengthen a session of `present` half hours, at once or as soon as the difference is paid.

    The Move's `settled_at` says which. The same wish twice is granted once, also when two people
    have it. Raises NotInThatState, CannotExtend, PriceChanged, SlotTaken, EngineerTaken and what
    `propose_longer` raises.
    """
    booking = lock_booking(booking_id)
    already = _find_same(booking, present + half_hours, waived=waive_because is not None, now=now)
    if already is not None:
        return already
    if booking.status is not Status.CONFIRMED or booking.slot.half_hours != present:
        raise NotInThatState
    if not may_extend(booking, by=by, now=now):
        raise CannotExtend
    give_up_open_move(booking, by=by, now=now)
    proposal = propose_longer(booking, half_hours=half_hours, by=by, fee=fee)
    if expected_difference_minor not in (None, proposal.difference.minor):
        raise PriceChanged(proposal.price.total)
    return make_move(
        booking, proposal, by=by, actor_id=actor_id, waive_because=waive_because, now=now
    )


def _find_same(booking: Booking, wanted: int, *, waived: bool, now: datetime) -> Move | None:
    """The move that has given, or is about to give, that length already."""
    if booking.slot.half_hours == wanted:
        return db.session.scalar(
            select(Move)
            .where(
                Move.booking_id == booking.id,
                Move.settled_at.is_not(None),
                Move.to_during == range_of(booking.slot),
            )
            .order_by(Move.id.desc())
            .limit(1)
        )
    waiting = find_open_move(booking.id)
    if waiting is None or waived or waiting.lapses_at <= now:
        return None
    to = slot_of(waiting.to_during)
    same = to.starts_at == booking.slot.starts_at and to.half_hours == wanted
    return waiting if same else None


def _given(booking: Booking) -> Money:
    """What the studio has left out for the present start, move after move."""
    given = 0
    moves = db.session.scalars(
        select(Move)
        .where(Move.booking_id == booking.id, Move.settled_at.is_not(None))
        .order_by(Move.settled_at.desc(), Move.id.desc())
    )
    for move in moves:
        if slot_of(move.to_during).starts_at != booking.slot.starts_at:
            break
        given += move.waived_minor
    return Money(given, booking.currency)


def _less(proposal: Proposal, given: Money) -> Proposal:
    gift = PriceLine("gift", "Given by the studio", "Left out before", -given)
    price = proposal.price
    total = price.total - given
    lines = (*price.lines, gift)
    return Proposal(
        proposal.slot,
        replace(price, lines=lines, total=total, fee=min(price.fee, total)),
        proposal.difference - given,
    )
