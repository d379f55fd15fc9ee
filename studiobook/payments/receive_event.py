"""Storing a believed webhook, once."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from studiobook.db.base import db
from studiobook.payments.crash import crash_point
from studiobook.payments.gateways.protocol import Notice
from studiobook.payments.models import GatewayEvent


def receive_event(notice: Notice, *, gateway: str, body: bytes, now: datetime) -> int | None:
    """The new row's id, or None when this event came before."""
    stored = db.session.scalar(
        insert(GatewayEvent)
        .values(
            gateway=gateway,
            account_ref=notice.account_ref,
            event_id=notice.event_id,
            type=notice.type,
            subject=notice.subject,
            object_ref=notice.object_ref,
            body=body.decode(),
            received_at=now,
            next_try_at=now,
            attempts=0,
        )
        .on_conflict_do_nothing()
        .returning(GatewayEvent.id)
    )
    crash_point("event.storing")
    return stored
