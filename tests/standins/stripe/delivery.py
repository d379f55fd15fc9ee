"""The webhooks as they go over the wire, each signed for the address that it goes to."""

import json
from collections.abc import Mapping

from studiobook.dev.sandbox.delivery import Webhook
from tests.standins.stripe.memory import shown
from tests.standins.stripe.provider import Provider
from tests.standins.stripe.signing import HEADER, signature_header


def webhook(provider: Provider, event_id: str, *, secrets: Mapping[str, str]) -> Webhook:
    """The signed request that tells of an event, stamped with this moment."""
    event = provider.get("event", event_id)
    endpoint = event["_endpoint"]
    body = json.dumps(shown(event), indent=2).encode()
    signature = signature_header(secrets[endpoint], timestamp=provider.now(), body=body)
    headers = {"Content-Type": "application/json; charset=utf-8", HEADER: signature}
    return Webhook(headers, body, endpoint)
