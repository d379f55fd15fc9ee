"""A slot as local text, and the figures that the page showed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import request
from wtforms import (
    DateField,
    DecimalField,
    IntegerField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import (
    AnyOf,
    InputRequired,
    NumberRange,
    Optional,
    ValidationError,
)

from studiobook.rooms.add_on import AddOnRefused, wanted_in
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import to_instant
from studiobook.web.forms import Form

#: Larger numbers fit no column.
MOST_MINOR = 2**31 - 1


#: Hours; no room is let for longer.
LONGEST = 24


MOST_ID = 2**63 - 1


class SlotForm(Form):
    """A local day, start and length; `fold` says which showing of a doubled time is meant."""

    date = DateField("Day", validators=[InputRequired("Choose a day.")], format="%Y-%m-%d")
    start = TimeField(
        "Start", validators=[InputRequired("Choose a start.")], format=["%H:%M", "%H:%M:%S"]
    )
    fold = StringField(
        "Showing", validators=[Optional(), AnyOf(("0", "1"), "Choose the first or second showing.")]
    )
    hours = DecimalField(
        "Hours",
        validators=[
            InputRequired("Choose a length."),
            NumberRange(min=Decimal("0.5"), max=LONGEST, message="Choose 30 minutes to 24 hours."),
        ],
    )

    def validate_hours(self, field: Any) -> None:
        """Lengths are whole half hours."""
        if field.data is None or not field.data.is_finite():
            return
        if 0 < field.data <= LONGEST and field.data * 2 % 1:
            raise ValidationError("Choose full or half hours.")

    def slot_in(self, zone: str) -> Timeslot:
        """The slot in the studio's zone; after validation. Raises GapTime and other BadTime."""
        on_date, at, hours = self.date.data, self.start.data, self.hours.data
        assert on_date is not None
        assert at is not None
        assert hours is not None
        fold = int(self.fold.data) if self.fold.data else None
        starts_at = to_instant(datetime.combine(on_date, at), zone, fold)
        return Timeslot(starts_at, starts_at + int(hours * 2) * HALF_HOUR)


def people_field() -> IntegerField:
    """How many come; nothing said is one."""
    few = NumberRange(min=1, max=1000, message="Choose 1 to 1000 people.")
    return IntegerField("People", default=1, validators=[Optional(), few])


class HoldForm(SlotForm):
    """A slot to be held; `expected_total` (minor units) is what the page showed, not the price."""

    people = people_field()
    engineer = IntegerField("Engineer", validators=[Optional(), NumberRange(min=1, max=MOST_ID)])
    expected_total = IntegerField(
        "Expected total", validators=[Optional(), NumberRange(min=0, max=MOST_MINOR)]
    )
    #: After validation: add-ons have fields of their own names.
    wanted_add_ons: dict[int, int]

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields, and whatever add-ons were sent along."""
        good: bool = super().validate(extra_validators)
        try:
            self.wanted_add_ons = wanted_in(request.form)
        except AddOnRefused as refusal:
            self.form_errors.append(refusal.message)
            return False
        return good


class MoveForm(SlotForm):
    """Another slot for a booking, with the difference that the page showed, in minor units."""

    expected_difference = IntegerField(
        "Expected difference",
        validators=[Optional(), NumberRange(min=-MOST_MINOR, max=MOST_MINOR)],
    )


class DayForm(Form):
    """The day and length for which free times are asked; read from the address, so unguarded."""

    class Meta(Form.Meta):
        """A GET form changes nothing."""

        csrf = False

    date = DateField("Day", validators=[InputRequired()], format="%Y-%m-%d")
    hours = SelectField("Length", validators=[InputRequired()], validate_choice=False)


def engineer_number(value: Any) -> int | None:
    """The empty choice is nobody."""
    return int(value) if value not in (None, "", "None") else None
