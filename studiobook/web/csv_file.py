"""Files for spreadsheets, in which no cell can start a formula."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from flask import Response

#: What a spreadsheet would take for a formula when a cell begins with it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

#: Words are made harmless; a number is written as one, its sign too.
Cell = str | Decimal


def csv_file(name: str, headings: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Response:
    """The rows as a download. They are read before it is sent: whoever calls bounds them."""
    out = bytearray(_line(headings).encode())
    for row in rows:
        out += _line(_harmless(cell) for cell in row).encode()
    answer = Response(bytes(out), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _harmless(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return f"'{cell}" if cell.startswith(FORMULA) else cell
