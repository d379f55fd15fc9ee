"""Which connections this browser has begun: the word that must come back with the owner."""

import hmac
import secrets
from datetime import datetime, timedelta

from flask import session

#: How long an owner may take at the provider before they have to begin again.
LASTS = timedelta(hours=1)
KEY = "connections"
#: More tabs than anybody uses; the cookie stays small.
MOST = 4


def begin(*, company_id: int, gateway: str, now: datetime) -> str:
    """A fresh word for a way to this provider, on behalf of this company."""
    state = secrets.token_urlsafe(24)
    ends_at = int((now + LASTS).timestamp())
    session[KEY] = [*session.get(KEY, [])[1 - MOST :], [state, company_id, gateway, ends_at]]
    return state


def take(state: str, *, gateway: str, now: datetime) -> int | None:
    """For which company this browser began it; None for a strange, old or used word.

    A word is good once, at the provider that it was made for.
    """
    found, kept = None, []
    for begun in session.get(KEY, []):
        word, company_id, name, ends_at = begun
        if not hmac.compare_digest(word.encode(), state.encode()):
            kept.append(begun)
        elif name == gateway and now.timestamp() < ends_at:
            found = company_id
    session[KEY] = kept
    return found
