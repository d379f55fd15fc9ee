"""Where to go after signing in: a path of our own, or nowhere in particular."""

import unicodedata
from urllib.parse import unquote, urlsplit

LONGEST = 2000
#: Deep enough for anything that was quoted twice by a proxy and a mail program.
LAYERS = 4


def own_path(text: str | None) -> str | None:
    """The text when every reading of it is a path on this site, else None.

    Browsers drop tabs and line ends inside an address, take a backslash for a slash and two
    slashes for another host; a quoted or look-alike character may be unquoted on the way.
    """
    if not text or len(text) > LONGEST:
        return None
    reading = text
    for _layer in range(LAYERS):
        if not _is_path(reading) or not _is_path(unicodedata.normalize("NFKC", reading)):
            return None
        # Only the path is read on: a query may quote whatever it likes.
        reading = unquote(reading.partition("?")[0])
    return text


def _is_path(text: str) -> bool:
    path = text.partition("?")[0]
    if not path.startswith("/") or "//" in path or "\\" in path:
        return False
    if any(character.isspace() or not character.isprintable() for character in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc
