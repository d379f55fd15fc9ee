"""Recording a fact, in the caller's transaction, together with who must hear of it."""

import dataclasses
from datetime import date, datetime
from typing import Any

from studiobook.db.base import db
from studiobook.outbox.models import Delivery, Event
from studiobook.outbox.subscriptions import subscribers_of
from studiobook.values.money import Money

#: Ids of events recorded in a session, for the doorbell after its commit.
RECORDED = "recorded_events"


@dataclasses.dataclass(frozen=True)
class Fact:
    """Base of every domain event: a frozen dataclass of JSON-able fields, named in past tense."""


def record(
    fact: Fact,
    *,
    actor: str,
    now: datetime,
    booking_id: int | None = None,
    actor_id: int | None = None,
) -> Event:
    """Write the event and one delivery per subscriber. Commits with the caller or not at all."""
    event = Event(
        name=type(fact).__name__,
        data={key: _plain(value) for key, value in dataclasses.asdict(fact).items()},
        booking_id=booking_id,
        actor=actor,
        actor_id=actor_id,
        happened_at=now,
    )
    event.deliveries = [
        Delivery(subscriber=subscriber, next_try_at=now)
        for subscriber in subscribers_of(type(fact).__name__)
    ]
    db.session.add(event)
    db.session.flush()
    if event.deliveries:
        db.session().info.setdefault(RECORDED, []).append(event.id)
    return event


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    return value
