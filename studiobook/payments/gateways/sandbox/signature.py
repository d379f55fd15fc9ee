"""Whether a webhook comes from the sandbox provider, and is fresh."""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

from studiobook.payments.gateways.protocol import BadSignature

HEADER = "Sandbox-Signature"
#: How far the stamp may lie from our clock, either way.
TOLERANCE = timedelta(minutes=5)

_SHAPE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})", re.ASCII)


def check_signature(header: str | None, raw_body: bytes, *, secret: str, now: datetime) -> None:
    """Raise BadSignature unless the provider signed exactly these bytes within the tolerance."""
    match = _SHAPE.fullmatch(header or "")
    if match is None:
        raise BadSignature("no readable signature")
    stamp, given = match.groups()
    expected = hmac.new(secret.encode(), f"{stamp}.".encode() + raw_body, hashlib.sha256)
    if not hmac.compare_digest(expected.hexdigest(), given):
        raise BadSignature("not signed with our secret")
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > TOLERANCE:
        raise BadSignature("signed too long ago, or in the future")
