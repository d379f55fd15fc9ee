"""Plain addresses in a message become links; everything else stays text, whatever it looks like."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

ADDRESS = re.compile(r"https?://[^\s<>\"'`]+", re.IGNORECASE)
#: Ends a sentence, not an address.
TRAILING = ".,;:!?…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message; with `href` it leads there."""

    text: str
    href: str | None = None


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The text in parts that together are the whole of it."""
    parts: list[Piece] = []
    end = 0
    for match in ADDRESS.finditer(text):
        address = _without_tail(match[0])
        if not _is_plain(address):
            continue
        if match.start() > end:
            parts.append(Piece(text[end : match.start()]))
        parts.append(Piece(address, address))
        end = match.start() + len(address)
    if end < len(text):
        parts.append(Piece(text[end:]))
    return tuple(parts)


def _without_tail(address: str) -> str:
    """Without the full stop, or the bracket, of the sentence around it."""
    while address:
        bracket = address.endswith(")") and address.count(")") > address.count("(")
        if not bracket and address[-1] not in TRAILING:
            break
        address = address[:-1]
    return address


def _is_plain(address: str) -> bool:
    """Whether it leads where it seems to lead: a host, and nothing before it."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and "@" not in parts.netloc and address.isprintable()
