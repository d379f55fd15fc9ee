"""What Stripe still wants to know about an owner, in the words of this house."""

from studiobook.payments.gateways.accounts import NEEDS
from studiobook.payments.gateways.stripe.client import Doc

#: What may wait has no effect on an account yet.
_PRESSING = {"currently_due", "past_due"}
_BANK_WORDS = ("external_account", "bank_account", "outbound_destination", "payout_method")


def needs_of(doc: Doc) -> tuple[str, ...]:
    """Words of NEEDS, in their order; none when everything works."""
    entries = (doc.get("requirements") or {}).get("entries") or []
    words = {_word(entry) for entry in entries if _is_pressing(entry)}
    if not words and _is_refused(doc):
        words = {"other"}
    return tuple(word for word in NEEDS if word in words)


def _is_pressing(entry: Doc) -> bool:
    return (entry.get("minimum_deadline") or {}).get("status") in _PRESSING


def _word(entry: Doc) -> str:
    description = str(entry.get("description") or "")
    if entry.get("awaiting_action_from") == "stripe":
        return "review"
    if any(word in description for word in _BANK_WORDS):
        return "bank_account"
    if _is_first_time(entry):
        return "onboarding"
    return "identity" if description.startswith("identity") else "other"


def _is_first_time(entry: Doc) -> bool:
    reasons = entry.get("requested_reasons") or []
    return any(reason.get("code") == "routine_onboarding" for reason in reasons)


def _is_refused(doc: Doc) -> bool:
    """Whether something does not work for a reason that only Stripe's support can mend."""
    recipient = (doc.get("configuration") or {}).get("recipient") or {}
    balance = (recipient.get("capabilities") or {}).get("stripe_balance") or {}
    return any((it or {}).get("status") in ("rejected", "unsupported") for it in balance.values())
