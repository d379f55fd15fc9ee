"""What of all money waits for somebody: reads for the admin's board and for nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from studiobook.db.base import db
from studiobook.payments.gateways.accounts import DisputeStatus
from studiobook.payments.models import (
    AccountGrant,
    Charge,
    Dispute,
    GatewayEvent,
    PaymentAccount,
    Payout,
    Refund,
)
from studiobook.payments.states import (
    ENDED,
    PAYABLE,
    PAYOUT_UNANSWERED,
    STUCK,
    UNDECIDED,
    ChargeState,
    PayoutState,
)

#: So many rows of a kind are shown; the counts are of all.
SHOWN = 50
#: Keys are renewed within 7 days and are no longer good after 8.
STALE_KEYS = timedelta(days=7)
#: An event that is younger is only on its way through the inbox.
INBOX = timedelta(minutes=5)
GIVEN_UP_SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Board:
    """Each kind of thing that waits, the oldest first."""

    charges: Sequence[Charge]
    refunds: Sequence[Refund]
    payouts: Sequence[Payout]
    failed: Sequence[Refund]
    quarantined: Sequence[Charge]
    disputes: Sequence[Dispute]
    accounts: Sequence[tuple[PaymentAccount, AccountGrant | None]]
    events: Sequence[GatewayEvent]
    given_up: Sequence[GatewayEvent]
    #: Payment pages that stand open as they should.
    open_pages: int


def read_board(*, now: datetime) -> Board:
    """All of it, as it stands."""
    return Board(
        charges=_charges(now),
        refunds=_refunds(Refund.state.in_(UNDECIDED)),
        payouts=_payouts(now),
        failed=_refunds(Refund.state.in_(STUCK) & func.coalesce(Refund.refusal, "").not_in(ENDED)),
        quarantined=db.session.scalars(
            _of_charges().where(Charge.state.in_(PAYABLE), Charge.quarantine.is_not(None))
        ).all(),
        disputes=db.session.scalars(
            select(Dispute)
            .where(Dispute.status.in_((DisputeStatus.INQUIRY, DisputeStatus.OPEN)))
            .options(joinedload(Dispute.charge).joinedload(Charge.booking))
            .order_by(Dispute.evidence_due_at.nulls_last(), Dispute.id)
            .limit(SHOWN)
        ).all(),
        accounts=_accounts(now),
        events=_events(GatewayEvent.processed_at.is_(None), since=None, until=now - INBOX),
        given_up=_events(
            GatewayEvent.processed_at.is_not(None) & GatewayEvent.error.is_not(None),
            since=now - GIVEN_UP_SHOWN_FOR,
            until=now,
        ),
        open_pages=db.session.scalar(
            select(func.count()).where(Charge.quarantine.is_(None), _is_open_page(now))
        )
        or 0,
    )


def _is_open_page(now: datetime) -> ColumnElement[bool]:
    return (Charge.state == ChargeState.SUBMITTED) & (Charge.expires_at > now)


def _of_charges() -> Select[Charge]:
    return (
        select(Charge).options(joinedload(Charge.booking)).order_by(Charge.created_at).limit(SHOWN)
    )


def _payouts(now: datetime) -> Sequence[Payout]:
    """Those without an answer, and those that should have arrived by now."""
    expected_on = func.coalesce(Payout.arrives_on, func.date(Payout.created_at))
    is_due = expected_on < now.date()
    is_late = (Payout.state == PayoutState.PENDING) & is_due
    return db.session.scalars(
        select(Payout)
        .where(Payout.state.in_(PAYOUT_UNANSWERED) | is_late)
        .options(joinedload(Payout.account).joinedload(PaymentAccount.company))
        .order_by(Payout.created_at)
        .limit(SHOWN)
    ).all()


def _charges(now: datetime) -> Sequence[Charge]:
    undecided = _of_charges().where(
        Charge.state.in_(PAYABLE), Charge.quarantine.is_(None), ~_is_open_page(now)
    )
    return list(db.session.scalars(undecided))


def _refunds(which: ColumnElement[bool]) -> Sequence[Refund]:
    return db.session.scalars(
        select(Refund)
        .where(which)
        .options(joinedload(Refund.charge).joinedload(Charge.booking))
        .order_by(Refund.requested_at)
        .limit(SHOWN)
    ).all()


def _accounts(now: datetime) -> Sequence[tuple[PaymentAccount, AccountGrant | None]]:
    found = (
        select(PaymentAccount, AccountGrant)
        .outerjoin(AccountGrant, AccountGrant.account_id == PaymentAccount.id)
        .where(
            PaymentAccount.closed_at.is_(None),
            or_(
                PaymentAccount.needs.contains(["access"]),
                AccountGrant.revoked_at.is_not(None),
                AccountGrant.refreshed_at < now - STALE_KEYS,
            ),
        )
        .options(joinedload(PaymentAccount.company))
        .order_by(PaymentAccount.id)
        .limit(SHOWN)
    )
    return [(account, grant) for account, grant in db.session.execute(found)]


def _events(
    which: ColumnElement[bool], *, since: datetime | None, until: datetime
) -> Sequence[GatewayEvent]:
    found = select(GatewayEvent).where(which, GatewayEvent.received_at <= until)
    if since is not None:
        found = found.where(GatewayEvent.received_at > since)
    return db.session.scalars(found.order_by(GatewayEvent.received_at).limit(SHOWN)).all()
