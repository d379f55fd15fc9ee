"""Closing the payment pages of a booking that no longer waits for money."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import select

from studiobook.bookings.lock import lock_booking
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.crash import crash_point
from studiobook.payments.due import find_due
from studiobook.payments.gateways.protocol import AccountRevoked, Gateways
from studiobook.payments.models import Charge
from studiobook.payments.settle import apply, page_of, settle
from studiobook.payments.states import PAYABLE


def close_pages(*, booking_id: int, gateways: Gateways, now: datetime) -> None:
    """Make what nobody waits for unpayable; a page that was paid all the same is settled.

    One behind which we are no longer let stays as it is, and is followed by the clock. Opens its
    own transactions, repeats harmlessly. Raises GatewayUnavailable: try again later.
    """
    for charge_id in in_transaction(lambda: _unwanted(booking_id, now)):
        with suppress(AccountRevoked):
            _close(charge_id, gateways, now)


def _close(charge_id: int, gateways: Gateways, now: datetime) -> None:
    page = page_of(charge_id)
    if page.ref is None:
        # Its answer was lost: found, it is closed at once.
        settle(charge_id=charge_id, gateways=gateways, now=now)
        return
    closed = gateways.named(page.gateway).close_checkout(
        page.ref, account_ref=page.account_ref, link_ref=page.link_ref
    )
    crash_point("checkout.closed")
    apply(charge_id, closed, now=now)


def _unwanted(booking_id: int, now: datetime) -> list[int]:
    booking = lock_booking(booking_id)
    due = find_due(booking, now=now)
    payable = db.session.scalars(
        select(Charge).where(Charge.booking_id == booking_id, Charge.state.in_(PAYABLE))
    )
    return [charge.id for charge in payable if due is None or charge.move_id != due.move_id]
