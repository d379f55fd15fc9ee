"""Deciding about money that is not what was asked for: all of it goes back, or it is good."""

from datetime import datetime
from functools import partial

from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.outbox.record import record
from studiobook.payments.events import QuarantineEnded
from studiobook.payments.gateways.protocol import CheckoutState, CheckoutStatus, Gateways
from studiobook.payments.lock import lock_charge_with_booking
from studiobook.payments.models import Charge
from studiobook.payments.request_refund import request_refund_of
from studiobook.payments.settle import capture, page_of, use_money
from studiobook.payments.states import PAYABLE, Reason


class NotInQuarantine(DomainError):
    """It is what was asked for, or somebody has decided already."""

    status = 409
    message = "This payment does not wait for a decision."


class NotTheAmount(DomainError):
    """Only the right amount can be accepted."""

    status = 409
    message = "What was paid is not what was asked for, so it can only go back."


class CannotGiveBack(DomainError):
    """We can't account for it here."""

    status = 409
    message = (
        "The provider reports another currency, or no payment at all. Refund it in the provider’s"
        " own dashboard: there is nothing that can be done from here."
    )


def give_back(
    *, charge_id: int, gateways: Gateways, actor: str, now: datetime, actor_id: int | None = None
) -> None:
    """Note what was really paid, by its own amount, and owe all of it; nothing is confirmed.

    Opens its own transactions. Raises NotInQuarantine, CannotGiveBack, GatewayError.
    """
    truth = _read(charge_id, gateways)
    in_transaction(partial(_give_back, charge_id, truth, actor, actor_id, now))


def accept(
    *, charge_id: int, gateways: Gateways, actor: str, now: datetime, actor_id: int | None = None
) -> None:
    """Take a payment of the right amount as good, whatever else differs; the booking gets it.

    Opens its own transactions. Raises NotInQuarantine, NotTheAmount, GatewayError.
    """
    truth = _read(charge_id, gateways)
    in_transaction(partial(_accept, charge_id, truth, actor, actor_id, now))


def _read(charge_id: int, gateways: Gateways) -> CheckoutState:
    page = page_of(charge_id)
    if page.ref is None:
        raise NotInQuarantine
    return gateways.named(page.gateway).read_checkout(page.ref, account_ref=page.account_ref)


def _give_back(
    charge_id: int, truth: CheckoutState, actor: str, actor_id: int | None, now: datetime
) -> None:
    _booking, charge = lock_charge_with_booking(charge_id)
    _require_set_aside(charge, truth)
    if truth.payment_ref is None or truth.amount.currency != charge.currency:
        raise CannotGiveBack
    charge.fee_minor = min(charge.fee_minor, truth.amount.minor)
    capture(charge, truth, now=now)
    request_refund_of(charge, reason=Reason.SET_ASIDE, cause="set-aside", now=now)
    _tell(charge, actor, actor_id, now, given_back=True)


def _accept(
    charge_id: int, truth: CheckoutState, actor: str, actor_id: int | None, now: datetime
) -> None:
    booking, charge = lock_charge_with_booking(charge_id)
    _require_set_aside(charge, truth)
    if truth.payment_ref is None or truth.amount != charge.amount:
        raise NotTheAmount
    charge.quarantine = None
    capture(charge, truth, now=now)
    use_money(booking, charge, now=now)
    _tell(charge, actor, actor_id, now, given_back=False)


def _require_set_aside(charge: Charge, truth: CheckoutState) -> None:
    is_paid = truth.status is CheckoutStatus.PAID
    if charge.quarantine is None or charge.state not in PAYABLE or not is_paid:
        raise NotInQuarantine


def _tell(
    charge: Charge, actor: str, actor_id: int | None, now: datetime, *, given_back: bool
) -> None:
    fact = QuarantineEnded(charge.id, given_back)
    record(fact, actor=actor, actor_id=actor_id, booking_id=charge.booking_id, now=now)
