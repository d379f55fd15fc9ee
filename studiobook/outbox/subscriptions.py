"""Who hears of what: filled once by app.py, read by `record` and `deliver`."""

from collections.abc import Callable
from typing import Any

from studiobook.outbox.models import Event

#: A handler is told the stored event; it must be idempotent and open its own transactions.
Handler = Callable[[Event], Any]

_by_event: dict[str, list[str]] = {}
_handlers: dict[str, Handler] = {}


def subscribe(fact: type, *handlers: Handler) -> None:
    """Let each handler hear of every `fact` from now on. Saying it twice changes nothing."""
    for handler in handlers:
        name = f"{handler.__module__.removeprefix('studiobook.')}.{handler.__name__}"
        _handlers[name] = handler
        names = _by_event.setdefault(fact.__name__, [])
        if name not in names:
            names.append(name)


def subscribers_of(event_name: str) -> list[str]:
    """Names of the handlers of an event."""
    return _by_event.get(event_name, [])


def handler_named(name: str) -> Handler | None:
    """The handler, or None when the code no longer has it."""
    return _handlers.get(name)
