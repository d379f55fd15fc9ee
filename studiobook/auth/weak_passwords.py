"""Passwords that are guessed first, whatever their length."""

from studiobook.auth.passwords import SHORTEST

#: A word or run repeated up to the length that we ask for is no better than the word.
FIRST_GUESSES = (
    "password",
    "passwort",
    "contraseña",
    "letmein",
    "welcome",
    "iloveyou",
    "princess",
    "football",
    "sunshine",
    "changeme",
    "trustno1",
    "admin",
    "administrator",
    "secret",
    "studio",
    "studiobook",
    "qwertyuiop",
    "asdfghjkl",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "98765432109876543210",
)
FEWEST_CHARACTERS = 4


def is_easy_to_guess(password: str, *, name: str, email: str) -> bool:
    """Few different characters, a first guess with digits about it, or the person's own words."""
    bare = password.casefold()
    if len(set(bare)) < FEWEST_CHARACTERS:
        return True
    own = [email.casefold(), email.casefold().partition("@")[0], name.casefold()]
    return any(_is_made_of(bare, word) for word in (*FIRST_GUESSES, *own) if len(word) > 3)


def _is_made_of(password: str, word: str) -> bool:
    """Whether nothing but digits and marks is left when the word is taken out."""
    if password in word:
        return True
    rest = password.replace(word, "")
    return rest != password and len(rest) < SHORTEST and not any(c.isalpha() for c in rest)
