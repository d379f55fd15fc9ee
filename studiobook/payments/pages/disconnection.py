"""What an owner reads before they disconnect an account."""

from datetime import datetime

from flask import url_for

from studiobook.payments.disconnect_account import (
    AFTERMATH,
    count_open_bookings,
    is_needed,
)
from studiobook.payments.gateways.protocol import Gateways, UnknownGateway
from studiobook.payments.models import PaymentAccount
from studiobook.payments.pages.account import href_of
from studiobook.web.components import Act, Link
from studiobook.web.console import ConfirmPage

NEVER_USED = (
    "{} has taken no payment for you yet. What you wrote down there stays there, and you can go "
    "on with it later."
)
STOP = (
    "Guests can’t pay {} any more, so its studios take no bookings until you connect an account "
    "again."
)
STAYS = (
    "What was paid through {} is still refunded and paid out by it. Our access ends {} days after "
    "the last session that was paid that way."
)


def disconnection_page(
    account: PaymentAccount, *, gateways: Gateways, now: datetime
) -> ConfirmPage:
    """One look more: who can't pay, what stays refundable, what becomes of our access."""
    label = _label(account, gateways)
    back, is_used = href_of(account.company), account.activated_at is not None
    words = f"Disconnect {label}" if is_used else f"Give up connecting {label}"
    return ConfirmPage(
        title=words,
        section="payments",
        way=(Link("Payments", back),),
        sentences=_sentences(account, label, now),
        act=Act(
            words,
            url_for("payments.create_disconnection", account_id=account.id),
            kind="danger",
        ),
        back=Link("Keep it connected" if is_used else "Go on with it", back),
    )


def _sentences(account: PaymentAccount, label: str, now: datetime) -> tuple[str, ...]:
    if account.activated_at is None:
        return (NEVER_USED.format(label),)
    stop = STOP.format(account.company.name)
    if not is_needed(account, now=now):
        return (stop, f"Nothing is left to refund through {label}, so our access ends at once.")
    coming = _open(count_open_bookings(account, now=now))
    return (stop, f"{coming} {STAYS.format(label, AFTERMATH.days)}")


def _open(count: int) -> str:
    if count == 0:
        return "No booking to come was paid through it."
    return (
        "One booking to come was paid through it, and stays."
        if count == 1
        else f"{count} bookings to come were paid through it, and stay."
    )


def _label(account: PaymentAccount, gateways: Gateways) -> str:
    try:
        return gateways.named(account.gateway).label
    except UnknownGateway:
        return account.gateway.capitalize()
