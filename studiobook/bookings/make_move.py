"""Writing a move down: made at once when nothing more is due, else held until that is paid."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from studiobook.bookings.events import MoveAsked
from studiobook.bookings.hold import LASTS
from studiobook.bookings.models import Booking, Move
from studiobook.bookings.quote import PriceLine, Quote
from studiobook.bookings.settle_move import apply_move, is_extension
from studiobook.db.base import db
from studiobook.db.columns import range_of
from studiobook.outbox.record import record
from studiobook.rooms import occupy
from studiobook.rooms.queries import rules_of
from studiobook.teams import engage
from studiobook.values.money import Money
from studiobook.values.one_line import one_line
from studiobook.values.timeslot import Timeslot

Mover = Literal["guest", "owner"]
#: How long a guest may take to pay for what the studio proposes, as far as the start allows.
ASKED_LASTS = timedelta(hours=24)


@dataclass(frozen=True)
class Proposal:
    """What another slot would mean; a negative `difference` comes back."""

    slot: Timeslot
    price: Quote
    difference: Money


def kept_until(booking: Booking, slot: Timeslot, *, by: Mover, now: datetime) -> datetime:
    """Until when the new slot waits for its money: half an hour, or a day if the studio asks."""
    if by == "guest":
        return now + LASTS
    begins = min(booking.slot.starts_at, slot.starts_at)
    return max(now + LASTS, min(now + ASKED_LASTS, begins))


def make_move(
    booking: Booking,
    proposal: Proposal,
    *,
    by: Mover,
    now: datetime,
    actor_id: int | None = None,
    waive_because: str | None = None,
) -> Move:
    """Give the locked booking its new slot, or hold it; the Move's `settled_at` says which.

    With `waive_because` the studio leaves a difference out: the price stays as it was and a line
    says so. Raises SlotTaken, EngineerTaken.
    """
    move = _waived(booking, proposal) if waive_because else _priced(proposal)
    move.booking_id, move.to_during = booking.id, range_of(proposal.slot)
    if move.waived_minor:
        move.waived_reason = one_line(waive_because or "")[:200]
    move.asked_at = now
    move.lapses_at = kept_until(booking, proposal.slot, by=by, now=now)
    db.session.add(move)
    db.session.flush()
    if move.difference_minor <= 0:
        apply_move(booking, move, actor=by, actor_id=actor_id, now=now)
    else:
        _hold_new_slot(booking, move, proposal.slot, now)
        record(
            MoveAsked(move.id, move.difference_minor, booking.currency, move.lapses_at),
            actor=by,
            actor_id=actor_id,
            booking_id=booking.id,
            now=now,
        )
    return move


def _priced(proposal: Proposal) -> Move:
    return Move(
        lines_json=[plain_line(line) for line in proposal.price.lines],
        total_minor=proposal.price.total.minor,
        fee_minor=proposal.price.fee.minor,
        difference_minor=proposal.difference.minor,
        waived_minor=0,
    )


def _waived(booking: Booking, proposal: Proposal) -> Move:
    """The frozen price stays to the line, so that fee and tax are those of what was paid."""
    if proposal.difference.minor <= 0:
        return _priced(proposal)
    word = "Extended" if is_extension(booking.slot, proposal.slot) else "Moved"
    gift = {
        "kind": "gift",
        "label": f"{word} by the studio",
        "detail": "The price stays as it was",
        "amount_minor": 0,
    }
    return Move(
        lines_json=[*lines_of(booking), gift],
        total_minor=booking.total_minor,
        fee_minor=booking.fee_minor,
        difference_minor=0,
        waived_minor=proposal.difference.minor,
    )


def lines_of(booking: Booking) -> list[dict[str, Any]]:
    """The frozen lines as a Move keeps them."""
    return [
        {
            "kind": line.kind,
            "label": line.label,
            "detail": line.detail,
            "amount_minor": line.amount_minor,
        }
        for line in booking.lines
    ]


def plain_line(line: PriceLine) -> dict[str, Any]:
    """A line of a quote as a Move keeps it."""
    return {
        "kind": line.kind,
        "label": line.label[:200],
        "detail": line.detail[:300],
        "amount_minor": line.amount.minor,
    }


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
