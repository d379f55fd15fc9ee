"""What guests send: who they are, what they answer and object to."""

from dataclasses import dataclass
from typing import Any

from wtforms import (
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    AnyOf,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from studiobook.bookings.forms.slots import MOST_MINOR
from studiobook.users.models import User
from studiobook.values.email_address import BadEmail, normalise_email
from studiobook.web.forms import Form


def mailable(_form: Form, field: Any) -> None:
    """Refuse what no account and no mail could be addressed by."""
    if not field.data:
        return
    try:
        normalise_email(field.data)
    except BadEmail as error:
        raise ValidationError(f"{error}.") from error


#: Behind what says whether there has to be one.
ADDRESS = (Length(max=254), Email("Enter an e-mail address like name@example.com."), mailable)


class ObjectionForm(Form):
    """Why the guest does not agree."""

    objection = TextAreaField(
        "Why you don’t agree",
        validators=[InputRequired("Say in a sentence why."), Length(max=1000)],
    )


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
            *ADDRESS,
        ],
    )
    phone = StringField("Phone", validators=[Optional(), Length(max=40)])
    note = TextAreaField("Note for the studio", validators=[Optional(), Length(max=1000)])


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
