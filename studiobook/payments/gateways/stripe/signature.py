"""Whether a webhook comes from Stripe, and is fresh.

Not by the SDK, which believes stamps of the future and would have to be loaded for it.
"""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

from studiobook.payments.gateways.errors import BadSignature

HEADER = "stripe-signature"
#: How far the stamp may lie from our clock, either way.
TOLERANCE = timedelta(minutes=5)

_STAMP = re.compile(r"\d{1,12}", re.ASCII)


def check_signature(
    header: str | None, raw_body: bytes, *, secrets: tuple[str, ...], now: datetime
) -> None:
    """Raise BadSignature unless one of the secrets signed these bytes within the tolerance."""
    stamp, given = _parts(header or "")
    signed = f"{stamp}.".encode() + raw_body
    expected = [hmac.new(it.encode(), signed, hashlib.sha256).hexdigest() for it in secrets]
    # While a secret is changed, both sides may know two of them.
    if not any(_is_same(one, other) for one in expected for other in given):
        raise BadSignature("not signed with our secret")
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > TOLERANCE:
        raise BadSignature("signed too long ago, or in the future")


def _parts(header: str) -> tuple[str, list[str]]:
    pairs = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in pairs if name == "t"]
    given = [value for name, _, value in pairs if name == "v1"]
    if len(stamps) != 1 or not _STAMP.fullmatch(stamps[0]) or not 0 < len(given) <= 10:
        raise BadSignature("no readable signature")
    return stamps[0], given


def _is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
