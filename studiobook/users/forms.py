"""What people say about themselves."""

import re
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    RadioField,
    SelectChoice,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, ValidationError

from studiobook.users.models import Role
from studiobook.web.forms import Form

ROLES = [
    SelectChoice(Role.USER.value, "I book studios"),
    SelectChoice(Role.STUDIO_OWNER.value, "I own a studio, too"),
]
PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{4,38}")


def dialable(_form: Any, field: TelField) -> None:
    """Digits with the usual separators; countries differ in everything else."""
    if field.data and not PHONE.fullmatch(field.data):
        raise ValidationError("Enter a phone number such as +44 20 7946 0000.")


class PhotoForm(Form):
    """One picture; what it is, is told by its content."""

    photo = FileField(
        "Your photo",
        validators=[FileRequired("Choose a picture first.")],
        render_kw={"accept": "image/jpeg,image/png,image/webp,image/heic,.heic"},
    )


class ProfileForm(Form):
    """Name, phone, a few words, and what one does here."""

    name = StringField("Your name", validators=[DataRequired("Enter your name."), Length(max=120)])
    phone = TelField("Phone", validators=[Length(max=40), dialable])
    bio = TextAreaField("About you", validators=[Length(max=2000)])
    role = RadioField("What brings you here?", choices=ROLES)
