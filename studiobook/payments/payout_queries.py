"""Reads about payouts: what an owner's companies were sent, and what is on its way."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from studiobook.bookings.models import Booking
from studiobook.companies.models import CompanyAdmin
from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.payments.models import (
    Charge,
    LedgerEntry,
    LedgerPosting,
    PaymentAccount,
    Payout,
    PayoutLine,
)
from studiobook.payments.states import PayoutState
from studiobook.studios.models import Studio

PAGE = 20


def list_accounts(company_id: int) -> Sequence[PaymentAccount]:
    """The accounts that a company was ever paid through, the one in use first."""
    return db.session.scalars(
        select(PaymentAccount)
        .where(PaymentAccount.company_id == company_id, PaymentAccount.activated_at.is_not(None))
        .order_by(PaymentAccount.closed_at.desc().nulls_first(), PaymentAccount.id.desc())
    ).all()


def list_payouts(company_id: int, *, page: int) -> tuple[Sequence[Payout], int]:
    """One page of a company's payouts, the newest first, and how many there are."""
    found = _of_company(company_id)
    count = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    newest_first = found.order_by(Payout.created_at.desc(), Payout.id.desc())
    part = newest_first.limit(PAGE).offset((page - 1) * PAGE)
    return db.session.scalars(part).all(), count


def list_coming(company_ids: Sequence[int]) -> Sequence[Payout]:
    """What is on its way to these companies' banks, the next to arrive first."""
    return db.session.scalars(
        select(Payout)
        .join(PaymentAccount)
        .where(
            PaymentAccount.company_id.in_(company_ids),
            Payout.state == PayoutState.PENDING,
            Payout.amount_minor > 0,
        )
        .order_by(Payout.arrives_on.nulls_last(), Payout.id)
    ).all()


def list_coming_of_owner(user_id: int | None) -> Sequence[Payout]:
    """The same for every company that a person owns."""
    owned = select(CompanyAdmin.company_id).where(CompanyAdmin.user_id == user_id)
    return list_coming(db.session.scalars(owned).all())


def get_payout_of_owner(user_id: int | None, payout_id: int) -> Payout:
    """A payout of a company that the person owns. Raises NotFound."""
    payout = db.session.scalar(
        select(Payout)
        .join(PaymentAccount)
        .join(CompanyAdmin, CompanyAdmin.company_id == PaymentAccount.company_id)
        .where(Payout.id == payout_id, CompanyAdmin.user_id == user_id)
    )
    if payout is None:
        raise NotFound
    return payout


def list_lines(payout_id: int) -> Sequence[PayoutLine]:
    """What a payout is made of, in order, each with its booking where there is one."""
    return db.session.scalars(
        select(PayoutLine)
        .where(PayoutLine.payout_id == payout_id)
        .options(joinedload(PayoutLine.charge).joinedload(Charge.booking))
        .order_by(PayoutLine.at, PayoutLine.id)
    ).all()


def zone_of(company_id: int) -> str:
    """By which clock a company lives: that of its first studio."""
    zones = select(Studio.zone).where(Studio.company_id == company_id).order_by(Studio.id)
    return db.session.scalar(zones.limit(1)) or "UTC"


def read_ledger(
    company_id: int, *, since: datetime, until: datetime
) -> Iterator[tuple[LedgerPosting, LedgerEntry, str, str | None]]:
    """A company's postings in time, entry by entry, with the provider and the booking's code.

    Read in portions: there may be many.
    """
    rows = db.session.execute(
        select(LedgerPosting, LedgerEntry, PaymentAccount.gateway, Booking.code)
        .join(LedgerEntry, LedgerEntry.posting_id == LedgerPosting.id)
        .join(PaymentAccount, PaymentAccount.id == LedgerPosting.account_id)
        .outerjoin(Charge, Charge.id == LedgerPosting.charge_id)
        .outerjoin(Booking, Booking.id == Charge.booking_id)
        .where(
            PaymentAccount.company_id == company_id,
            LedgerPosting.posted_at >= since,
            LedgerPosting.posted_at < until,
        )
        .order_by(LedgerPosting.posted_at, LedgerPosting.id, LedgerEntry.id),
        execution_options={"yield_per": 500},
    )
    for posting, entry, gateway, code in rows:  # noqa: UP028  # rows are no tuples to mypy
        yield posting, entry, gateway, code


def _of_company(company_id: int) -> Select[Payout]:
    return (
        select(Payout)
        .join(PaymentAccount)
        .where(PaymentAccount.company_id == company_id)
        .options(joinedload(Payout.account))
    )
