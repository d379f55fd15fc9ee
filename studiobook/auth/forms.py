"""What people type when they prove who they are."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    EmailField,
    Field,
    PasswordField,
    RadioField,
    SelectChoice,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from studiobook.auth.passwords import LONGEST, SHORTEST
from studiobook.auth.weak_passwords import is_easy_to_guess
from studiobook.users.models import Role
from studiobook.values.email_address import BadEmail, normalise_email
from studiobook.web.forms import Form

ROLES = [
    SelectChoice(Role.USER.value, "I want to book"),
    SelectChoice(Role.STUDIO_OWNER.value, "I own a studio"),
]


def said(field: Field) -> str:
    """What was typed into a text field, "" for nothing."""
    return field.data or ""


def deliverable(_form: Any, field: EmailField) -> None:
    """Refuse what can't be an address; whether mail arrives there only a mail can tell."""
    try:
        normalise_email(said(field))
        validate_email(said(field), check_deliverability=False)
    except (BadEmail, EmailNotValidError):
        raise ValidationError("Enter an e-mail address such as ada@example.com.") from None


def an_email() -> EmailField:
    """An address that a mail can be sent to."""
    return EmailField(
        "E-mail address",
        validators=[DataRequired("Enter your e-mail address."), Length(max=254), deliverable],
    )


def a_new_password(label: str = "Password") -> PasswordField:
    """A password to be set. Its length is all that is asked: any characters, as typed."""
    return PasswordField(
        label,
        validators=[
            InputRequired(f"Choose a password of at least {SHORTEST} characters."),
            Length(
                min=SHORTEST,
                max=LONGEST,
                message=f"A password has {SHORTEST} to {LONGEST} characters.",
            ),
        ],
    )


def a_known_password(label: str = "Password") -> PasswordField:
    """A password to be checked; its length is no hint to give."""
    return PasswordField(label, validators=[InputRequired("Enter your password.")])


class LoginForm(Form):
    """An address and its password."""

    email = EmailField(
        "E-mail address",
        validators=[DataRequired("Enter your e-mail address."), Length(max=254)],
    )
    password = a_known_password()


class RegisterForm(Form):
    """A new account."""

    name = StringField("Your name", validators=[DataRequired("Enter your name."), Length(max=120)])
    email = an_email()
    password = a_new_password()
    role = RadioField("What brings you here?", choices=ROLES, default=Role.USER.value)

    def validate_password(self, field: PasswordField) -> None:
        """Refuse what is guessed first."""
        if is_easy_to_guess(said(field), name=said(self.name), email=said(self.email)):
            raise ValidationError("This password is among the first to be guessed.")


class EmailForm(Form):
    """Where to send a mail."""

    email = an_email()


class NewPasswordForm(Form):
    """A password in place of a forgotten one."""

    password = a_new_password("New password")

    def validate_password(self, field: PasswordField) -> None:
        """Refuse what is guessed first."""
        if is_easy_to_guess(said(field), name="", email=""):
            raise ValidationError("This password is among the first to be guessed.")


class ChangePasswordForm(NewPasswordForm):
    """The old password and its successor."""

    current = a_known_password("Current password")


class ActForm(Form):
    """A single button: nothing but the token against forged requests."""
