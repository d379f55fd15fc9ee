"""Moving a booking to another time of its room: only the difference in money moves with it.

The old slot is the guest's until the new one is settled.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from studiobook.bookings.cancel import cancellation_of
from studiobook.bookings.errors import MoveRefused, PriceChanged, SameSlot, SessionStarted
from studiobook.bookings.events import MoveAsked
from studiobook.bookings.hold import LASTS, quote_for
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking, Move
from studiobook.bookings.queries import find_open_move
from studiobook.bookings.quote import LineKind, PriceLine, Quote
from studiobook.bookings.settle_move import apply_move, end_move
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.base import db
from studiobook.db.columns import range_of
from studiobook.outbox.record import record
from studiobook.rooms import occupy
from studiobook.rooms.openings import refuse_unoffered
from studiobook.rooms.queries import rules_of
from studiobook.teams import engage
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot

Mover = Literal["guest", "owner"]


@dataclass(frozen=True)
class Proposal:
    """What moving to a slot would mean; a negative `difference` comes back."""

    slot: Timeslot
    price: Quote
    difference: Money


def may_move(booking: Booking, *, by: Mover, now: datetime) -> bool:
    """Whether it may be moved: by the guest while cancelling would give everything back.

    A walk-in without money has no price whose difference could be paid.
    """
    if booking.status is not Status.CONFIRMED or booking.slot.starts_at <= now:
        return False
    if booking.free_reason is not None or booking.arrived_at is not None:
        return False
    return by == "owner" or cancellation_of(booking, by="guest", now=now).percent == 100


def propose(booking: Booking, *, slot: Timeslot, fee: Rate, now: datetime) -> Proposal:
    """The new price and the difference. Raises NotOffered, SameSlot, the refusals of `quote`.

    A guest whose time the studio closes pays no more for another one that is no longer.
    """
    if slot == booking.slot:
        raise SameSlot
    refuse_unoffered(rules_of(booking.room), slot, now=now)
    price = quote_for(
        booking.room, slot=slot, people=booking.people, engineer=booking.engineer, fee=fee
    )
    if booking.is_asked_to_move and _is_no_longer(slot, booking) and price.total > booking.total:
        price = _as_it_was(booking)
    return Proposal(slot, price, price.total - booking.total)


def reschedule(
    booking_id: int,
    *,
    slot: Timeslot,
    by: Mover,
    fee: Rate,
    now: datetime,
    actor_id: int | None = None,
    expected_difference_minor: int | None = None,
) -> Move:
    """Move at once when it costs nothing more, else hold the new slot until the rest is paid.

    The Move's `settled_at` says which. Raises NotInThatState, MoveRefused, SessionStarted,
    PriceChanged, SlotTaken, EngineerTaken and what `propose` raises.
    """
    booking = lock_booking(booking_id)
    _refuse_move(booking, by, now)
    _give_up_open_move(booking, now)
    proposal = propose(booking, slot=slot, fee=fee, now=now)
    if expected_difference_minor not in (None, proposal.difference.minor):
        raise PriceChanged(proposal.price.total)
    move = Move(
        booking_id=booking.id,
        to_during=range_of(slot),
        lines_json=[_plain(line) for line in proposal.price.lines],
        total_minor=proposal.price.total.minor,
        fee_minor=proposal.price.fee.minor,
        difference_minor=proposal.difference.minor,
        asked_at=now,
        lapses_at=now + LASTS,
    )
    db.session.add(move)
    db.session.flush()
    if proposal.difference.minor <= 0:
        apply_move(booking, move, actor=by, actor_id=actor_id, now=now)
    else:
        _hold_new_slot(booking, move, slot, now)
        _record_asked(booking, move, by, actor_id, now)
    return move


def _is_no_longer(slot: Timeslot, booking: Booking) -> bool:
    return slot.duration <= booking.slot.duration


def _as_it_was(booking: Booking) -> Quote:
    """The frozen price: who has to move because the studio closes pays nothing more for it."""
    lines = tuple(
        PriceLine(
            cast("LineKind", line.kind),
            line.label,
            line.detail,
            Money(line.amount_minor, booking.currency),
        )
        for line in booking.lines
    )
    return Quote(lines, booking.total, booking.fee, booking.currency)


def _refuse_move(booking: Booking, by: Mover, now: datetime) -> None:
    if booking.status is not Status.CONFIRMED:
        raise NotInThatState
    if booking.slot.starts_at <= now:
        raise SessionStarted
    if not may_move(booking, by=by, now=now):
        raise MoveRefused


def _give_up_open_move(booking: Booking, now: datetime) -> None:
    earlier = find_open_move(booking.id)
    if earlier is not None:
        end_move(booking, earlier, actor="guest", now=now)


def _hold_new_slot(booking: Booking, move: Move, slot: Timeslot, now: datetime) -> None:
    occupy.hold_beside(
        room_id=booking.room_id,
        rules=rules_of(booking.room),
        slot=slot,
        booking_id=booking.id,
        lapses_at=move.lapses_at,
        now=now,
    )
    if booking.engineer is not None:
        engage.engage_beside(
            user_id=booking.engineer.user_id,
            booking_id=booking.id,
            slot=slot,
            lapses_at=move.lapses_at,
            now=now,
        )


def _record_asked(
    booking: Booking, move: Move, by: Mover, actor_id: int | None, now: datetime
) -> None:
    record(
        MoveAsked(move.id, move.difference_minor, booking.currency, move.lapses_at),
        actor=by,
        actor_id=actor_id,
        booking_id=booking.id,
        now=now,
    )


def _plain(line: PriceLine) -> dict[str, str | int]:
    return {
        "kind": line.kind,
        "label": line.label[:200],
        "detail": line.detail[:300],
        "amount_minor": line.amount.minor,
    }
