"""All money that moved for one booking, read in a few questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from studiobook.bookings.models import Booking, Move, OvertimeClaim
from studiobook.db.base import db
from studiobook.outbox.models import Event
from studiobook.payments.gateways.accounts import DisputeStatus
from studiobook.payments.models import Charge, Dispute, Refund
from studiobook.payments.states import ENDED, ChargeState, Reason, RefundState

#: What a provider gave back by itself and could not: nobody was promised it.
_OVER = (RefundState.FAILED, RefundState.CANCELLED)


@dataclass(frozen=True)
class Movements:
    """Captured charges, oldest first, each with what it was for; what went or goes back."""

    charges: tuple[Charge, ...]
    purposes: dict[int, str]
    refunds: tuple[Refund, ...]
    disputes: tuple[Dispute, ...]
    #: Whether money came that is not what was asked for.
    is_set_aside: bool


def movements_of(booking: Booking) -> Movements:
    """As they are now."""
    charges = db.session.scalars(
        select(Charge)
        .where(Charge.booking_id == booking.id)
        .options(selectinload(Charge.refunds).joinedload(Refund.charge))
        .order_by(Charge.captured_at, Charge.id)
    ).all()
    captured = [charge for charge in charges if charge.state is ChargeState.CAPTURED]
    refunds = [refund for charge in captured for refund in charge.refunds if _is_owed(refund)]
    return Movements(
        charges=tuple(captured),
        purposes=_purposes(captured),
        refunds=tuple(sorted(refunds, key=lambda refund: refund.id)),
        disputes=tuple(_disputes(booking.id)) if captured else (),
        is_set_aside=any(
            charge.quarantine and charge.state is not ChargeState.CAPTURED for charge in charges
        ),
    )


def _is_owed(refund: Refund) -> bool:
    is_over = refund.reason == Reason.PROVIDER and refund.state in _OVER
    # What ended because the guest got it by another way is listed as that.
    return not is_over and refund.refusal not in ENDED


def _disputes(booking_id: int) -> Sequence[Dispute]:
    """Those that hold money."""
    return db.session.scalars(
        select(Dispute)
        .join(Charge)
        .where(
            Charge.booking_id == booking_id,
            Dispute.status.in_((DisputeStatus.OPEN, DisputeStatus.LOST)),
        )
        .options(joinedload(Dispute.charge))
        .order_by(Dispute.id)
    ).all()


def _purposes(charges: list[Charge]) -> dict[int, str]:
    """Payment; Longer session; Change of time; Overtime."""
    move_ids = [charge.move_id for charge in charges if charge.move_id is not None]
    known = _moves(charges[0].booking_id, move_ids) if move_ids else {}
    return {charge.id: known.get(charge.move_id, "Payment") for charge in charges}


def _moves(booking_id: int, move_ids: list[int]) -> dict[int | None, str]:
    overtime = set(
        db.session.scalars(select(OvertimeClaim.move_id).where(OvertimeClaim.move_id.in_(move_ids)))
    )
    longer = _extensions(booking_id)
    words: dict[int | None, str] = {}
    for move in db.session.scalars(select(Move).where(Move.id.in_(move_ids))):
        ends = (move.to_during.lower, move.to_during.upper)
        words[move.id] = (
            "Overtime"
            if move.id in overtime
            else "Longer session, the difference"
            if ends in longer
            else "Another time, the difference"
        )
    return words


def _extensions(booking_id: int) -> set[tuple[datetime, datetime]]:
    """The slots that the booking got by staying longer."""
    told = db.session.scalars(
        select(Event.data).where(Event.booking_id == booking_id, Event.name == "BookingMoved")
    )
    return {
        (datetime.fromisoformat(data["new_starts_at"]), datetime.fromisoformat(data["new_ends_at"]))
        for data in told
        if data["old_starts_at"] == data["new_starts_at"]
        and data["old_ends_at"] < data["new_ends_at"]
    }
