"""Delivering events: claimed in one short transaction, handled outside it, receipted in another."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import select

from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.outbox.models import Delivery, DeliveryState, Event
from studiobook.outbox.subscriptions import handler_named

log = structlog.get_logger()

#: A claim that is not receipted by then was lost with its worker and is tried again.
CLAIM = timedelta(minutes=2)
#: Seconds until the next try after the n-th failure; together a little more than three days.
DELAYS = (10, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 43200, 86400, 86400)


def deliver_due(*, now: datetime, event_id: int | None = None, limit: int = 100) -> int:
    """Deliver what is due, of one event or of all; returns how many were tried."""
    tried = 0
    while tried < limit:
        delivery_id = _claim(now=now, event_id=event_id)
        if delivery_id is None:
            break
        _hand_over(delivery_id, now=now)
        tried += 1
    return tried


def _claim(*, now: datetime, event_id: int | None) -> int | None:
    with transaction() as session:
        wanted = (
            select(Delivery)
            .where(Delivery.state == DeliveryState.WAITING, Delivery.next_try_at <= now)
            .order_by(Delivery.next_try_at, Delivery.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if event_id is not None:
            wanted = wanted.where(Delivery.event_id == event_id)
        delivery = session.scalar(wanted)
        if delivery is None:
            return None
        delivery.attempts += 1
        delivery.next_try_at = now + CLAIM
        return delivery.id


def _hand_over(delivery_id: int, *, now: datetime) -> None:
    delivery = db.session.get_one(Delivery, delivery_id)
    event = db.session.get_one(Event, delivery.event_id)
    handler = handler_named(delivery.subscriber)
    try:
        if handler is None:
            raise LookupError(f"no handler is called {delivery.subscriber}")
        handler(event)
    except Exception as error:
        db.session.rollback()
        log.warning("delivery_failed", delivery=delivery_id, exc_info=error)
        _postpone(delivery_id, error, now=now)
    else:
        with transaction() as session:
            done = session.get_one(Delivery, delivery_id)
            done.state, done.done_at, done.error = DeliveryState.DONE, now, None
    finally:
        db.session.rollback()


def _postpone(delivery_id: int, error: Exception, *, now: datetime) -> None:
    with transaction() as session:
        failed = session.get_one(Delivery, delivery_id)
        # The type only: a message may carry an address or a token.
        failed.error = type(error).__name__
        if failed.attempts > len(DELAYS):
            failed.state = DeliveryState.BURIED
        else:
            failed.next_try_at = now + timedelta(seconds=DELAYS[failed.attempts - 1])
