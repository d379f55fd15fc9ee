"""What Square's webhooks are about."""

import json
from datetime import datetime, timedelta
from typing import Any

from studiobook.payments.gateways.protocol import BadSignature, Notice, Subject
from studiobook.payments.gateways.square.amounts import to_moment

#: Square signs no moment, so the event's own is what ages. It sends an event again for up to
#: three days; a day more is for the way.
STALE_AFTER = timedelta(days=4)
AHEAD = timedelta(minutes=5)

_SUBJECTS = {
    "payment": Subject.CHECKOUT,
    "refund": Subject.REFUND,
    "dispute": Subject.DISPUTE,
    "payout": Subject.PAYOUT,
    "location": Subject.ACCOUNT,
    "oauth": Subject.ACCOUNT,
}


def read_notice(raw_body: bytes, *, now: datetime) -> Notice:
    """The hint in a body whose signature is good.

    Raises BadSignature when it is unreadable, too old, or from the future.
    """
    try:
        notice = _notice(json.loads(raw_body))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise BadSignature("signed, but not an event") from error
    if not now - STALE_AFTER <= notice.created_at <= now + AHEAD:
        raise BadSignature("of long ago, or of the future")
    return notice


def _notice(event: dict[str, Any]) -> Notice:
    kind = _text(event["type"])
    subject = _SUBJECTS.get(kind.partition(".")[0], Subject.OTHER)
    if subject is Subject.CHECKOUT and not _payment(event).get("order_id"):
        subject = Subject.OTHER  # taken at the studio's own till
    return Notice(
        account_ref=_text(event["merchant_id"]),
        event_id=_text(event["event_id"]),
        type=kind,
        subject=subject,
        object_ref=_text(_object_ref(subject, event)),
        created_at=to_moment(event["created_at"]),
    )


def _object_ref(subject: Subject, event: dict[str, Any]) -> Any:
    if subject is Subject.ACCOUNT:
        return event["merchant_id"]
    if subject is Subject.CHECKOUT:
        # Pages are known by their orders.
        return _payment(event)["order_id"]
    return event.get("data", {}).get("id") or event["event_id"]


def _payment(event: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = event["data"]["object"]["payment"]
    return found


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 120:
        raise ValueError("not a short text")
    return value
