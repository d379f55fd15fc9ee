"""What becomes of a charge after its page was asked for: it has one, has none, or who knows."""

from datetime import datetime, timedelta

from studiobook.db.transaction import in_transaction
from studiobook.payments.checks import next_check
from studiobook.payments.crash import crash_point
from studiobook.payments.due import find_due
from studiobook.payments.errors import CannotPay
from studiobook.payments.gateways.protocol import CheckoutPage, Gateways
from studiobook.payments.lock import lock_charge, lock_charge_with_booking
from studiobook.payments.states import ChargeState, become

#: How far the provider's clock may be behind ours.
SKEW = timedelta(minutes=5)
NO_TRACE = "no_trace"

_WAITING = {ChargeState.CREATED, ChargeState.UNKNOWN}


def take_page(charge_id: int, page: CheckoutPage, *, gateways: Gateways, now: datetime) -> str:
    """Note the page and return its address; one that nobody waits for any more is closed.

    Raises CannotPay when the booking was given up meanwhile.
    """
    asked = in_transaction(lambda: _note(charge_id, page, now))
    crash_point("checkout.noted")
    if asked is None:
        return page.url
    gateway, account_ref = asked
    gateways.named(gateway).close_checkout(
        page.ref, account_ref=account_ref, link_ref=page.link_ref
    )
    raise CannotPay


def recover(
    *, charge_id: int, gateways: Gateways, now: datetime, patient: bool = False
) -> str | None:
    """Look for the page of a charge whose answer was lost; None when there is no such page.

    Then the charge is given up, unless `patient`: it may still be on its way.
    Raises GatewayUnavailable, CannotPay.
    """
    name, key, account_ref, since = in_transaction(lambda: _question(charge_id))
    page = gateways.named(name).find_checkout(key, account_ref=account_ref, since=since)
    if page is not None:
        return take_page(charge_id, page, gateways=gateways, now=now)
    if not patient:
        in_transaction(lambda: give_up(charge_id, refusal=NO_TRACE))
    return None


def lose(charge_id: int) -> None:
    """No answer came: what became of it is unknown."""
    charge = lock_charge(charge_id)
    become(charge, ChargeState.UNKNOWN)


def give_up(charge_id: int, *, refusal: str) -> None:
    """There is no page and there will be none."""
    charge = lock_charge(charge_id)
    if charge.state in _WAITING and become(charge, ChargeState.FAILED):
        charge.refusal = refusal[:120]
        charge.next_check_at = None


def _note(charge_id: int, page: CheckoutPage, now: datetime) -> tuple[str, str] | None:
    booking, charge = lock_charge_with_booking(charge_id)
    if charge.state in _WAITING:
        become(charge, ChargeState.SUBMITTED)
        charge.checkout_ref, charge.checkout_url = page.ref, page.url
        charge.link_ref = page.link_ref
        charge.next_check_at = next_check(
            since=charge.created_at, now=now, ends_at=charge.expires_at
        )
    crash_point("checkout.noting")
    due = find_due(booking, now=now)
    is_wanted = due is not None and due.move_id == charge.move_id
    if charge.checkout_ref == page.ref and is_wanted:
        return None
    return charge.gateway, charge.account.external_ref


def _question(charge_id: int) -> tuple[str, str, str, datetime]:
    charge = lock_charge(charge_id)
    return (
        charge.gateway,
        charge.idempotency_key,
        charge.account.external_ref,
        charge.created_at - SKEW,
    )
