"""The session whose price an owner wants to see before saving."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from wtforms import IntegerField, SelectField, TimeField

from studiobook.rooms.forms.bands import HALVES, NUMBER
from studiobook.rooms.forms.numbers import TypedDecimal
from studiobook.rooms.models import Room
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import first_showing, to_local
from studiobook.web.forms import Form, options

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FRIDAY, EVENING, USUAL, COUPLE = "4", time(18), 6, 2
NUMBERS = [str(n) for n in range(7)]
DAY = timedelta(days=1)


class PreviewForm(Form):
    """A weekday, a start, a length and people; they stand inside the form of the prices."""

    preview_day = SelectField(
        "Day", choices=options((str(n), day) for n, day in enumerate(DAYS)), default=FRIDAY
    )
    preview_start = TimeField("Start", default=EVENING, render_kw=HALVES)
    preview_hours = TypedDecimal("Hours", places=None, render_kw=NUMBER)
    preview_people = IntegerField("People", render_kw={"inputmode": "numeric"})

    def slot(self, zone: str, now: datetime) -> Timeslot | None:
        """The next such time in which the clocks don't turn; None when it can't be read."""
        day, start, hours = self.preview_day.data, self.preview_start.data, self.preview_hours.data
        if day not in NUMBERS or not isinstance(start, time):
            return None
        if hours is None or not 0 < hours <= 24 or hours * 2 % 1 or start.minute % 30:
            return None
        tomorrow = to_local(now, zone).date() + DAY
        on_date = tomorrow + (int(day) - tomorrow.weekday()) % 7 * DAY
        found = [_slot(datetime.combine(on_date + n * 7 * DAY, start), hours, zone) for n in (0, 1)]
        return next((slot for slot in found if not _turns(slot, zone)), found[0])


def preview_form(room: Room, **known: Any) -> PreviewForm:
    """The form, which begins with a Friday evening for two."""
    lengths = range(room.minimum, room.maximum + 1, room.step)
    usual = next((n for n in lengths if n >= USUAL), lengths[-1])
    hours = Decimal(usual) / 2
    usual_hours = hours.quantize(Decimal(1)) if hours % 1 == 0 else hours
    data = {"preview_hours": usual_hours, "preview_people": min(COUPLE, room.capacity)}
    return PreviewForm(meta={"csrf": False}, data=data, **known)


def _slot(local: datetime, hours: Decimal, zone: str) -> Timeslot:
    starts_at = first_showing(local, zone)
    return Timeslot(starts_at, starts_at + int(hours * 2) * HALF_HOUR)


def _turns(slot: Timeslot, zone: str) -> bool:
    before, after = to_local(slot.starts_at, zone), to_local(slot.ends_at, zone)
    return before.utcoffset() != after.utcoffset()
