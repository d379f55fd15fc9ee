"""Recording a fact, in the caller's transaction, together with who must hear of it."""

import dataclasses
import json
from datetime import date, datetime
from typing import Any

from studiobook.db.base import db
from studiobook.outbox.models import Delivery, Event
from studiobook.outbox.subscriptions import subscribers_of
from studiobook.values.money import Money

#: Ids of events recorded in a session, for the doorbell after its commit.
RECORDED = "recorded_events"


#: `record` as a part of a statement: for the booking of a row `claim`, if there is one.
RECORD = """event AS (
    INSERT INTO event (name, data, booking_id, actor, actor_id, happened_at)
    SELECT :event_name, CAST(:event_data AS jsonb), booking_id, :actor, :actor_id, :now FROM claim
    RETURNING id
), delivery AS (
    INSERT INTO delivery (event_id, subscriber, state, attempts, next_try_at)
    SELECT event.id, subscriber, 'waiting', 0, :now
    FROM event, unnest(CAST(:subscribers AS text[])) AS subscriber
)"""


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
        data=_data(fact),
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
        ring_for(event.id)
    return event


def recording(fact: Fact, *, actor: str, actor_id: int | None = None) -> dict[str, Any]:
    """The parameters of `RECORD`; with subscribers, `ring_for` the event that comes of it."""
    name = type(fact).__name__
    return {
        "event_name": name,
        "event_data": json.dumps(_data(fact)),
        "actor": actor,
        "actor_id": actor_id,
        "subscribers": subscribers_of(name),
    }


def ring_for(event_id: int) -> None:
    """Let the doorbell ring for this event after the commit."""
    db.session().info.setdefault(RECORDED, []).append(event_id)


def _data(fact: Fact) -> dict[str, Any]:
    return {key: _plain(value) for key, value in dataclasses.asdict(fact).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    return value
