"""When a studio is open."""

from typing import Any

from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length

from studiobook.values.hours_text import read_day, write_day
from studiobook.values.wall_hours import (
    BadHours,
    Day,
    HoursMode,
    OverlappingHours,
    WeeklyHours,
)
from studiobook.web.forms import Form, options

MODES = [
    (HoursMode.ALWAYS.value, "Always open"),
    (HoursMode.DAILY.value, "The same hours every day"),
    (HoursMode.WEEKLY.value, "Hours by weekday"),
]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OVERLAP = "Two of these times overlap, or the night before runs into them."
NEVER = "Open on at least one day."


def _day(label: str) -> StringField:
    return StringField(label, validators=[Length(max=200)], render_kw={"autocomplete": "off"})


class HoursForm(Form):
    """A mode, and hours as text; only the fields of the chosen mode count."""

    mode = RadioField(
        "When is it open?", choices=options(MODES), validators=[DataRequired("Choose one.")]
    )
    daily = _day("Every day")
    monday = _day("Monday")
    tuesday = _day("Tuesday")
    wednesday = _day("Wednesday")
    thursday = _day("Thursday")
    friday = _day("Friday")
    saturday = _day("Saturday")
    sunday = _day("Sunday")

    hours: WeeklyHours | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the hours of the chosen mode into `hours`; errors stand beside their day."""
        if not super().validate(extra_validators):
            return False
        mode = HoursMode(self.mode.data)
        if mode is HoursMode.ALWAYS:
            self.hours = WeeklyHours.always()
            return True
        days = {name: self._read(name) for name in names_of(mode)}
        if self.errors:
            return False
        self.hours = self._week(mode, tuple(day or () for day in days.values()))
        return self.hours is not None

    def _read(self, name: str) -> Day | None:
        try:
            return read_day(self[name].data or "")
        except BadHours as refusal:
            self._refuse(name, str(refusal))
            return None

    def _week(self, mode: HoursMode, days: tuple[Day, ...]) -> WeeklyHours | None:
        first = names_of(mode)[0]
        try:
            found = WeeklyHours(mode, days * 7 if mode is HoursMode.DAILY else days)
        except OverlappingHours as overlap:
            day = first if mode is HoursMode.DAILY else WEEKDAYS[overlap.weekday]
            self._refuse(day, OVERLAP)
            return None
        if found.never_open:
            self._refuse(first, NEVER)
            return None
        return found

    def _refuse(self, name: str, sentence: str) -> None:
        self[name].errors = [*self[name].errors, sentence]


def names_of(mode: HoursMode) -> tuple[str, ...]:
    """The fields that count in a mode."""
    return {HoursMode.ALWAYS: (), HoursMode.DAILY: ("daily",), HoursMode.WEEKLY: WEEKDAYS}[mode]


def as_typed(hours: WeeklyHours | None) -> dict[str, str]:
    """Hours as the fields would hold them; a proposal where there are none yet."""
    if hours is None:
        usual = dict.fromkeys(("daily", *WEEKDAYS), "09:00–22:00")
        return {"mode": HoursMode.DAILY.value, **usual}
    days = {name: write_day(day) for name, day in zip(WEEKDAYS, hours.days, strict=True)}
    return {"mode": hours.mode.value, "daily": days["monday"], **days}
