"""The results as a picture: one strip per bar, how much of it is used up."""

from collections.abc import Iterator
from html import escape
from math import isfinite

from bench.lines import Line

ROW, NAMES, STRIP, FIGURES, TOP = 22, 400, 330, 270, 62
#: Strips end here: three times what is allowed.
MOST = 3.0
LONGEST = 40
INK, PAPER, HAIR, GOOD, BAD = "#26221c", "#faf7f0", "#c9c1b2", "#4f7a63", "#c0362c"


def draw(lines: list[Line], *, title: str) -> str:
    """An SVG document."""
    barred = [line for line in lines if line.used is not None]
    width, height = NAMES + STRIP + FIGURES, TOP + ROW * len(barred) + 24
    limit = NAMES + STRIP / MOST
    parts = [
        _opening(width, height),
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        f'<text x="14" y="26" font-size="15" font-weight="600">{escape(title)}</text>',
        f'<text x="{limit}" y="{TOP - 12}" text-anchor="middle">the bar</text>',
        *(part for n, line in enumerate(barred) for part in _row(n, line)),
        f'<line x1="{limit}" x2="{limit}" y1="{TOP - 6}" y2="{height - 16}" stroke="{INK}"/>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _opening(width: int, height: int) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    font = f'font-family="system-ui, sans-serif" font-size="12" fill="{INK}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>'


def _row(number: int, line: Line) -> Iterator[str]:
    y = TOP + number * ROW
    used = line.used if line.used is not None and isfinite(line.used) else MOST
    length = max(2.0, min(used, MOST) * STRIP / MOST)
    rooms = f", {line.rooms:,} rooms" if line.rooms else ""
    colour = GOOD if line.met else BAD
    yield f'<line x1="0" x2="100%" y1="{y}" y2="{y}" stroke="{HAIR}" stroke-width=".5"/>'
    yield f'<text x="14" y="{y + 15}">{escape(line.what)}{rooms}</text>'
    yield f'<rect x="{NAMES}" y="{y + 4}" width="{length:.1f}" height="14" fill="{colour}"/>'
    yield f'<text x="{NAMES + STRIP + 14}" y="{y + 15}">{escape(_figures(line))}</text>'


def _figures(line: Line) -> str:
    if line.measured is None:
        return line.note[:LONGEST]
    measured = f"{line.measured:,.1f} {line.unit}".strip()
    beside = f"{line.ratio:.2f}×" if line.ratio is not None else measured
    own = f" ({measured})" if line.ratio is not None else ""
    return f"{beside}{own}, bar {line.bar}"
