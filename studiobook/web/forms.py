"""The base of every form: trimmed text, no NUL, lengths bounded, errors beside the field."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import ValidationError


def trimmed(value: Any) -> Any:
    """Text without surrounding white space; anything else as it came."""
    return value.strip() if isinstance(value, str) else value


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """A form whose every text is trimmed and free of characters PostgreSQL can't hold."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask-wtf ships no types
        """Adds the filter and the check to every field."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Trim unless the field is a password, which is kept as typed."""
            if "Password" not in unbound_field.field_class.__name__:
                filters = unbound_field.kwargs.get("filters", ())
                options["filters"] = [trimmed, *filters]
                unbound_field.kwargs.pop("filters", None)
            validators = unbound_field.kwargs.get("validators") or []
            if plain_text not in validators:
                unbound_field.kwargs["validators"] = [plain_text, *validators]
            field: Field = unbound_field.bind(form=form, **options)
            return field


def plain_text(_form: Any, field: Field) -> None:
    """Refuse NUL and lone surrogates, which no database text can hold."""
    for text in (field.data, getattr(field, "raw_data", None) and field.raw_data[0]):
        if isinstance(text, str) and ("\x00" in text or not _encodes(text)):
            raise ValidationError("This contains a character that can't be stored.")


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
