"""The one spelling under which an e-mail address is stored and looked up."""

import unicodedata

_LONGEST = 254  # RFC 5321: a path of 256 octets less its two angle brackets


class BadEmail(ValueError):
    """Text that cannot be an e-mail address: empty, too long, or with control characters."""


def normalise_email(text: str) -> str:
    """Trimmed, composed (NFC) and in lower case; whether mail could arrive is the form's question.

    Raises BadEmail.
    """
    address = unicodedata.normalize("NFC", text.strip()).lower()
    if not address:
        raise BadEmail("Enter an e-mail address")
    if len(address.encode("utf-8", "replace")) > _LONGEST:
        raise BadEmail("This e-mail address is too long")
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in address):
        raise BadEmail("This e-mail address contains invisible characters")
    return address
