"""Reading something back before its time, because a human wants to know."""

from datetime import datetime

from sqlalchemy import select, update

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.outbox.record import record
from studiobook.payments.events import CheckedByHand
from studiobook.payments.gateways.protocol import Gateways
from studiobook.payments.models import Charge, Dispute, Refund
from studiobook.payments.reconcile import LOOKS, reconcile_due

#: By the names of their tables.
KINDS = {model.__tablename__: model for model in LOOKS}


def check_now(
    *,
    kind: str,
    row_id: int,
    gateways: Gateways,
    actor: str,
    now: datetime,
    actor_id: int | None = None,
) -> None:
    """Make the check of one undecided row due and do what is due. Opens its own transactions."""

    def make_due() -> None:
        db.session.execute(
            update(KINDS[kind])
            .where(KINDS[kind].id == row_id, KINDS[kind].next_check_at.is_not(None))
            .values(next_check_at=now)
        )
        booking_id = _booking_of(kind, row_id)
        fact = CheckedByHand(kind, row_id)
        record(fact, actor=actor, actor_id=actor_id, booking_id=booking_id, now=now)

    in_transaction(make_due)
    reconcile_due(gateways=gateways, now=now)


def make_all_due(*, now: datetime) -> None:
    """Let the next round look at everything that is undecided."""
    for model in KINDS.values():
        undecided = update(model).where(model.next_check_at.is_not(None))
        db.session.execute(undecided.values(next_check_at=now))


def _booking_of(kind: str, row_id: int) -> int | None:
    if kind == "charge":
        return db.session.scalar(select(Charge.booking_id).where(Charge.id == row_id))
    if kind == "payout":
        return None
    charge_id = Refund.charge_id if kind == "refund" else Dispute.charge_id
    model = KINDS[kind]
    return db.session.scalar(
        select(Charge.booking_id).join(model, charge_id == Charge.id).where(model.id == row_id)
    )
