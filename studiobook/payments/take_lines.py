"""Keeping what a payout is made of, and finding the sales behind it."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import or_, select

from studiobook.db.base import db
from studiobook.payments.gateways.accounts import PayoutLine as Truth
from studiobook.payments.models import Charge, Payout, PayoutLine

log = structlog.get_logger()


def take_lines(payout: Payout, truths: Sequence[Truth], *, now: datetime) -> None:
    """Make a locked payout's lines what the provider says; each with its charge, if it is ours.

    A line that is there keeps its row: the ledger names it.
    """
    known = {line.ref: line for line in payout.lines}
    charges = _charges(payout, truths)
    for ref in known.keys() - {truth.ref for truth in truths}:
        db.session.delete(known[ref])
    for truth in truths:
        line = known.get(truth.ref) or PayoutLine(payout_id=payout.id, ref=truth.ref)
        line.kind, line.at = truth.kind, truth.at
        line.charge = charges.get(truth.line_ref or "")
        line.gross_minor, line.fee_minor = truth.gross.minor, truth.fee.minor
        line.provider_fee_minor, line.net_minor = truth.provider_fee.minor, truth.net.minor
        db.session.add(line)
    payout.lines_read_at = now
    db.session.flush()
    db.session.expire(payout, ["lines"])
    _warn_of_a_gap(payout, truths)


def _charges(payout: Payout, truths: Sequence[Truth]) -> dict[str, Charge]:
    refs = {truth.line_ref for truth in truths if truth.line_ref}
    found = db.session.scalars(
        select(Charge).where(
            Charge.account_id == payout.account_id,
            or_(Charge.line_ref.in_(refs), Charge.payment_ref.in_(refs)),
        )
    ).all()
    by_payment = {charge.payment_ref: charge for charge in found if charge.payment_ref}
    return by_payment | {charge.line_ref: charge for charge in found if charge.line_ref}


def _warn_of_a_gap(payout: Payout, truths: Sequence[Truth]) -> None:
    added = sum(truth.net.minor for truth in truths)
    if truths and added != payout.amount_minor:
        log.warning("payout_lines_do_not_add_up", payout=payout.id, short=added)
