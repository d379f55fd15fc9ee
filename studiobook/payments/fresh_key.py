"""The names under which providers know our requests: the same name is carried out once."""

import secrets
from typing import Literal

#: An account, a charge, a payout, a refund, and a refund that we have never asked for.
Kind = Literal["a", "c", "p", "r", "x"]


def fresh_key(kind: Kind) -> str:
    """A name that nobody has used. Stored before the first request, and sent with every retry."""
    return f"{kind}-{secrets.token_hex(16)}"
