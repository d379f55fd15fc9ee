"""The results as a table, as a JSON file and as a picture."""

import json
import os
import platform
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from typing import Any

from bench.lines import Line
from bench.plot import draw
from bench.stage import RESULTS, TUNING, Stage

PACKAGES = ("flask", "sqlalchemy", "psycopg", "gunicorn", "jinja2")
HEADINGS = ("", "what", "rooms", "measured", "floor", "ratio", "bar", "")
MARKS = {True: "✓", False: "✗", None: " "}


def machine_facts(stage: Stage) -> dict[str, Any]:
    """What the figures were taken on."""
    with stage.connect() as server:
        row = server.execute("SHOW server_version").fetchone()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory, 1),
        "load_at_start": round(os.getloadavg()[0], 2),
        "system": platform.system(),
        "python": platform.python_version(),
        "postgresql": row[0] if row else "",
        "postgresql_settings": TUNING,
        "packages": {name: version(name) for name in PACKAGES},
    }


def table(lines: list[Line]) -> str:
    """Aligned columns for the terminal."""
    rows = [HEADINGS, *(_cells(line) for line in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADINGS))]
    left = {1, 7}
    return "\n".join(
        "  ".join(
            cell.ljust(width) if n in left else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def save(
    lines: list[Line], *, facts: dict[str, Any], stages: dict[str, float], now: datetime
) -> tuple[Path, Path]:
    """Write the day's JSON and SVG; a later run of the day replaces them."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    base = RESULTS / f"{now:%Y-%m-%d}"
    data = {
        "taken_at": now.isoformat(timespec="seconds"),
        "machine": facts,
        "seconds": {name: round(seconds, 1) for name, seconds in stages.items()},
        "lines": [_plain(line) for line in lines],
    }
    as_json, as_picture = base.with_suffix(".json"), base.with_suffix(".svg")
    as_json.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    as_picture.write_text(draw(lines, title=f"Share of each bar that is used, {now:%d %B %Y}"))
    return as_json, as_picture


def _cells(line: Line) -> tuple[str, ...]:
    return (
        MARKS[line.met],
        line.what,
        f"{line.rooms:,}" if line.rooms else "",
        _figure(line.measured, line.unit),
        _figure(line.floor, line.unit),
        f"{line.ratio:.2f}×" if line.ratio is not None else "",
        line.bar,
        line.note,
    )


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    digits = 0 if value == int(value) or abs(value) >= 1000 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}".rstrip()


def _plain(line: Line) -> dict[str, Any]:
    found = {name: _rounded(value) for name, value in asdict(line).items()}
    return {**found, "met": line.met}


def _rounded(value: Any) -> Any:
    if not isinstance(value, float):
        return value
    return round(value, 3) if isfinite(value) else None
