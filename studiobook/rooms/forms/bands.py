"""Hours of the week that cost more or less: rows of a form, each a band."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from studiobook.rooms.forms.numbers import TypedDecimal
from studiobook.rooms.peak_bands import (
    LEAST,
    MOST,
    WEEKDAYS,
    Band,
    OverlappingBands,
    places_in_week,
)
from studiobook.values.local_week import HALF_HOURS_IN_DAY
from studiobook.web.forms import options

MOST_ROWS = 8
PARTS = ("name", "days", "from", "to", "way", "percent")
DEARER, CHEAPER = "dearer", "cheaper"
WAYS = options([(DEARER, "more"), (CHEAPER, "less")])
DAYS = options((str(n), label) for n, label in enumerate(WEEKDAYS))
HALVES = {"step": 1800}
NUMBER = {"inputmode": "decimal", "autocomplete": "off"}


@dataclass(frozen=True, slots=True)
class BandRow:
    """The fields of one row."""

    number: int
    name: Any
    days: Any
    starts: Any
    ends: Any
    way: Any
    percent: Any

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed; which way it would go does not count."""
        typed = (self.name, self.days, self.starts, self.ends, self.percent)
        return not any(field.data or field.raw_data not in (None, [], [""]) for field in typed)


def band_fields(rows: int) -> dict[str, Any]:
    """The fields of so many rows."""
    return {f"band_{part}_{n}": field for n in range(1, rows + 1) for part, field in _row().items()}


def rows_of(form: Any, rows: int) -> list[BandRow]:
    """The rows of a form that has these fields."""
    return [BandRow(n, *(form[f"band_{part}_{n}"] for part in PARTS)) for n in range(1, rows + 1)]


def typed_rows(typed: MultiDict[str, str]) -> int:
    """How many rows were sent."""
    return sum(name.startswith("band_name_") for name in typed)


def without_row(typed: MultiDict[str, str], number: int) -> MultiDict[str, str]:
    """What was sent without one of the rows, or with all for 0; those below it move up."""
    kept: MultiDict[str, str] = MultiDict()
    for name, values in typed.lists():
        part, _, n = name.rpartition("_")
        if name.startswith("band_") and n.isdecimal():
            if int(n) != number:
                kept.setlist(f"{part}_{int(n) - (0 < number < int(n))}", values)
        else:
            kept.setlist(name, values)
    return kept


def name_rows(rows: Iterable[BandRow]) -> None:
    """Say with each error of a field in which row it is."""
    for row in rows:
        for field in (row.name, row.days, row.starts, row.ends, row.way, row.percent):
            field.errors = [f"Hours {row.number}: {error}" for error in field.errors]


def read_bands(rows: Iterable[BandRow]) -> list[Band]:
    """The bands of the rows that are filled in; errors stand beside their field."""
    filled = [row for row in rows if not row.is_empty]
    found = [(row, band) for row in filled if (band := _band(row)) is not None]
    if len(found) == len(filled):
        _refuse_overlaps(found)
    return [band for _row, band in found]


def bands_as_typed(bands: Iterable[Band]) -> dict[str, Any]:
    """Bands as the fields would hold them."""
    typed: dict[str, Any] = {}
    for n, band in enumerate(bands, start=1):
        percent = Decimal(abs(band.basis_points)) / 100
        typed |= {
            f"band_name_{n}": band.name,
            f"band_days_{n}": [str(day) for day in band.weekdays],
            f"band_from_{n}": _time(band.start),
            f"band_to_{n}": _time(band.start + band.half_hours),
            f"band_way_{n}": DEARER if band.basis_points > 0 else CHEAPER,
            f"band_percent_{n}": percent.quantize(Decimal(1)) if percent % 1 == 0 else percent,
        }
    return typed


def _row() -> dict[str, Any]:
    return {
        "name": StringField("Name", validators=[Length(max=60)], render_kw={"autocomplete": "off"}),
        "days": SelectMultipleField(
            "Days",
            choices=DAYS,
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        ),
        "from": TimeField("From", validators=[Optional()], render_kw=HALVES),
        "to": TimeField("To", validators=[Optional()], render_kw=HALVES),
        "way": SelectField("They cost", choices=WAYS, default=DEARER, validators=[Optional()]),
        "percent": TypedDecimal("Percent", places=None, validators=[Optional()], render_kw=NUMBER),
    }


def _band(row: BandRow) -> Band | None:
    points = _basis_points(row)
    start, half_hours = _hours(row)
    if not row.name.data:
        _refuse(row, row.name, "give them a name that guests understand.")
    if not row.days.data:
        _refuse(row, row.days, "choose at least one day.")
    if points is None or half_hours is None or not row.name.data or not row.days.data:
        return None
    days = tuple(sorted({int(day) for day in row.days.data}))
    return Band(row.name.data, days, start, half_hours, points)


def _hours(row: BandRow) -> tuple[int, int | None]:
    """Where it starts and how long it lasts, in half hours; the same time twice is a whole day."""
    for field, words in ((row.starts, "begin"), (row.ends, "end")):
        if not isinstance(field.data, time) or field.data.minute % 30:
            _refuse(row, field, f"enter a full or half hour at which they {words}, as in 18:00.")
            return 0, None
    start, end = _half_hour(row.starts.data), _half_hour(row.ends.data)
    return start, (end - start) % HALF_HOURS_IN_DAY or HALF_HOURS_IN_DAY


def _basis_points(row: BandRow) -> int | None:
    typed = row.percent.data
    most = -LEAST if row.way.data == CHEAPER else MOST
    if typed is None or not 0 < typed * 100 <= most or typed * 100 % 1:
        _refuse(row, row.percent, f"enter a percentage above 0, up to {most // 100}.")
        return None
    return int(typed * 100) * (-1 if row.way.data == CHEAPER else 1)


def _refuse_overlaps(found: list[tuple[BandRow, Band]]) -> None:
    try:
        places_in_week(tuple(band for _row, band in found))
    except OverlappingBands as overlap:
        (_, first), (row, _) = found[overlap.first], found[overlap.second]
        _refuse(row, row.starts, f"they overlap with “{first.name}” on {overlap.when}.")


def _refuse(row: BandRow, field: Any, sentence: str) -> None:
    field.errors = [*field.errors, f"Hours {row.number}: {sentence}"]


def _half_hour(typed: time) -> int:
    return typed.hour * 2 + typed.minute // 30


def _time(half_hour: int) -> time:
    bit = half_hour % HALF_HOURS_IN_DAY
    return time(bit // 2, bit % 2 * 30)
