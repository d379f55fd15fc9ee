"""How the sandbox provider signs what it sends."""

import hashlib
import hmac

HEADER = "Sandbox-Signature"


def signature_header(secret: str, *, timestamp: int, body: bytes) -> str:
    """The header's value: the moment, and an HMAC-SHA256 over "moment.body"."""
    digest = hmac.new(secret.encode(), b"%d." % timestamp + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"
