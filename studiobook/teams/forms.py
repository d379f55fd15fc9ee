"""What is asked when somebody is invited, changed, or joins."""

import re
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import EmailField, PasswordField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from studiobook.auth.passwords import LONGEST, SHORTEST
from studiobook.auth.weak_passwords import is_easy_to_guess
from studiobook.teams.models import TeamRole
from studiobook.teams.wording import MAY, NAMES
from studiobook.values.currency import exponent
from studiobook.values.email_address import BadEmail, normalise_email
from studiobook.web.forms import Form, options

ROLES = options((role.value, f"{NAMES[role]}: {MAY[role]}") for role in TeamRole)
#: Minor units; nobody's hour costs more.
MOST_MINOR = 10**7
AMOUNT = re.compile(r"(\d{1,9})(?:[.,](\d{1,3}))?")


class OwnerInvitationForm(Form):
    """Whom to ask to own the company, too."""

    email = EmailField(
        "E-mail address",
        validators=[DataRequired("Enter an e-mail address."), Length(max=254)],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )

    def validate_email(self, field: EmailField) -> None:
        """Refuse what can't be an address; whether mail arrives there only a mail can tell."""
        try:
            normalise_email(field.data or "")
            validate_email(field.data or "", check_deliverability=False)
        except (BadEmail, EmailNotValidError):
            raise ValidationError("Enter an e-mail address such as ada@example.com.") from None


class RoleForm(Form):
    """A role and, for engineers, what an hour costs in the studio's currency."""

    currency: str
    rate_minor: int | None = None

    role = RadioField("Role", choices=ROLES, validators=[InputRequired("Choose a role.")])
    rate = StringField(
        "Rate per hour",
        validators=[Length(max=14)],
        render_kw={"autocomplete": "off", "inputmode": "decimal"},
    )

    def validate_rate(self, field: StringField) -> None:
        """Read it into `rate_minor`; of anybody but an engineer it is not asked."""
        self.rate_minor = None
        if self.role.data != TeamRole.ENGINEER.value or not field.data:
            return
        self.rate_minor = minor_of(field.data, self.currency)
        if self.rate_minor is None or self.rate_minor > MOST_MINOR:
            raise ValidationError(f"Enter an amount in {self.currency}, such as 40.")


class InvitationForm(OwnerInvitationForm, RoleForm):
    """Whom to ask to join a studio's team, and as what."""


class JoinForm(Form):
    """The account that is opened to accept; its address is the invitation's."""

    email: str = ""

    name = StringField("Your name", validators=[DataRequired("Enter your name."), Length(max=120)])
    password = PasswordField(
        "Choose a password",
        validators=[
            InputRequired(f"Choose a password of at least {SHORTEST} characters."),
            Length(SHORTEST, LONGEST, f"A password has {SHORTEST} to {LONGEST} characters."),
        ],
    )

    def validate_password(self, field: PasswordField) -> None:
        """Refuse what is guessed first."""
        if is_easy_to_guess(field.data or "", name=self.name.data or "", email=self.email):
            raise ValidationError("This password is among the first to be guessed.")


def minor_of(text: str, currency: str) -> int | None:
    """An amount as typed, in minor units; None for what is none, or has coins too small."""
    found = AMOUNT.fullmatch(text.replace(" ", ""))
    if found is None:
        return None
    whole, part = found[1], found[2] or ""
    digits = exponent(currency)
    if len(part) > digits:
        return None
    return int(whole + part.ljust(digits, "0"))


def as_typed(minor: int | None, currency: str) -> str:
    """Minor units as one would type them."""
    if minor is None:
        return ""
    digits = exponent(currency)
    whole, part = divmod(minor, 10**digits)
    return f"{whole}.{part:0{digits}}" if part else str(whole)


def role_form(kind: type[Any], currency: str, **known: Any) -> Any:
    """The form for a studio of this currency."""
    form = kind(**known)
    form.currency = currency
    form.rate.label.text = f"Rate per hour in {currency}"
    return form
