"""The one place that reads the time; tests replace it, verbs are told `now`."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
