"""Opening the page on which a held booking, or the difference of a move, is paid.

The intent is committed, then the provider is asked outside any transaction, then its answer is
applied in a new one. Whatever breaks in between is found by reading back under the same key.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.prolong import prolong
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.checks import next_check
from studiobook.payments.crash import crash_point
from studiobook.payments.due import Due, find_due
from studiobook.payments.errors import CannotPay, PaymentRefused, PaymentsAway, StudioCannotCharge
from studiobook.payments.fresh_key import fresh_key
from studiobook.payments.gateways.protocol import (
    CheckoutOrder,
    GatewayRefused,
    Gateways,
    GatewayUnavailable,
    UnknownGateway,
)
from studiobook.payments.models import Charge
from studiobook.payments.queries import find_account, find_payable
from studiobook.payments.settle import settle
from studiobook.payments.states import PAYABLE, ChargeState
from studiobook.payments.take_page import give_up, lose, recover, take_page
from studiobook.values.wall_clock import to_local

#: Providers refuse a page that lives shorter than 30 minutes; a little more for the way there.
SHORTEST = timedelta(minutes=31)
LONGEST = timedelta(hours=23)
#: The slot is kept this much longer than the page: who pays at the last moment is not late.
GRACE = timedelta(minutes=2)
#: Opening pages one after the other must not keep a slot for ever.
LONGEST_HOLD = timedelta(minutes=65)


@dataclass(frozen=True)
class _Intent:
    charge_id: int
    gateway: str
    state: ChargeState
    order: CheckoutOrder
    url: str | None
    is_over: bool


def open_checkout(
    *, booking_id: int, success_url: str, cancel_url: str, gateways: Gateways, now: datetime
) -> str:
    """The address of the page to pay on; coming back gives the same page.

    Opens its own transactions. Raises CannotPay, HoldLapsed, StudioCannotCharge, PaymentsAway,
    PaymentRefused; none of them costs the guest the hold.
    """

    def intend() -> _Intent:
        return in_transaction(lambda: _intend(booking_id, success_url, cancel_url, now))

    try:
        intent = intend()
        if _is_spent(intent, gateways=gateways, now=now):
            # A hold may outlive its page, above all a link's: another page, and never two.
            intent = intend()
        if intent.is_over:
            raise CannotPay("The time to pay is over. Please start again.")
        if intent.state is ChargeState.UNKNOWN:
            found = recover(charge_id=intent.charge_id, gateways=gateways, now=now)
            # Nothing came of the lost attempt and it has been given up: a fresh one.
            return found or _ask(intend(), gateways=gateways, now=now)
        return intent.url or _ask(intent, gateways=gateways, now=now)
    except GatewayUnavailable as silence:
        raise PaymentsAway from silence
    except (UnknownGateway, GatewayRefused) as stranger:
        # We may not look at the page that there is: its account was taken from us meanwhile.
        raise StudioCannotCharge from stranger


def _intend(booking_id: int, success_url: str, cancel_url: str, now: datetime) -> _Intent:
    booking = lock_booking(booking_id)
    due = find_due(booking, now=now)
    charge = find_payable(booking_id)
    if due is None or not booking.guest_email:
        raise CannotPay
    if charge is None:
        charge = _new_charge(booking, due, success_url, cancel_url, now)
    elif charge.move_id != due.move_id:
        raise CannotPay("The time to pay is over. Please start again.")
    return _Intent(
        charge.id,
        charge.gateway,
        charge.state,
        _order(charge, booking.code),
        charge.checkout_url,
        is_over=charge.expires_at <= now,
    )


def _new_charge(
    booking: Booking, due: Due, success_url: str, cancel_url: str, now: datetime
) -> Charge:
    account = find_account(booking.studio.company_id)
    if account is None or not account.can_charge:
        raise StudioCannotCharge
    expires_at = _page_end(due, now)
    if due.move_id is None:
        prolong(booking.id, until=expires_at + GRACE, now=now)
    charge = Charge(
        booking_id=booking.id,
        move_id=due.move_id,
        account=account,
        gateway=account.gateway,
        idempotency_key=fresh_key("c"),
        amount_minor=due.amount.minor,
        fee_minor=due.fee.minor,
        currency=due.amount.currency,
        order_json={
            "description": _description(booking),
            "buyer_email": booking.guest_email,
            "success_url": success_url,
            "cancel_url": cancel_url,
        },
        state=ChargeState.CREATED,
        created_at=now,
        expires_at=expires_at,
        next_check_at=next_check(since=now, now=now),
    )
    db.session.add(charge)
    db.session.flush()
    return charge


def _page_end(due: Due, now: datetime) -> datetime:
    end = min(max(due.lapses_at, now + SHORTEST), now + LONGEST)
    if end > due.lapses_at and end > due.since + LONGEST_HOLD:
        raise CannotPay("There is too little time left to pay. Please start again.")
    # Providers count in whole seconds, and a retry must repeat the very same moment.
    return end.replace(microsecond=0)


def _order(charge: Charge, code: str) -> CheckoutOrder:
    return CheckoutOrder(
        idempotency_key=charge.idempotency_key,
        account_ref=charge.account.external_ref,
        reference=code,
        amount=charge.amount,
        fee=charge.fee,
        expires_at=charge.expires_at,
        location_ref=charge.account.location_ref,
        **charge.order_json,
    )


def _description(booking: Booking) -> str:
    start = to_local(booking.slot.starts_at, booking.zone)
    end = to_local(booking.slot.ends_at, booking.zone)
    when = f"{start:%a} {start.day} {start:%b %Y}, {start:%H:%M}–{end:%H:%M}"
    return f"{booking.room.name} at {booking.studio.name}: {when} ({booking.zone})"[:500]


def _is_spent(intent: _Intent, *, gateways: Gateways, now: datetime) -> bool:
    """Whether the page that there is has ended meanwhile, and we had not heard."""
    if intent.url is None and not intent.is_over:
        return False
    try:
        return settle(charge_id=intent.charge_id, gateways=gateways, now=now) not in PAYABLE
    except GatewayUnavailable:
        if intent.is_over:
            raise
        return False


def _ask(intent: _Intent, *, gateways: Gateways, now: datetime) -> str:
    gateway = gateways.named(intent.gateway)
    crash_point("checkout.intended")
    try:
        page = gateway.open_checkout(intent.order)
    except GatewayRefused as refusal:
        in_transaction(partial(give_up, intent.charge_id, refusal=refusal.code))
        raise PaymentRefused from refusal
    except GatewayUnavailable:
        in_transaction(partial(lose, intent.charge_id))
        # A mere answer that went missing is found at once; in an outage this raises again.
        url = recover(charge_id=intent.charge_id, gateways=gateways, now=now, patient=True)
        if url is None:
            raise
        return url
    crash_point("checkout.opened")
    return take_page(intent.charge_id, page, gateways=gateways, now=now)
