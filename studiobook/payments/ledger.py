"""Posting to the ledger: what each fact about money does to the accounts it concerns.

Called in the transaction that writes the fact, under its lock, once per transition. A cause
posts once: told twice, the second telling changes nothing. docs/money.md draws the accounts.
"""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from studiobook.db.base import db
from studiobook.payments.models import (
    Charge,
    Dispute,
    LedgerAccount,
    LedgerEntry,
    LedgerPosting,
    Payout,
    Refund,
)

A = LedgerAccount


class Unbalanced(Exception):
    """Entries that do not add up to zero: a mistake of ours."""


def post_capture(charge: Charge, *, now: datetime) -> None:
    """The provider has a guest's money: it is owed to the owner, but for our fee."""
    taken, fee = charge.captured_minor or 0, charge.fee_minor
    _post(
        charge, f"capture-{charge.id}", now, {A.CLEARING: taken, A.OWNER: fee - taken, A.FEE: -fee}
    )


def post_refund_owed(refund: Refund, *, now: datetime) -> None:
    """What was the owner's and ours is the guest's again."""
    amount, fee = refund.amount_minor, refund.fee_minor
    _post(
        refund.charge,
        f"refund-owed-{refund.id}",
        now,
        {A.OWNER: amount - fee, A.FEE: fee, A.GUEST: -amount},
    )


def post_refund_paid(refund: Refund, *, now: datetime) -> None:
    """The provider has given it back."""
    entries = {A.GUEST: refund.amount_minor, A.CLEARING: -refund.amount_minor}
    _post(refund.charge, _again(f"refund-paid-{refund.id}"), now, entries)


def post_refund_returned(refund: Refund, *, now: datetime) -> None:
    """The bank sent it back after all: it is still owed."""
    entries = {A.GUEST: -refund.amount_minor, A.CLEARING: refund.amount_minor}
    _post(refund.charge, _again(f"refund-returned-{refund.id}"), now, entries)


def post_refund_by_hand(refund: Refund, *, now: datetime) -> None:
    """Somebody has paid it outside the provider."""
    entries = {A.GUEST: refund.amount_minor, A.OUTSIDE: -refund.amount_minor}
    _post(refund.charge, f"refund-by-hand-{refund.id}", now, entries)


def post_refund_withdrawn(refund: Refund, *, now: datetime) -> None:
    """It is no longer owed: the guest got it by another way, and nothing had been sent."""
    amount, fee = refund.amount_minor, refund.fee_minor
    entries = {A.OWNER: fee - amount, A.FEE: -fee, A.GUEST: amount}
    _post(refund.charge, f"refund-withdrawn-{refund.id}", now, entries)


def post_dispute_opened(dispute: Dispute, *, now: datetime) -> None:
    """A bank has taken the money back, for now."""
    entries = {A.DISPUTED: dispute.amount_minor, A.CLEARING: -dispute.amount_minor}
    _post(dispute.charge, f"dispute-opened-{dispute.id}", now, entries)


def post_dispute_won(dispute: Dispute, *, now: datetime) -> None:
    """It came back."""
    entries = {A.DISPUTED: -dispute.amount_minor, A.CLEARING: dispute.amount_minor}
    _post(dispute.charge, f"dispute-won-{dispute.id}", now, entries)


def post_dispute_lost(dispute: Dispute, *, now: datetime) -> None:
    """It will not come back: the owner, who was paid, bears it."""
    entries = {A.DISPUTED: -dispute.amount_minor, A.OWNER: dispute.amount_minor}
    _post(dispute.charge, f"dispute-lost-{dispute.id}", now, entries)


def post_dispute_reversed(dispute: Dispute, *, now: datetime) -> None:
    """The bank thought better of it, and it came back after it was lost."""
    entries = {A.OWNER: -dispute.amount_minor, A.CLEARING: dispute.amount_minor}
    _post(dispute.charge, f"dispute-reversed-{dispute.id}", now, entries)


def post_payout(payout: Payout, *, now: datetime) -> None:
    """It has reached the bank: each sale in it is settled with the owner, and the provider paid."""
    for line in payout.lines:
        if line.charge is not None:
            # What the provider keeps leaves it too, and is the owner's to bear.
            gone = line.net_minor + line.provider_fee_minor
            cause = _again(f"payout-{payout.id}-line-{line.id}")
            _post(line.charge, cause, now, {A.OWNER: gone, A.CLEARING: -gone})
    if not payout.lines:
        # Of one that was asked for, some providers do not say what it is made of.
        gone = payout.amount_minor
        cause, entries = _again(f"payout-{payout.id}-whole"), {A.OWNER: gone, A.CLEARING: -gone}
        _write(cause, now, entries, account_id=payout.account_id, currency=payout.currency)


def post_payout_returned(payout: Payout, *, now: datetime) -> None:
    """The bank sent it back: the owner is owed again exactly what was settled."""
    for charge_id, entries in _settled(payout).items():
        cause = _again(f"payout-{payout.id}-returned-{charge_id or 'whole'}")
        _write(
            cause,
            now,
            {name: -minor for name, minor in entries.items()},
            account_id=payout.account_id,
            currency=payout.currency,
            charge_id=charge_id,
        )


def _settled(payout: Payout) -> dict[int | None, dict[LedgerAccount, int]]:
    """What its postings have moved so far, by charge."""
    moved = (
        select(LedgerPosting.charge_id, LedgerEntry.account, func.sum(LedgerEntry.amount_minor))
        .join(LedgerEntry.posting)
        .where(LedgerPosting.cause.like(f"payout-{payout.id}-%"))
        .group_by(LedgerPosting.charge_id, LedgerEntry.account)
    )
    settled: dict[int | None, dict[LedgerAccount, int]] = defaultdict(dict)
    for charge_id, name, minor in db.session.execute(moved):
        settled[charge_id][name] = minor
    return settled


def _again(cause: str) -> str:
    """A fact that may become true more than once has a number."""
    told = select(func.count()).where(LedgerPosting.cause.like(f"{cause}-%"))
    return f"{cause}-{(db.session.scalar(told) or 0) + 1}"


def _post(charge: Charge, cause: str, now: datetime, entries: dict[LedgerAccount, int]) -> None:
    _write(
        cause,
        now,
        entries,
        account_id=charge.account_id,
        currency=charge.currency,
        charge_id=charge.id,
    )


def _write(
    cause: str,
    now: datetime,
    entries: dict[LedgerAccount, int],
    *,
    account_id: int,
    currency: str,
    charge_id: int | None = None,
) -> None:
    if sum(entries.values()) != 0:
        raise Unbalanced(f"{cause}: {entries}")
    posting_id = db.session.scalar(
        insert(LedgerPosting)
        .values(account_id=account_id, charge_id=charge_id, cause=cause, posted_at=now)
        .on_conflict_do_nothing()
        .returning(LedgerPosting.id)
    )
    moved = [(name, minor) for name, minor in entries.items() if minor]
    if posting_id is None or not moved:
        return
    db.session.execute(
        insert(LedgerEntry),
        [
            {"posting_id": posting_id, "account": name, "amount_minor": minor}
            | {"currency": currency}
            for name, minor in moved
        ],
    )
