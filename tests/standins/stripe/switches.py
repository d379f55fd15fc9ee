"""The sandbox's switches, and one more: nobody answers at all."""

from typing import Any

from studiobook.dev.sandbox import switches as sandbox
from tests.standins.stripe.memory import AWAY

EXPLAINED = {**sandbox.EXPLAINED, "away": "Answer nobody until this is turned off again"}
REFUND_MODES = sandbox.REFUND_MODES
#: A box that is not ticked is not sent.
UNTICKED = {"double_events": False, "reorder_events": False, "away": False}


def parse(given: dict[str, Any]) -> dict[str, Any]:
    """Checked values of the given switches; text from a form is understood. Refuses the rest."""
    known = {name: value for name, value in given.items() if name not in AWAY}
    parsed = sandbox.parse(known)
    if "away" in given:
        parsed["away"] = given["away"] in (True, "true", "on", "1")
    return parsed
