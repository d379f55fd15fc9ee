"""How Stripe signs what it sends."""

import hashlib
import hmac

HEADER = "Stripe-Signature"


def signature_header(secret: str, *, timestamp: int, body: bytes) -> str:
    """Stamp and signature over stamp and body."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"t={timestamp},v1={digest.hexdigest()}"
