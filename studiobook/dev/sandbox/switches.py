"""The switches that make the provider misbehave in the ways that real ones do."""

from typing import Any

from studiobook.dev.sandbox.refusal import Refusal

REFUND_MODES = ("immediate", "pending_then_succeeded", "pending_then_failed")

#: Counters count down with each use; the rest stays until it is changed.
DEFAULTS: dict[str, Any] = {
    "lose_events": 0,
    "delay_events": 0,
    "double_events": False,
    "reorder_events": False,
    "drop_answers": 0,
    "fail_times": 0,
    "fail_with": 500,
    "away": False,
    "refunds": "immediate",
    "refund_seconds": 20,
    "slow_seconds": 20,
    "clear_hours": 48,
    "daily_payouts": False,
}

EXPLAINED = {
    "lose_events": "Never send the next N webhooks",
    "delay_events": "Send webhooks N seconds late",
    "double_events": "Send each webhook twice",
    "reorder_events": "Send every second webhook after the one that follows it",
    "drop_answers": "Act on the next N requests, then hang up without an answer",
    "fail_times": "Answer the next N requests with an error and do nothing",
    "fail_with": "That error's status",
    "away": "Answer no request at all",
    "refunds": "How refunds go",
    "refund_seconds": "Seconds that a pending refund takes",
    "slow_seconds": "Seconds that a slow payment takes",
    "clear_hours": "Hours until a payment can be paid out",
    "daily_payouts": "Pay out by itself every night",
}


def parse(given: dict[str, Any]) -> dict[str, Any]:
    """Checked values of the given switches; text from a form is understood. Refuses the rest."""
    return {name: _value(name, raw) for name, raw in given.items()}


def _value(name: str, raw: Any) -> Any:
    if name not in DEFAULTS:
        raise Refusal("unknown_parameter", f"There is no switch {name}.", param=name)
    if name == "refunds":
        if raw not in REFUND_MODES:
            raise Refusal("invalid_value", f"One of {', '.join(REFUND_MODES)}.", param=name)
        return raw
    if isinstance(DEFAULTS[name], bool):
        return raw in (True, "true", "on", "1")
    try:
        number = int(raw)
    except (TypeError, ValueError):
        raise Refusal("invalid_value", "A whole number.", param=name) from None
    allowed = (500, 429, 409) if name == "fail_with" else range(100_000)
    if number not in allowed:
        raise Refusal("invalid_value", "Out of range.", param=name)
    return number
