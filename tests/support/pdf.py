"""What a reader sees and can select in a PDF of ours: its words, back from the signs drawn."""

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SIGNS = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
_DRAWN = re.compile(
    rb"/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) ?Tj|\[(.*?)\] ?TJ|(?:(?<=\s)|^)(q|Q|ET)(?=\s)",
    re.DOTALL,
)
_PART = re.compile(rb"\(((?:\\.|[^\\()])*)\)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """The words of all pages, a line for each piece that was drawn."""
    fonts, text = _fonts(pdf), []
    for stream in _streams(pdf):
        if b" Tf" not in stream:
            continue
        font, kept = None, []
        for number, drawn, parts, act in _DRAWN.findall(stream):
            if number:
                font = fonts.get(int(number))
            elif act == b"q":
                kept.append(font)
            elif act == b"Q":
                font = kept.pop()
            elif act == b"ET":
                text.append("\n")
            pieces = [drawn] if drawn else _PART.findall(parts)
            text += [_read(_unescaped(piece), font) for piece in pieces]
    return re.sub(r"\n+", "\n", "".join(text))


def pages_of(pdf: bytes) -> int:
    """How many pages there are."""
    return len(re.findall(rb"/Type /Page\b", pdf))


def _streams(pdf: bytes) -> list[bytes]:
    found = []
    for body in _STREAM.findall(pdf):
        try:
            found.append(zlib.decompress(body))
        except zlib.error:
            found.append(body)
    return found


def _fonts(pdf: bytes) -> dict[int, dict[int, str]]:
    """The number of each embedded font, and which sign its codes stand for."""
    objects = {
        int(number): body
        for number, body in re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", b"\n" + pdf, re.DOTALL)
    }
    found: dict[int, dict[int, str]] = {}
    for body in objects.values():
        for number, at in re.findall(rb"/F(\d+) (\d+) 0 R", body):
            told = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(at)])
            if told:
                [table] = _streams(objects[int(told[1])] + b"\n")
                found[int(number)] = {
                    int(code, 16): bytes.fromhex(sign.decode()).decode("utf-16-be")
                    for code, sign in _SIGNS.findall(table)
                }
    return found


def _read(piece: bytes, font: dict[int, str] | None) -> str:
    if font is None:
        return piece.decode("cp1252")
    codes = [int.from_bytes(piece[at : at + 2]) for at in range(0, len(piece), 2)]
    return "".join(font.get(code, "?") for code in codes)


def _unescaped(piece: bytes) -> bytes:
    return re.sub(rb"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), piece, flags=re.DOTALL)
