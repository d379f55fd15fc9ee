"""Payouts in plain words: where one stands, why one failed, and what the owner can do."""

from studiobook.payments.gateways.accounts import LineKind
from studiobook.payments.states import PayoutState
from studiobook.web.components import Tone

P = PayoutState

STATES: dict[PayoutState, tuple[str, Tone]] = {
    P.REQUESTED: ("Asked for", "wait"),
    P.SUBMITTED: ("Asked for", "wait"),
    P.UNKNOWN: ("Asked for, no answer yet", "wait"),
    P.PENDING: ("On its way", "wait"),
    P.PAID: ("At your bank", "good"),
    P.FAILED: ("Did not arrive", "bad"),
    P.CANCELLED: ("Called off", "plain"),
}

KINDS = {
    LineKind.SALE: "Sale",
    LineKind.REFUND: "Refund",
    LineKind.DISPUTE: "Dispute",
    LineKind.FEE: "Fee",
    LineKind.OTHER: "Adjustment",
}

_AT_PROVIDER = "Name another bank account at your provider: Payments leads there."
_CLOSED = f"The bank says that the account is closed. {_AT_PROVIDER}"
_NUMBER = f"The bank does not know this account number. {_AT_PROVIDER}"
_BANK = "The bank refused it. Ask your bank whether the account takes transfers."
#: Providers' words for why money did not arrive, and ours for why a request came to nothing.
_REASONS = {
    "account_closed": _CLOSED,
    "no_account": _NUMBER,
    "invalid_account_number": _NUMBER,
    "invalid_account_number_length": _NUMBER,
    "incorrect_account_holder_name": (
        f"The holder’s name is not the one that the bank has. {_AT_PROVIDER}"
    ),
    "incorrect_account_type": f"The bank does not take payouts to this account. {_AT_PROVIDER}",
    "invalid_currency": f"The bank account does not take this currency. {_AT_PROVIDER}",
    "account_frozen": "The bank has frozen the account. Talk to your bank.",
    "bank_account_restricted": _BANK,
    "could_not_process": _BANK,
    "declined": _BANK,
    "debit_not_authorized": "The bank does not let the provider debit it. Talk to your bank.",
    "balance_insufficient": "There was less in the balance than was asked for. Ask again.",
    "insufficient_funds": "There was less in the balance than was asked for. Ask again.",
    "never_arrived": "The request never reached the provider, so nothing moved. Ask again.",
}
_UNKNOWN = "The provider did not say why. Its dashboard has more; your bank may know, too."


def is_mended_at_provider(failure: str | None) -> bool:
    """Whether its owner gets there by the page of payments."""
    return why(failure).endswith(_AT_PROVIDER)


def why(failure: str | None) -> str:
    """Why a payout came to nothing, with what the owner can do; "" when it did not."""
    return _REASONS.get(failure.lower(), _UNKNOWN) if failure else ""
