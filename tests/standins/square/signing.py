"""How Square signs what it sends."""

import base64
import hashlib
import hmac
import json

from studiobook.dev.sandbox.delivery import Webhook
from tests.standins.square.books import Books


def sign(key: str, url: str, body: bytes) -> str:
    """The header's value: an HMAC over the address that it is sent to and the body."""
    digest = hmac.new(key.encode(), url.encode() + body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def webhook(books: Books, event_id: str, *, key: str, url: str) -> Webhook:
    """The signed request that tells of an event; no moment is signed but the event's own."""
    event = books.store.get("event", event_id)
    assert event is not None
    del event["id"]
    body = json.dumps(event).encode()
    headers = {
        "Content-Type": "application/json",
        "x-square-hmacsha256-signature": sign(key, url, body),
        "square-environment": "Sandbox",
    }
    return Webhook(headers, body)
