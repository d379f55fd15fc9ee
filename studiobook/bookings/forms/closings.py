"""The forms of closing: what closes and when, and what becomes of those who are booked then."""

from datetime import UTC, date, datetime, time, timedelta

from wtforms import DateField, SelectField, StringField, TimeField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from studiobook.values.timeslot import BadSlot, Timeslot
from studiobook.values.wall_clock import BadTime, day_bounds, first_showing
from studiobook.web.forms import Form

LONGEST_CLOSURE = timedelta(days=366)
#: No calendar is drawn for a day after it.
LATEST = datetime(2199, 1, 1, tzinfo=UTC)


class ClosureForm(Form):
    """What closes, from when to when, and why; read from the address, so unguarded."""

    class Meta(Form.Meta):
        """A GET form changes nothing."""

        csrf = False

    room = SelectField("What closes?", default="")
    first = DateField(
        "First day", validators=[InputRequired("Choose the first day.")], format="%Y-%m-%d"
    )
    last = DateField("Last day", validators=[Optional()], format="%Y-%m-%d")
    start = TimeField("From", validators=[Optional()], format=["%H:%M", "%H:%M:%S"])
    end = TimeField("Until", validators=[Optional()], format=["%H:%M", "%H:%M:%S"])
    reason = StringField("Why", validators=[Optional(), Length(max=200)])

    def during_in(self, zone: str) -> Timeslot | None:
        """The time in the studio's zone; whole days without times. None, with errors, if none."""
        first, last = self.first.data, self.last.data or self.first.data
        assert first is not None
        assert last is not None
        try:
            during = Timeslot(
                self._instant(first, self.start.data, zone) or day_bounds(first, zone).starts_at,
                self._instant(last, self.end.data, zone) or day_bounds(last, zone).ends_at,
            )
        except (BadTime, BadSlot, OverflowError):
            self.last.errors = ["It has to end after it begins."]
            return None
        if during.duration > LONGEST_CLOSURE:
            self.last.errors = ["A closure lasts a year at most."]
            return None
        if during.ends_at > LATEST:
            self.last.errors = ["Choose a day in this century or the next."]
            return None
        return during

    @staticmethod
    def _instant(on_date: date, at: time | None, zone: str) -> datetime | None:
        """As painted on a door: never asks which showing, never refuses a jump."""
        return None if at is None else first_showing(datetime.combine(on_date, at), zone)


class CloseForm(Form):
    """What the page has shown, sent back: instants as ISO text, a room's code or none."""

    room = StringField("Room", validators=[Optional(), Length(max=12)])
    starts_at = StringField("From", validators=[InputRequired()])
    ends_at = StringField("Until", validators=[InputRequired()])
    reason = StringField("Why", validators=[Optional(), Length(max=200)])
    overall = StringField("For all", validators=[Optional(), AnyOf(("keep", "refund", "offer"))])

    @property
    def during(self) -> Timeslot | None:
        """The time, or None for text that is none."""
        try:
            starts_at = datetime.fromisoformat(self.starts_at.data or "")
            during = Timeslot(starts_at, datetime.fromisoformat(self.ends_at.data or ""))
        except (TypeError, ValueError, OverflowError):
            return None
        is_drawn = during.duration <= LONGEST_CLOSURE and during.ends_at <= LATEST
        return during if is_drawn else None


class DecisionForm(Form):
    """What becomes of bookings, where nothing but that is asked."""

    overall = StringField("For all", validators=[Optional(), AnyOf(("keep", "refund"))])
