"""Reads about money: who can charge, what was paid, what went back."""

from collections.abc import Sequence

import structlog
from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from studiobook.db.base import db
from studiobook.payments.gateways.accounts import DisputeStatus
from studiobook.payments.models import Charge, Dispute, PaymentAccount, Refund
from studiobook.payments.states import (
    ENDED,
    PAYABLE,
    RESERVING,
    STUCK,
    ChargeState,
    Reason,
    RefundState,
)
from studiobook.values.money import Money

log = structlog.get_logger()


def find_account(company_id: int) -> PaymentAccount | None:
    """The account that a company is paid through now."""
    return db.session.scalar(
        select(PaymentAccount).where(
            PaymentAccount.company_id == company_id,
            PaymentAccount.activated_at.is_not(None),
            PaymentAccount.closed_at.is_(None),
        )
    )


def find_account_of_ref(gateway: str, external_ref: str) -> PaymentAccount | None:
    """Our row for an account at a provider, open or closed."""
    return db.session.scalar(
        select(PaymentAccount).where(
            PaymentAccount.gateway == gateway, PaymentAccount.external_ref == external_ref
        )
    )


def can_charge(company_id: int) -> bool:
    """Whether a company can be paid now."""
    account = find_account(company_id)
    return account is not None and account.can_charge


def is_paid_through(company_id: int, gateway: str) -> bool:
    """Whether what a company has at this provider takes its payments, and none is in the making."""
    accounts = db.session.scalars(
        select(PaymentAccount).where(
            PaymentAccount.company_id == company_id,
            PaymentAccount.gateway == gateway,
            PaymentAccount.closed_at.is_(None),
        )
    ).all()
    is_used = all(one.activated_at is not None and one.can_charge for one in accounts)
    return bool(accounts) and is_used


def charge_for_booking(booking_id: int) -> Charge | None:
    """The charge that says most: the payable one, else the captured one, else the latest."""
    return most_telling(charges_for_booking(booking_id))


def most_telling(charges: Sequence[Charge]) -> Charge | None:
    """The one of a booking's charges, oldest first, that says most."""
    payable = [charge for charge in charges if charge.state in PAYABLE]
    captured = [charge for charge in charges if charge.state is ChargeState.CAPTURED]
    return next(iter(payable[-1:] or captured[-1:] or charges[-1:]), None)


def find_payable(booking_id: int) -> Charge | None:
    """The charge on which a booking may still be paid, or is being paid."""
    return db.session.scalar(
        select(Charge).where(Charge.booking_id == booking_id, Charge.state.in_(PAYABLE))
    )


def charges_for_booking(booking_id: int) -> Sequence[Charge]:
    """Every attempt to be paid, oldest first."""
    return db.session.scalars(
        select(Charge).where(Charge.booking_id == booking_id).order_by(Charge.id)
    ).all()


def captured_charges(booking_id: int) -> list[Charge]:
    """What was paid for a booking, the latest payment first."""
    return list(
        db.session.scalars(
            select(Charge)
            .where(Charge.booking_id == booking_id, Charge.state == ChargeState.CAPTURED)
            .order_by(Charge.captured_at.desc(), Charge.id.desc())
        )
    )


def charges_with_refunds(booking_id: int) -> Sequence[Charge]:
    """The same with what went back of each, in one question."""
    found = select(Charge).where(Charge.booking_id == booking_id).order_by(Charge.id)
    return db.session.scalars(found.options(joinedload(Charge.refunds))).unique().all()


def refunds_for_booking(booking_id: int) -> Sequence[Refund]:
    """Every refund, oldest first."""
    return db.session.scalars(
        select(Refund).join(Charge).where(Charge.booking_id == booking_id).order_by(Refund.id)
    ).all()


def given_before(booking_id: int) -> int:
    """What went back for other reasons than the booking's own end or move, in minor units.

    What came in beside the price, such as a second payment, is no part of it, either way.
    """
    beside = select(Refund.charge_id).where(
        Refund.reason.in_((Reason.PAID_TWICE, Reason.SET_ASIDE, Reason.LATE))
    )
    given = (
        select(func.coalesce(func.sum(Refund.amount_minor), 0))
        .join(Charge)
        .where(
            Charge.booking_id == booking_id,
            Refund.reason.in_((Reason.GOODWILL, Reason.PROVIDER)),
            Refund.charge_id.not_in(beside),
            or_(Refund.state.in_(RESERVING), _is_stuck()),
        )
    )
    return int(db.session.scalar(given) or 0)


