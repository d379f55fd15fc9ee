"""What guests send: a slot as local text, who they are, and the figures that their page showed."""

from collections.abc import Iterable
from dataclasses import dataclass
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
    TextAreaField,
    TimeField,
)
from wtforms.validators import (
    AnyOf,
    DataRequired,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from studiobook.rooms.add_on import AddOnRefused, wanted_in
from studiobook.teams.models import Membership
from studiobook.users.models import User
from studiobook.values.email_address import BadEmail, normalise_email
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import to_instant
from studiobook.web.forms import Form, options

#: Larger numbers fit no column.
MOST_MINOR = 2**31 - 1
#: Hours; no room is let for longer.
LONGEST = 24
MOST_ID = 2**63 - 1
ADDRESS = Email("Enter an e-mail address like name@example.com.")


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


class HoldForm(SlotForm):
    """A slot to be held; `expected_total` (minor units) is what the page showed, not the price."""

    people = IntegerField(
        "People",
        default=1,
        validators=[Optional(), NumberRange(min=1, max=1000, message="Choose 1 to 1000 people.")],
    )
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


class ObjectionForm(Form):
    """Why the guest does not agree."""

    objection = TextAreaField(
        "Why it is not so",
        validators=[InputRequired("Say in a sentence why."), Length(max=1000)],
    )


class DayForm(Form):
    """The day and length for which free times are asked; read from the address, so unguarded."""

    class Meta(Form.Meta):
        """A GET form changes nothing."""

        csrf = False

    date = DateField("Day", validators=[InputRequired()], format="%Y-%m-%d")
    hours = SelectField("Length", validators=[InputRequired()], validate_choice=False)


class CancelForm(Form):
    """The refund that the page showed, in minor units."""

    expected_refund = IntegerField(
        "Expected refund", validators=[Optional(), NumberRange(min=0, max=MOST_MINOR)]
    )


class AnswerForm(Form):
    """The owner's yes or no."""

    answer = StringField("Answer", validators=[AnyOf(("accept", "decline"))])


class CheckoutForm(Form):
    """Who the guest is."""

    name = StringField(
        "Your name",
        validators=[InputRequired("Enter your name."), Length(max=120)],
    )
    email = StringField(
        "E-mail",
        validators=[
            InputRequired("Enter your e-mail address."),
            Length(max=254),
            ADDRESS,
        ],
    )
    phone = StringField("Phone", validators=[Optional(), Length(max=40)])
    note = TextAreaField("Note for the studio", validators=[Optional(), Length(max=1000)])

    def validate_email(self, field: Any) -> None:
        """What no account and no mail could be addressed by."""
        try:
            normalise_email(field.data)
        except BadEmail as error:
            raise ValidationError(f"{error}.") from error


@dataclass(frozen=True)
class Guest:
    """Details to start the checkout form with, named like its fields."""

    name: str
    email: str
    phone: str
    note: str

    @classmethod
    def known(cls, *, name: str, email: str, phone: str, note: str, user: User | None) -> "Guest":
        """What the booking says, else what the account says."""
        if email or user is None:
            return cls(name, email, phone, note)
        return cls(user.name, user.email, user.phone or "", note)


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


class RemovalForm(Form):
    """A button: nothing but its token."""


class BlockForm(SlotForm):
    """A stretch that nobody shall book, and why."""

    note = StringField("Why", validators=[Optional(), Length(max=200)])


def _engineer_number(value: Any) -> int | None:
    """The empty choice is nobody."""
    return int(value) if value not in (None, "", "None") else None


class AttendedForm(SlotForm):
    """A slot for people whom the studio books in itself, with an engineer or none."""

    name = StringField("Name", validators=[InputRequired("Enter a name."), Length(max=120)])
    phone = StringField("Phone", validators=[Optional(), Length(max=40)])
    people = IntegerField(
        "People",
        default=1,
        validators=[Optional(), NumberRange(min=1, max=1000, message="Choose 1 to 1000 people.")],
    )
    engineer = SelectField(
        "Engineer",
        coerce=_engineer_number,
        choices=(),
        validate_choice=False,
        validators=[Optional(), NumberRange(min=1, max=MOST_ID)],
    )

    def offers(self, engineers: Iterable[Membership]) -> None:
        """Let one of these be chosen, or nobody."""
        named = [(one.id, one.user.name) for one in engineers]
        self.engineer.choices = options([("", "Nobody"), *named])

    def validate_email(self, field: Any) -> None:
        """What no mail could be addressed by."""
        if not field.data:
            return
        try:
            normalise_email(field.data)
        except BadEmail as error:
            raise ValidationError(f"{error}.") from error


class WalkInForm(AttendedForm):
    """Who stands there, and why nothing is paid here."""

    email = StringField("E-mail", validators=[Optional(), Length(max=254), ADDRESS])
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
        validators=[InputRequired("Enter the caller’s e-mail address."), Length(max=254), ADDRESS],
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
