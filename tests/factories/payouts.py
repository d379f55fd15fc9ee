"""Payouts as rows: what a provider made of bookings that were paid."""

import secrets
from datetime import datetime, timedelta

from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.payments.gateways.accounts import LineKind
from studiobook.payments.models import Charge, PaymentAccount, Payout, PayoutLine
from studiobook.payments.states import ChargeState, PayoutState


def make_charge(booking: Booking, account: PaymentAccount, *, now: datetime) -> Charge:
    """What a booking was paid with."""
    charge = Charge(
        booking_id=booking.id,
        account=account,
        gateway=account.gateway,
        idempotency_key=f"c-{secrets.token_hex(8)}",
        amount_minor=booking.total_minor,
        fee_minor=booking.fee_minor,
        currency=booking.currency,
        order_json={},
        state=ChargeState.CAPTURED,
        checkout_ref=f"chk-{booking.id}",
        payment_ref=f"pay-{booking.id}",
        captured_minor=booking.total_minor,
        captured_at=now,
        created_at=now,
        expires_at=now + timedelta(minutes=31),
    )
    db.session.add(charge)
    db.session.flush()
    return charge


def make_payout(
    account: PaymentAccount,
    *charges: Charge,
    state: PayoutState = PayoutState.PENDING,
    elsewhere: int = 0,
    asked_for: bool = False,
    failure: str | None = None,
    currency: str = "EUR",
    now: datetime,
) -> Payout:
    """One with a line for each charge, and one for a sale of `elsewhere` minor units."""
    payout = Payout(
        account=account,
        gateway=account.gateway,
        gateway_ref=f"po-{secrets.token_hex(8)}",
        idempotency_key=f"p-{secrets.token_hex(8)}" if asked_for else None,
        amount_minor=0,
        currency=currency,
        state=state,
        created_at=now,
        arrives_on=(now + timedelta(days=1)).date(),
        next_check_at=now + timedelta(hours=1) if state is PayoutState.PENDING else None,
        failure=failure,
    )
    for charge in charges:
        payout.lines.append(_line(charge, charge.amount_minor, charge.fee_minor, now))
    if elsewhere:
        payout.lines.append(_line(None, elsewhere, 0, now))
    payout.amount_minor = sum(line.net_minor for line in payout.lines)
    db.session.add(payout)
    db.session.flush()
    return payout


def _line(charge: Charge | None, gross: int, fee: int, now: datetime) -> PayoutLine:
    return PayoutLine(
        ref=secrets.token_hex(8),
        kind=LineKind.SALE,
        charge=charge,
        gross_minor=gross,
        fee_minor=fee,
        provider_fee_minor=25,
        net_minor=gross - fee - 25,
        at=now,
    )
