"""The end of a claim for overtime: its money came, or nobody waits for it any more."""

from datetime import datetime

from sqlalchemy import select

from studiobook.bookings.events import OvertimeEnded, OvertimePaid
from studiobook.bookings.models import Booking, BookingLine, Move, OvertimeClaim
from studiobook.bookings.states import ClaimState
from studiobook.db.base import db
from studiobook.outbox.record import record

#: Whoever pays although they had said no, or late, has decided so.
PAYABLE = frozenset({ClaimState.CLAIMED, ClaimState.CONTESTED, ClaimState.LAPSED})


def find_claim_of(move: Move) -> OvertimeClaim | None:
    """The claim that the move is for, if it is no move in time at all."""
    return db.session.scalar(
        select(OvertimeClaim)
        .where(OvertimeClaim.move_id == move.id)
        .execution_options(populate_existing=True)
    )


def pay_claim(booking: Booking, move: Move, claim: OvertimeClaim, *, now: datetime) -> bool:
    """Put the paid overtime on the locked booking's bill; False when it was given up before."""
    if claim.state not in PAYABLE:
        return False
    booking.total_minor, booking.fee_minor = move.total_minor, move.fee_minor
    write_lines(booking, move)
    move.settled_at, move.ended_at = now, None
    claim.state, claim.ended_at = ClaimState.PAID, now
    db.session.flush()
    record(
        OvertimePaid(claim.id, claim.amount_minor, booking.currency),
        actor="gateway",
        booking_id=booking.id,
        now=now,
    )
    return True


def lapse_claim(booking: Booking, move: Move, claim: OvertimeClaim, *, now: datetime) -> None:
    """Nobody paid and nobody contested: it ends, and nothing is taken."""
    end_claim(booking, move, claim, to=ClaimState.LAPSED, actor="platform", now=now)


def end_claim(
    booking: Booking,
    move: Move,
    claim: OvertimeClaim,
    *,
    to: ClaimState,
    actor: str,
    now: datetime,
    actor_id: int | None = None,
) -> None:
    """Give a claim of the locked booking up: its payment page closes by the event."""
    if move.ended_at is None:
        move.ended_at = now
    claim.state, claim.ended_at = to, now
    db.session.flush()
    fact = OvertimeEnded(claim.id, to.value)
    record(fact, actor=actor, actor_id=actor_id, booking_id=booking.id, now=now)


def write_lines(booking: Booking, move: Move) -> None:
    """Freeze the move's lines on the booking in place of its own."""
    booking.lines.clear()
    db.session.flush()
    booking.lines = [
        BookingLine(position=position, **line) for position, line in enumerate(move.lines_json)
    ]
