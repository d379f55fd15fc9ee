"""Working through the inbox: each webhook makes us read the truth about its object."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.crash import crash_point
from studiobook.payments.gateways.protocol import (
    GatewayRefused,
    Gateways,
    GatewayUnavailable,
    Subject,
    UnknownGateway,
)
from studiobook.payments.mirror_payouts import mirror_payout
from studiobook.payments.models import GatewayEvent
from studiobook.payments.queries import find_account_of_ref, find_charge_of_page
from studiobook.payments.refresh_account import refresh_account
from studiobook.payments.settle import settle
from studiobook.payments.settle_dispute import look_at_dispute
from studiobook.payments.settle_refund import settle_refund

log = structlog.get_logger()

#: A claim that was not finished by then was lost with its worker.
CLAIM = timedelta(minutes=2)
#: When an event that we can't place is tried again; its object may not have reached us yet.
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30))
#: When the provider does not answer, which says nothing about the event.
OUTAGE = timedelta(minutes=2)


class _NotPlaced(Exception):
    """We know of no such object, or not yet."""


@dataclass(frozen=True)
class _Hint:
    gateway: str
    account_ref: str
    subject: Subject
    object_ref: str


def process_event(*, event_row_id: int, gateways: Gateways, now: datetime) -> None:
    """Read and apply what one stored event is about. Repeats harmlessly, opens transactions."""
    hint = in_transaction(lambda: _claim(event_row_id, now))
    if hint is None:
        return
    crash_point("event.claimed")
    try:
        _look(hint, gateways, now)
        crash_point("event.applied")
    except GatewayUnavailable:
        in_transaction(lambda: _postpone(event_row_id, "unavailable", now + OUTAGE))
    except (_NotPlaced, GatewayRefused, UnknownGateway) as error:
        name = type(error).__name__.strip("_")
        in_transaction(lambda: _retry_or_give_up(event_row_id, name, now))
    else:
        in_transaction(lambda: _done(event_row_id, now))


def list_due_events(*, now: datetime, limit: int = 200) -> list[int]:
    """Ids of events to work on, oldest first."""
    return list(
        db.session.scalars(
            select(GatewayEvent.id)
            .where(GatewayEvent.next_try_at <= now)
            .order_by(GatewayEvent.next_try_at, GatewayEvent.id)
            .limit(limit)
        )
    )


def _claim(event_row_id: int, now: datetime) -> _Hint | None:
    event = db.session.scalar(
        select(GatewayEvent)
        .where(GatewayEvent.id == event_row_id, GatewayEvent.next_try_at <= now)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if event is None:
        return None
    event.next_try_at = now + CLAIM
    return _Hint(event.gateway, event.account_ref, event.subject, event.object_ref)


def _look(hint: _Hint, gateways: Gateways, now: datetime) -> None:
    if hint.subject is Subject.CHECKOUT:
        charge_id = in_transaction(lambda: _charge_id(hint))
        if charge_id is None:
            raise _NotPlaced
        settle(charge_id=charge_id, gateways=gateways, now=now)
    if hint.subject is Subject.ACCOUNT:
        account_id = in_transaction(lambda: _account_id(hint))
        refresh_account(account_id=account_id, gateways=gateways, now=now)
    if hint.subject is Subject.REFUND:
        gateway = gateways.named(hint.gateway)
        truth = gateway.read_refund(hint.object_ref, account_ref=hint.account_ref)
        if in_transaction(lambda: settle_refund(truth, gateway=hint.gateway, now=now)) is None:
            raise _NotPlaced
    if hint.subject is Subject.DISPUTE:
        ref, name, account_ref = hint.object_ref, hint.gateway, hint.account_ref
        status = look_at_dispute(
            ref=ref, gateway=name, account_ref=account_ref, gateways=gateways, now=now
        )
        if status is None:
            raise _NotPlaced
    if hint.subject is Subject.PAYOUT:
        account_id = in_transaction(lambda: _account_id(hint))
        mirror_payout(account_id=account_id, ref=hint.object_ref, gateways=gateways, now=now)


def _account_id(hint: _Hint) -> int:
    account = find_account_of_ref(hint.gateway, hint.account_ref)
    if account is None:
        raise _NotPlaced
    return account.id


def _charge_id(hint: _Hint) -> int | None:
    charge = find_charge_of_page(hint.gateway, hint.object_ref)
    return None if charge is None else charge.id


def _done(event_row_id: int, now: datetime) -> None:
    event = db.session.get_one(GatewayEvent, event_row_id)
    event.processed_at, event.next_try_at, event.error = now, None, None


def _postpone(event_row_id: int, error: str, until: datetime) -> None:
    event = db.session.get_one(GatewayEvent, event_row_id)
    event.next_try_at, event.error = until, error


def _retry_or_give_up(event_row_id: int, error: str, now: datetime) -> None:
    event = db.session.get_one(GatewayEvent, event_row_id)
    event.attempts += 1
    event.error = error
    if event.attempts <= len(DELAYS):
        event.next_try_at = now + DELAYS[event.attempts - 1]
        return
    # Not ours after all, such as a sale that the owner made elsewhere on the same account.
    event.next_try_at, event.processed_at = None, now
    log.warning("gateway_event_not_placed", row=event_row_id, type=event.type)
