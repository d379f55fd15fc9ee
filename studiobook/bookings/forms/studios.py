"""What studios send: who comes, how a change is paid for, what is kept free, what to remember."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    AnyOf,
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from studiobook.bookings.forms.guests import ADDRESS
from studiobook.bookings.forms.slots import (
    MOST_ID,
    MOST_MINOR,
    MoveForm,
    SlotForm,
    engineer_number,
    people_field,
)
from studiobook.teams.models import Membership
from studiobook.web.forms import Form, options


class SettleForm(Form):
    """How the studio settles a difference: `how` is ask or leave, and why nothing is asked for."""

    how = StringField("How", validators=[Optional(), AnyOf(("ask", "leave"))])
    reason = StringField(
        "Why nothing is paid here",
        default="Paid at the studio",
        validators=[Length(max=200)],
    )

    def validate_reason(self, field: Any) -> None:
        """Nothing is given away without one."""
        if self.how.data == "leave" and not (field.data or "").strip():
            raise ValidationError("Say why nothing is paid here.")

    @property
    def waive_because(self) -> str | None:
        """The reason, if the difference is left out."""
        return (self.reason.data or "").strip() if self.how.data == "leave" else None


class StudioMoveForm(MoveForm, SettleForm):
    """Another slot by the studio."""


class ExtensionForm(SettleForm):
    """So many half hours more for a session of `present` half hours, and the difference shown."""

    more = IntegerField("More", validators=[InputRequired(), NumberRange(min=1, max=48)])
    present = IntegerField("Present", validators=[InputRequired(), NumberRange(min=1, max=480)])
    expected_difference = IntegerField(
        "Expected difference",
        validators=[InputRequired(), NumberRange(min=-MOST_MINOR, max=MOST_MINOR)],
    )


class OvertimeForm(Form):
    """How many half hours, and the amount that the page showed in minor units."""

    half_hours = IntegerField("Half hours", validators=[InputRequired(), NumberRange(1, 8)])
    expected_amount = IntegerField(
        "Expected amount", validators=[InputRequired(), NumberRange(1, MOST_MINOR)]
    )


class NoteForm(Form):
    """Something to remember about a client."""

    body = TextAreaField(
        "New note",
        validators=[
            DataRequired("Write something first."),
            Length(max=1000, message="Please keep a note below 1,000 characters."),
        ],
        filters=[lambda text: text and text.strip()],
    )


class BlockForm(SlotForm):
    """A stretch that nobody shall book, and why."""

    note = StringField("Why", validators=[Optional(), Length(max=200)])


class AttendedForm(SlotForm):
    """A slot for people whom the studio books in itself, with an engineer or none."""

    name = StringField("Name", validators=[InputRequired("Enter a name."), Length(max=120)])
    phone = StringField("Phone", validators=[Optional(), Length(max=40)])
    people = people_field()
    engineer = SelectField(
        "Engineer",
        coerce=engineer_number,
        choices=(),
        validate_choice=False,
        validators=[Optional(), NumberRange(min=1, max=MOST_ID)],
    )

    def offers(self, engineers: Iterable[Membership]) -> None:
        """Let one of these be chosen, or nobody."""
        named = [(one.id, one.user.name) for one in engineers]
        self.engineer.choices = options([("", "Nobody"), *named])


class WalkInForm(AttendedForm):
    """Who stands there, and why nothing is paid here."""

    email = StringField("E-mail", validators=[Optional(), *ADDRESS])
    reason = StringField(
        "Why nothing is paid here",
        default="Pays at the studio",
        validators=[InputRequired("Say why it costs nothing here."), Length(max=200)],
    )
    note = StringField("Note", validators=[Optional(), Length(max=1000)])


#: Minutes that a link lasts, and how they are said.
LINK_LASTS = ((30, "30 minutes"), (120, "2 hours"), (1440, "24 hours"))


class OfferForm(AttendedForm):
    """Who calls, how long their link lasts, and the price that the page showed (minor units)."""

    email = StringField(
        "E-mail",
        validators=[InputRequired("Enter the caller’s e-mail address."), *ADDRESS],
    )
    lasts = SelectField(
        "The link lasts",
        coerce=int,
        choices=options(LINK_LASTS),
        default=LINK_LASTS[0][0],
        validators=[InputRequired("Choose how long the link lasts.")],
    )
    expected_total = IntegerField(
        "Expected total", validators=[Optional(), NumberRange(min=0, max=MOST_MINOR)]
    )


class LinkForm(Form):
    """Until when a link shall last: minutes from when it was first sent."""

    lasts = IntegerField(validators=[InputRequired(), NumberRange(min=1, max=1440)])
