"""Public codes: random names for bookings and rooms that can be read out over the phone."""

import secrets

# Crockford's base 32 without the vowels, so that no code spells a word. O, I and L are missing too
# and are read as the digits that they look like.
ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"
_LETTERS = frozenset(ALPHABET)
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None})
_SHORTEST, _LONGEST = 4, 32


def new_code(length: int = 8) -> str:
    """A fresh code from the system's randomness; 8 characters are 39 bits, so check for a clash."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalise(text: str) -> str:
    """What was typed or read out, in canonical form: "o4bk-7rtx" is "04BK7RTX"."""
    return "".join(text.split()).upper().translate(_LOOK_ALIKES)


def is_code(text: str) -> bool:
    """Whether the text is a code in canonical form, of 4 to 32 characters."""
    return _SHORTEST <= len(text) <= _LONGEST and _LETTERS.issuperset(text)
