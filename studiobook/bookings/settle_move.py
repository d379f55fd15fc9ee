"""The end of a move: the booking takes its new slot, or keeps the old one."""

from datetime import datetime

from sqlalchemy import select

from studiobook.bookings.events import BookingMoved, MoveEnded, MoveMoneyRefused
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking, Move
from studiobook.bookings.settle_overtime import (
    find_claim_of,
    lapse_claim,
    pay_claim,
    write_lines,
)
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.errors import NotFound
from studiobook.outbox.record import record
from studiobook.rooms import occupy
from studiobook.rooms.errors import SlotTaken
from studiobook.rooms.openings import is_open_throughout
from studiobook.rooms.queries import rules_of
from studiobook.teams import engage
from studiobook.teams.errors import EngineerTaken
from studiobook.values.timeslot import Timeslot


def settle_move(move_id: int, *, now: datetime) -> bool:
    """The difference was paid: move, once; later calls change nothing and answer the same.

    A lapsed move is still made when its slot is free, and a claim for overtime is paid by its
    move. Otherwise False, and MoveMoneyRefused asks payments to give the difference back. Raises
    NotFound.
    """
    booking_id = db.session.scalar(select(Move.booking_id).where(Move.id == move_id))
    if booking_id is None:
        raise NotFound
    booking = lock_booking(booking_id)
    move = db.session.get_one(Move, move_id, populate_existing=True)
    if move.settled_at is not None or move.refused_at is not None:
        return move.settled_at is not None
    claim = find_claim_of(move)
    if claim is not None and pay_claim(booking, move, claim, now=now):
        return True
    if claim is None and _is_wanted(booking, move, now):
        try:
            with db.session.begin_nested():
                apply_move(booking, move, actor="gateway", now=now)
        except (SlotTaken, EngineerTaken):
            pass
        else:
            return True
    _refuse(booking, move, now)
    return False


def is_extension(present: Timeslot, other: Timeslot) -> bool:
    """Whether the other slot is the present one with more time at its end."""
    return other.starts_at == present.starts_at and other.ends_at > present.ends_at


def apply_move(
    booking: Booking, move: Move, *, actor: str, now: datetime, actor_id: int | None = None
) -> None:
    """Give the locked booking its new slot and price. Raises SlotTaken, EngineerTaken."""
    old, new = booking.slot, slot_of(move.to_during)
    _take(booking, new, now)
    booking.during = move.to_during
    booking.total_minor, booking.fee_minor = move.total_minor, move.fee_minor
    write_lines(booking, move)
    booking.choose_by = None
    if new.starts_at != old.starts_at:
        booking.reminded_at = None
    move.settled_at, move.ended_at = now, None
    db.session.flush()
    record(
        BookingMoved(
            old_starts_at=old.starts_at,
            old_ends_at=old.ends_at,
            new_starts_at=new.starts_at,
            new_ends_at=new.ends_at,
            refund_due_minor=max(0, -move.difference_minor),
            currency=booking.currency,
            waived_minor=move.waived_minor,
        ),
        actor=actor,
        actor_id=actor_id,
        booking_id=booking.id,
        now=now,
    )


def list_lapsed_moves(*, now: datetime, limit: int = 200) -> list[int]:
    """Ids of moves whose difference was not paid in time."""
    return list(
        db.session.scalars(
            select(Move.id)
            .where(Move.settled_at.is_(None), Move.ended_at.is_(None), Move.lapses_at <= now)
            .limit(limit)
        )
    )


def lapse_move(move_id: int, *, now: datetime) -> bool:
    """End an unpaid move whose time is over; False when it has been settled or ended meanwhile."""
    move = db.session.get_one(Move, move_id)
    booking = lock_booking(move.booking_id)
    db.session.refresh(move)
    if move.settled_at is not None or move.ended_at is not None or move.lapses_at > now:
        return False
    claim = find_claim_of(move)
    if claim is not None:
        lapse_claim(booking, move, claim, now=now)
    else:
        end_move(booking, move, actor="platform", now=now)
    return True


def end_move(booking: Booking, move: Move, *, actor: str, now: datetime) -> None:
    """Give up an open move of a locked booking: the new slot is free, the old one stays."""
    move.ended_at = now
    db.session.flush()
    occupy.leave(
        room_id=booking.room_id,
        rules=rules_of(booking.room),
        booking_id=booking.id,
        only_holds=True,
        now=now,
    )
    engage.release(booking_id=booking.id, only_passing=True)
    record(MoveEnded(move.id), actor=actor, booking_id=booking.id, now=now)


def _is_wanted(booking: Booking, move: Move, now: datetime) -> bool:
    """A live move has its time; a lapsed or ended one takes it only where nobody has closed."""
    slot = slot_of(move.to_during)
    # Another move may have given money back meanwhile: this difference would not make its price.
    is_whole = move.total_minor - move.difference_minor == booking.total_minor
    if booking.status is not Status.CONFIRMED or not is_whole:
        return False
    lives = move.ended_at is None and move.lapses_at > now
    if not lives and not is_open_throughout(rules_of(booking.room), slot):
        return False
    if is_extension(booking.slot, slot):
        return slot.ends_at > now
    return booking.arrived_at is None and slot.starts_at > now


def _take(booking: Booking, slot: Timeslot, now: datetime) -> None:
    occupy.swap(
        room_id=booking.room_id,
        rules=rules_of(booking.room),
        slot=slot,
        booking_id=booking.id,
        now=now,
    )
    if booking.engineer is not None:
        engage.release(booking_id=booking.id)
        engage.engage(user_id=booking.engineer.user_id, booking_id=booking.id, slot=slot, now=now)


def _refuse(booking: Booking, move: Move, now: datetime) -> None:
    if move.ended_at is None:
        end_move(booking, move, actor="platform", now=now)
    move.refused_at = now
    db.session.flush()
    record(
        MoveMoneyRefused(move.id, move.difference_minor, booking.currency),
        actor="gateway",
        booking_id=booking.id,
        now=now,
    )
