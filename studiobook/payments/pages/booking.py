"""What a booking's page says about its money: one true sentence, and whether to look again."""

from collections.abc import Sequence
from dataclasses import dataclass

from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.payments.models import Charge, Refund
from studiobook.payments.queries import charge_for_booking, refunds_for_booking
from studiobook.payments.states import ChargeState, RefundState
from studiobook.values.money import total
from studiobook.web.templating import money

C, R = ChargeState, RefundState


@dataclass(frozen=True)
class PaymentState:
    """`tone` is a kind of notice; no sentence: the page says it all already.

    `is_checking`: it may change by itself within seconds.
    """

    tone: str = "info"
    sentence: str = ""
    is_checking: bool = False


#: The news that matters most first.
_REFUNDS = (
    (
        {R.FAILED, R.CANCELLED},
        "wait",
        "The refund of {} did not go through. We are on it; you need not do anything.",
    ),
    (
        {R.REQUESTED, R.SUBMITTED, R.UNKNOWN, R.PENDING},
        "wait",
        "A refund of {} is on its way, by the way it was paid.",
    ),
    (
        {R.SUCCEEDED},
        "good",
        "{} was paid back. Banks can take some days to show it.",
    ),
)

_SET_ASIDE = PaymentState(
    "wait", "What was paid is not what the booking costs. We are looking into it."
)

_CHARGES = {
    C.UNKNOWN: PaymentState(
        "wait", "The payment service has not answered yet. We keep asking.", is_checking=True
    ),
    C.PROCESSING: PaymentState(
        "wait", "Your payment is on its way. This usually takes a few seconds.", is_checking=True
    ),
}

_FAILED = PaymentState(
    "bad", "The payment did not go through. Nothing was taken: please try again."
)


def payment_state(booking: Booking) -> PaymentState:
    """Refunds before charges: once money goes back, that is what people want to know."""
    refunds = _of_refunds(refunds_for_booking(booking.id))
    return refunds or _of_charge(booking, charge_for_booking(booking.id))


def _of_refunds(refunds: Sequence[Refund]) -> PaymentState | None:
    for states, tone, words in _REFUNDS:
        amounts = [refund.amount for refund in refunds if refund.state in states]
        if amounts:
            return PaymentState(tone, words.format(money(total(amounts, amounts[0].currency))))
    return None


def _of_charge(booking: Booking, charge: Charge | None) -> PaymentState:
    if charge is None:
        return PaymentState()
    if charge.quarantine:
        return _SET_ASIDE
    if charge.state is C.FAILED and booking.status is Status.HELD:
        return _FAILED
    return _CHARGES.get(charge.state, PaymentState())
