"""By when, and where, an owner answers a bank."""

_WHERE = {
    "stripe": "Answer in your Stripe dashboard, at the payment itself.",
    "square": "Answer in your Square dashboard, under Payments, Disputes.",
    "sandbox": "This is the sandbox: decide it on the sandbox’s own page.",
}


def deadline(last_day: str | None) -> str:
    """A sentence with the last day for evidence."""
    if last_day is None:
        return "Answer it soon: the bank has not said how long it waits."
    return f"Your evidence has to be there by {last_day}."


def where_to_answer(gateway: str) -> str:
    """A sentence that leads to the place."""
    return _WHERE.get(gateway, "Answer at your payment provider.")
