"""What owners read about the providers and about what an account lacks, in plain sentences."""

from typing import NamedTuple

SANDBOX = "sandbox"
#: Who holds the money, when it is paid out, whose the fees are; by the provider's name.
MEANINGS = {
    SANDBOX: (
        "For trying things out: guests pay on a page that looks like one, and no real money moves."
    ),
    "stripe": (
        "Guests pay at Stripe, mostly by card. Stripe holds your money and pays it out to your "
        "bank, by its own clock or when you ask for it. Stripe keeps its own fees."
    ),
    "square": (
        "Guests pay into your Square account, like those in your shop, at a location that you "
        "choose. Square pays it out as it pays out your other sales, and keeps its own fees."
    ),
}
UNKNOWN = "This provider holds your money and pays it out to your bank. It keeps its own fees."


class Fix(NamedTuple):
    """Why something does not go, and the button that leads to where it is mended ("" for none)."""

    sentence: str
    button: str


#: For each word of gateways/accounts.py:NEEDS.
FIXES = {
    "onboarding": Fix("{} still has questions for you before it takes payments.", "Go on at {}"),
    "identity": Fix("{} wants to be sure who you are.", "Show {} who you are"),
    "bank_account": Fix("{} has no bank account to pay you out to.", "Name a bank account at {}"),
    "review": Fix("{} is looking through what you sent. You need not do anything.", ""),
    "location": Fix("You have several locations at {}. Choose the one that is paid.", ""),
    "access": Fix(
        "Our access to your account at {} has ended: it was taken away, or has run out.",
        "Connect {} again",
    ),
    "other": Fix("{} asks for something that only its own pages can show you.", "Go to {}"),
}
NO_LOCATION = "None of your locations at {} takes payments in {}. Open one there, then ask again."


def meaning_of(gateway: str) -> str:
    """What choosing a provider means."""
    return MEANINGS.get(gateway, UNKNOWN)


def fix_of(need: str, *, label: str) -> Fix:
    """What to do about a word of NEEDS at the provider that people call so."""
    sentence, button = FIXES.get(need, FIXES["other"])
    return Fix(sentence.format(label), button.format(label))
