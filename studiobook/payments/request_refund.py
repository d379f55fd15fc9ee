"""Owing money back: written down in the transaction that causes it, sent afterwards."""

from collections.abc import Iterable
from datetime import datetime

import structlog
from sqlalchemy import select

from studiobook.bookings.lock import lock_booking
from studiobook.db.base import db
from studiobook.outbox.record import record
from studiobook.payments.checks import next_check
from studiobook.payments.crash import crash_point
from studiobook.payments.events import RefundRequested
from studiobook.payments.fee_share import fee_share
from studiobook.payments.fresh_key import fresh_key
from studiobook.payments.ledger import post_refund_owed
from studiobook.payments.lock import lock_charge
from studiobook.payments.models import Charge, Refund
from studiobook.payments.queries import (
    captured_charges,
    given_before,
    owable,
    refundable,
    shared_back,
)
from studiobook.payments.states import Reason, RefundState
from studiobook.values.money import Money

log = structlog.get_logger()


def request_refund(
    *,
    booking_id: int,
    amount: Money,
    reason: Reason,
    actor: str,
    cause: str,
    now: datetime,
    counts_before: bool = False,
    studio_bears_fee: bool = False,
    note: str | None = None,
    actor_id: int | None = None,
) -> list[Refund]:
    """Owe `amount` of what was paid for a booking, the latest payment first.

    One cause owes once: repeated, it changes nothing. Never more than what is left: where
    somebody has given money back at the provider already, only the rest is owed. With
    `studio_bears_fee` all of it is taken from the owner; with `counts_before` what the studio
    gave back earlier is part of it.
    """
    lock_booking(booking_id)
    if owed_for(booking_id, cause):
        return []
    if counts_before:
        amount -= Money(given_before(booking_id), amount.currency)
    refunds = [
        owe(
            charge,
            part,
            reason=reason,
            actor=actor,
            cause=cause,
            now=now,
            fee_minor=0 if studio_bears_fee else None,
            note=note,
            actor_id=actor_id,
        )
        for charge, part in split(_captured(booking_id), amount)
    ]
    short_of = amount.minor - sum(refund.amount_minor for refund in refunds)
    if short_of > 0:
        log.warning("refund_was_capped", booking=booking_id, cause=cause, short_of=short_of)
    return refunds


def split(charges: Iterable[Charge], amount: Money) -> list[tuple[Charge, Money]]:
    """What of an amount comes from which payment, as far as there is that much left."""
    parts, left = [], amount
    for charge in charges:
        part = min(left, owable(charge))
        if part.minor > 0:
            parts.append((charge, part))
            left -= part
    return parts


def request_refund_of(charge: Charge, *, reason: Reason, cause: str, now: datetime) -> Refund:
    """Owe the whole of one charge, which the caller has locked."""
    return owe(charge, refundable(charge), reason=reason, actor="platform", cause=cause, now=now)


def owe(
    charge: Charge,
    amount: Money,
    *,
    reason: Reason,
    actor: str,
    cause: str,
    now: datetime,
    fee_minor: int | None = None,
    note: str | None = None,
    actor_id: int | None = None,
) -> Refund:
    """Owe `amount` of a locked charge; there must be that much left of it."""
    refund = Refund(
        charge=charge,
        idempotency_key=fresh_key("r"),
        cause=cause,
        amount_minor=amount.minor,
        fee_minor=share_of_fee(charge, amount) if fee_minor is None else fee_minor,
        note=note,
        state=RefundState.REQUESTED,
        reason=reason,
        actor=actor,
        requested_at=now,
        next_check_at=next_check(since=now, now=now),
    )
    db.session.add(refund)
    db.session.flush()
    post_refund_owed(refund, now=now)
    fact = RefundRequested(refund.id, amount, reason)
    record(fact, actor=actor, actor_id=actor_id, booking_id=charge.booking_id, now=now)
    crash_point("refund.owed")
    return refund


def share_of_fee(charge: Charge, amount: Money) -> int:
    """How much of giving back `amount` more of a locked charge is the marketplace's."""
    given, given_fee = shared_back(charge)
    return fee_share(
        fee=charge.fee_minor,
        captured=charge.captured_minor or charge.amount_minor,
        given=given,
        given_fee=given_fee,
        amount=amount.minor,
    )


def owed_for(booking_id: int, cause: str) -> list[Refund]:
    """The refunds of a booking that one cause has led to."""
    found = select(Refund).join(Charge)
    return list(
        db.session.scalars(found.where(Charge.booking_id == booking_id, Refund.cause == cause))
    )


def _captured(booking_id: int) -> list[Charge]:
    return [lock_charge(charge.id) for charge in captured_charges(booking_id)]