def given_at_provider(charge: Charge) -> int:
    """What went back of a charge by refunds that were made at the provider, in minor units."""
    given = select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(
        Refund.charge_id == charge.id,
        Refund.reason == Reason.PROVIDER,
        Refund.state == RefundState.SUCCEEDED,
    )
    return int(db.session.scalar(given) or 0)


def find_charge_of_page(gateway: str, checkout_ref: str) -> Charge | None:
    """The charge behind a provider's page."""
    return db.session.scalar(
        select(Charge).where(Charge.gateway == gateway, Charge.checkout_ref == checkout_ref)
    )


def find_charge_of_payment(gateway: str, payment_ref: str) -> Charge | None:
    """The charge behind a provider's payment."""
    return db.session.scalar(
        select(Charge).where(Charge.gateway == gateway, Charge.payment_ref == payment_ref)
    )


def is_booked_like(charge: Charge, amount: Money) -> bool:
    """Whether what a provider says of a charge can be booked; if not, it is logged and left."""
    fits = amount.currency == charge.currency and amount.minor > 0
    if not fits:
        log.error("odd_amount_left_alone", charge=charge.id, amount=str(amount))
    return fits


def is_paid_by_another(charge: Charge) -> bool:
    """Whether what this charge is for was paid by another attempt already."""
    same_purpose = (
        Charge.move_id.is_(None) if charge.move_id is None else Charge.move_id == charge.move_id
    )
    other = select(Charge.id).where(
        Charge.booking_id == charge.booking_id,
        Charge.id != charge.id,
        Charge.state == ChargeState.CAPTURED,
        same_purpose,
    )
    return db.session.scalar(other.limit(1)) is not None


def refundable(charge: Charge) -> Money:
    """What was captured and is neither given back, on its way back, nor lost to a bank.

    Lock the charge first.
    """
    return Money(max(0, left_of(charge)), charge.currency)


def left_of(charge: Charge) -> int:
    """The same in minor units, and below zero where more is owed than there is."""
    given, _fee = given_back(charge)
    return (charge.captured_minor or 0) - given - lost_to_banks(charge)


def owable(charge: Charge) -> Money:
    """The same without what is owed already and only waits for a human: it is not owed twice."""
    stuck = select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(
        Refund.charge_id == charge.id, _is_stuck()
    )
    waits = int(db.session.scalar(stuck) or 0)
    return Money(max(0, left_of(charge) - waits), charge.currency)


def _is_stuck() -> ColumnElement[bool]:
    """What somebody tried to give back at the provider, and could not, is not owed by us."""
    return (
        Refund.state.in_(STUCK)
        & func.coalesce(Refund.refusal, "").not_in(ENDED)
        & (Refund.reason != Reason.PROVIDER)
    )


def given_back(charge: Charge) -> tuple[int, int]:
    """What of a charge has gone back or is on its way, and the marketplace's part of that."""
    row = db.session.execute(_gone(charge)).one()
    return int(row[0]), int(row[1])


def shared_back(charge: Charge) -> tuple[int, int]:
    """The same without what a studio gave at its own expense: there the fee stays earned."""
    by_studio = Refund.reason.in_((Reason.GOODWILL, Reason.PROVIDER))
    at_own_expense = by_studio & (Refund.fee_minor == 0)
    row = db.session.execute(_gone(charge).where(~at_own_expense)).one()
    return int(row[0]), int(row[1])


def _gone(charge: Charge) -> Select[int, int]:
    return select(
        func.coalesce(func.sum(Refund.amount_minor), 0),
        func.coalesce(func.sum(Refund.fee_minor), 0),
    ).where(Refund.charge_id == charge.id, Refund.state.in_(RESERVING))


def lost_to_banks(charge: Charge) -> int:
    """What banks have taken back of a charge for good; while they decide, it may still be owed."""
    lost = select(func.coalesce(func.sum(Dispute.amount_minor), 0)).where(
        Dispute.charge_id == charge.id, Dispute.status == DisputeStatus.LOST
    )
    return int(db.session.scalar(lost) or 0)


def disputes_for_booking(booking_id: int) -> Sequence[Dispute]:
    """Every dispute about what was paid for a booking, oldest first."""
    return db.session.scalars(
        select(Dispute).join(Charge).where(Charge.booking_id == booking_id).order_by(Dispute.id)
    ).all()


def is_disputed(charge_id: int) -> bool:
    """Whether a bank has taken money of this charge and has yet to decide."""
    found = exists().where(Dispute.charge_id == charge_id, Dispute.status == DisputeStatus.OPEN)
    return bool(db.session.scalar(select(found)))
