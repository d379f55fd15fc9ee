"""How often one may write: nobody types faster than this, and nobody is flooded."""

from collections.abc import Callable
from typing import Any

from studiobook.auth.limits import person
from studiobook.extensions import limiter

View = Callable[..., Any]


def writing(view: View) -> View:
    """Messages of one person, in whatever threads."""
    for limit in ("12 per minute", "200 per hour"):
        view = limiter.shared_limit(limit, scope="messages-person", key_func=person)(view)
    return view


def starting(view: View) -> View:
    """First messages of one person, to however many studios."""
    limited: View = limiter.shared_limit(
        "30 per day", scope="messages-start-person", key_func=person
    )(writing(view))
    return limited
