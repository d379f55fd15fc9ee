"""What Stripe's webhooks are about: snapshots at two addresses, thin ones at a third."""

import json
from datetime import UTC, datetime
from typing import Any

from studiobook.payments.gateways.protocol import BadSignature, Notice, Subject
from studiobook.payments.gateways.stripe.client import Doc

MAIN, CONNECT, EVENTS = "", "connect", "events"

#: Whose event it is when it does not say: our own account's.
PLATFORM = "platform"

_PREFIXES = (
    ("checkout.session.", Subject.CHECKOUT),
    ("refund.", Subject.REFUND),
    ("charge.refund.", Subject.REFUND),
    ("charge.dispute.", Subject.DISPUTE),
    ("payout.", Subject.PAYOUT),
)
_ACCOUNTS = ("account.updated", "account.application.deauthorized")


def read_notice(raw_body: bytes, *, endpoint: str, live: bool) -> Notice:
    """The hint in a body whose signature is good; refused when unreadable or out of place."""
    try:
        event = json.loads(raw_body)
        if event["livemode"] is not live:
            raise BadSignature("signed, but not of this mode")
        return _thin(event) if endpoint == EVENTS else _snapshot(event, endpoint)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError) as error:
        raise BadSignature("signed, but not an event of this address") from error


def _snapshot(event: Doc, endpoint: str) -> Notice:
    account = event.get("account")
    if event["object"] != "event" or (account is not None) != (endpoint == CONNECT):
        raise ValueError("not of this address")
    about = event["data"]["object"]
    kind = event["type"]
    return Notice(
        account_ref=_text(account or _owner(about)),
        event_id=_text(event["id"]),
        type=_text(kind),
        subject=_subject(kind),
        # What is gone names the application that lost it; we ask about the account.
        object_ref=_text(account if kind in _ACCOUNTS else about["id"]),
        created_at=datetime.fromtimestamp(event["created"], UTC),
    )


def _thin(event: Doc) -> Notice:
    if event["object"] != "v2.core.event":
        raise ValueError("not a thin event")
    related = event.get("related_object") or {}
    is_account = related.get("type") == "v2.core.account"
    ref = _text(related["id"]) if is_account else PLATFORM
    return Notice(
        account_ref=ref,
        event_id=_text(event["id"]),
        type=_text(event["type"]),
        subject=Subject.ACCOUNT if is_account else Subject.OTHER,
        object_ref=ref if is_account else _text(related.get("id") or event["id"]),
        created_at=datetime.fromisoformat(event["created"]),
    )


def _subject(kind: str) -> Subject:
    if kind in _ACCOUNTS:
        return Subject.ACCOUNT
    found = (subject for prefix, subject in _PREFIXES if kind.startswith(prefix))
    return next(found, Subject.OTHER)


def _owner(about: Doc) -> str:
    """For whom the object was made, where it says so."""
    named = (about.get("metadata") or {}).get("account")
    destination = (about.get("transfer_data") or {}).get("destination")
    return named or destination or PLATFORM


def _text(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 120:
        raise ValueError("not a short text")
    return value
