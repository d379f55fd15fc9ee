"""What the sandbox provider's webhooks are about."""

import json
from datetime import UTC, datetime

from studiobook.payments.gateways.protocol import BadSignature, Notice, Subject

SUBJECTS = {
    "account": Subject.ACCOUNT,
    "checkout": Subject.CHECKOUT,
    "refund": Subject.REFUND,
    "dispute": Subject.DISPUTE,
    "payout": Subject.PAYOUT,
}


def read_notice(raw_body: bytes) -> Notice:
    """The hint in a body whose signature is good; an unreadable one is refused all the same."""
    try:
        event = json.loads(raw_body)
        return Notice(
            account_ref=_text(event["account"]),
            event_id=_text(event["id"]),
            type=_text(event["type"]),
            subject=SUBJECTS.get(event["object"]["kind"], Subject.OTHER),
            object_ref=_text(event["object"]["id"]),
            created_at=datetime.fromtimestamp(event["created"], UTC),
        )
    except (ValueError, KeyError, TypeError, OverflowError, OSError) as error:
        raise BadSignature("signed, but not an event") from error


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 120:
        raise ValueError("not a short text")
    return value
