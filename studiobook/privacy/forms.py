"""What somebody types who wants to be erased."""

from typing import Any

from wtforms import EmailField, PasswordField
from wtforms.validators import DataRequired, Length, ValidationError

from studiobook.auth.passwords import is_password
from studiobook.users.models import User
from studiobook.web.forms import Form


class ErasureForm(Form):
    """The account's own address, and its password where it has one."""

    email = EmailField(
        "Your e-mail address, to be sure",
        validators=[DataRequired("Enter your e-mail address."), Length(max=254)],
    )
    password = PasswordField("Your password", validators=[Length(max=200)])

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        if user.password_hash is None:
            del self.password

    def validate_email(self, field: EmailField) -> None:
        """It is this account that shall go."""
        if (field.data or "").strip().lower() != self._user.email:
            raise ValidationError("That is not the address of this account.")

    def validate_password(self, field: PasswordField) -> None:
        """Whoever finds an open browser can't do it."""
        if not is_password(self._user.password_hash, field.data or ""):
            raise ValidationError("That is not your password.")
