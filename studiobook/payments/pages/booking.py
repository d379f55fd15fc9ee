"""What a booking's page says about its money: true sentences, and whether to look again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.payments.evidence import deadline, where_to_answer
from studiobook.payments.gateways.accounts import DisputeStatus
from studiobook.payments.models import Charge, Dispute, Refund
from studiobook.payments.queries import (
    charges_with_refunds,
    disputes_for_booking,
    given_before,
    most_telling,
)
from studiobook.payments.revoked import REVOKED
from studiobook.payments.states import BESIDE, LOST, ChargeState, RefundState
from studiobook.values.money import Money
from studiobook.web.templating import day, money

C, R, D = ChargeState, RefundState, DisputeStatus


@dataclass(frozen=True)
class PaymentState:
    """`tone` is a kind of notice; no sentences: the page says it all already.

    `is_checking`: it may change by itself within seconds.
    """

    tone: str = "info"
    sentences: tuple[str, ...] = ()
    is_checking: bool = False


@dataclass(frozen=True)
class _Line:
    tone: str
    sentence: str


_SET_ASIDE = PaymentState(
    "wait", ("What was paid is not what the booking costs. We are looking into it.",)
)

_CHARGES = {
    C.UNKNOWN: PaymentState(
        "wait", ("The payment service has not answered yet. We keep asking.",), is_checking=True
    ),
    C.PROCESSING: PaymentState(
        "wait",
        ("Your payment is on its way. This usually takes a few seconds.",),
        is_checking=True,
    ),
}

_FAILED = PaymentState(
    "bad", ("The payment did not go through. Nothing was taken: please try again.",)
)


def payment_state(booking: Booking) -> PaymentState:
    """For the guest. Refunds before charges: once money goes back, people want to know that."""
    charges = charges_with_refunds(booking.id)
    return _lines(booking, charges, _FOR_THE_GUEST) or _of_charge(booking, most_telling(charges))


def money_state(booking: Booking) -> PaymentState:
    """For the studio: what goes back, what a bank has in hand, and what can be done."""
    charges = charges_with_refunds(booking.id)
    return _lines(booking, charges, _FOR_THE_STUDIO) or PaymentState()


def gone_before(booking: Booking, due: Money) -> str:
    """What of a refund that is due has been given back earlier, as a sentence; "" for nothing."""
    gone = min(Money(given_before(booking.id), due.currency), due)
    if not gone.minor:
        return ""
    if gone == due:
        return "All of that has gone back already, so nothing more comes."
    return f"{money(gone)} of that has gone back already, so {money(due - gone)} comes now."


@dataclass(frozen=True)
class _Voice:
    """What one side is told that the other is not."""

    dispute: Callable[[Dispute], _Line | None]
    failed: Callable[[Refund], str]


def _lines(booking: Booking, charges: Sequence[Charge], voice: _Voice) -> PaymentState | None:
    is_paid = any(charge.state is C.CAPTURED for charge in charges)
    disputes = disputes_for_booking(booking.id) if is_paid else ()
    refunds = sorted((one for charge in charges for one in charge.refunds), key=lambda one: one.id)
    taken = {one.charge_id for one in disputes if one.status is D.OPEN}
    told = [voice.dispute(one) for one in disputes]
    told += [_refund(one, voice, taken) for one in refunds]
    lines = [line for line in told if line is not None]
    if not lines:
        return None
    tone = min((line.tone for line in lines), key=("wait", "good", "info").index)
    return PaymentState(tone, tuple(line.sentence for line in lines))


def _refund(refund: Refund, voice: _Voice, disputed: set[int]) -> _Line:
    amount, state = money(refund.amount), refund.state
    if state in (R.SUCCEEDED, R.BY_HAND):
        on = day(refund.settled_at or refund.requested_at, refund.charge.booking.zone)
        if state is R.BY_HAND:
            return _Line("good", f"{amount} was paid back by another way on {on}.")
        words = f"{amount} was paid back on {on}. Banks can take some days to show it."
        return _Line("good", words)
    if state is R.CANCELLED and refund.refusal == LOST:
        return _Line("info", f"A refund of {amount} has ended: the bank has paid it back.")
    if state is R.CANCELLED and refund.refusal == BESIDE:
        return _Line("info", f"A refund of {amount} has ended: it went back by another way.")
    if state in (R.FAILED, R.CANCELLED):
        return _Line("wait", voice.failed(refund))
    where = "is on its way, by the way it was paid"
    if state is R.REQUESTED:
        is_disputed = refund.charge_id in disputed
        where = "waits until the bank has decided" if is_disputed else "is about to be sent"
    return _Line("wait", f"A refund of {amount} {where}.")


def _guest_failed(refund: Refund) -> str:
    return (
        f"The refund of {money(refund.amount)} did not go through. We are on it; you need not do"
        " anything."
    )


def _studio_failed(refund: Refund) -> str:
    amount = money(refund.amount)
    if refund.refusal == REVOKED:
        return (
            f"The refund of {amount} waits: our access to your payment account is gone. Connect it"
            " again under Payments, and it is sent by itself."
        )
    return f"The refund of {amount} did not go through. We look into it and try again."


def _guest_dispute(dispute: Dispute) -> _Line | None:
    if dispute.status is not D.OPEN:
        return None
    return _Line("wait", f"Your bank has {money(dispute.amount)} of this in hand and decides.")


def _studio_dispute(dispute: Dispute) -> _Line:
    amount, due = money(dispute.amount), dispute.evidence_due_at
    if dispute.status is D.WON:
        return _Line("good", f"The bank decided the dispute of {amount} for you.")
    if dispute.status is D.LOST:
        return _Line("info", f"The bank decided the dispute of {amount} for the guest.")
    last = day(due, dispute.charge.booking.zone) if due else None
    does = (
        f"The guest’s bank asks about {amount}; the money is still yours."
        if dispute.status is D.INQUIRY
        else f"The guest disputes this payment, and their bank has taken back {amount}."
    )
    answer = f"{deadline(last)} {where_to_answer(dispute.gateway)}"
    return _Line("wait", f"{does} {answer}")


_FOR_THE_GUEST = _Voice(_guest_dispute, _guest_failed)
_FOR_THE_STUDIO = _Voice(_studio_dispute, _studio_failed)


def _of_charge(booking: Booking, charge: Charge | None) -> PaymentState:
    if charge is None:
        return PaymentState()
    if charge.quarantine:
        return _SET_ASIDE
    if charge.state is C.FAILED and booking.status is Status.HELD:
        return _FAILED
    return _CHARGES.get(charge.state, PaymentState())
