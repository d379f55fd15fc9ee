"""Giving back a part or all of what was paid, because the studio wants to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.states import BOOKED
from studiobook.payments.errors import LeftChanged, NothingToRefund, PaymentDisputed
from studiobook.payments.models import Charge, Refund
from studiobook.payments.queries import captured_charges, is_disputed, owable
from studiobook.payments.request_refund import owed_for, request_refund, share_of_fee, split
from studiobook.payments.states import Reason
from studiobook.values.money import Money, total


@dataclass(frozen=True)
class Shares:
    """What a refund of `amount` takes from whom."""

    amount: Money
    from_studio: Money
    from_us: Money


def left_to_refund(booking: Booking) -> Money:
    """What of all payments has not gone back, is not on its way and is not owed."""
    charges = captured_charges(booking.id)
    return total((owable(charge) for charge in charges), booking.currency)


def require_refundable(booking: Booking) -> None:
    """Raise PaymentDisputed while a bank decides, NothingToRefund where nothing is left."""
    charges = captured_charges(booking.id)
    if any(is_disputed(charge.id) for charge in charges):
        raise PaymentDisputed
    # A request that was paid is answered first: no gives all of it back.
    if booking.status not in BOOKED or not left_to_refund(booking).minor:
        raise NothingToRefund


def shares_of(booking: Booking, amount: Money, *, studio_bears_fee: bool) -> Shares:
    """What refunding `amount` now would take from the studio and from the marketplace."""
    parts = split(captured_charges(booking.id), amount)
    fee = 0 if studio_bears_fee else sum(_fees(parts))
    from_us = Money(fee, amount.currency)
    return Shares(amount, amount - from_us, from_us)


def refund_booking(
    *,
    booking_id: int,
    amount: Money,
    expected_left: Money,
    studio_bears_fee: bool,
    note: str,
    token: str,
    actor_id: int | None,
    now: datetime,
) -> list[Refund]:
    """Owe the guest `amount`; the same token owes once, and gives the same refunds again.

    Raises PaymentDisputed, NothingToRefund, and LeftChanged when what is left is no longer what
    the page had shown: somebody else has refunded meanwhile.
    """
    booking = lock_booking(booking_id)
    cause = f"goodwill-{token}"
    if before := owed_for(booking_id, cause):
        return before
    require_refundable(booking)
    left = left_to_refund(booking)
    if left != expected_left or not 0 < amount.minor <= left.minor:
        raise LeftChanged
    return request_refund(
        booking_id=booking_id,
        amount=amount,
        reason=Reason.GOODWILL,
        actor="owner",
        actor_id=actor_id,
        cause=cause,
        now=now,
        studio_bears_fee=studio_bears_fee,
        note=note or None,
    )


def _fees(parts: Iterable[tuple[Charge, Money]]) -> list[int]:
    return [share_of_fee(charge, part) for charge, part in parts]
