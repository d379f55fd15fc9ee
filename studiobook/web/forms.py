"""The base of every form: trimmed text, no NUL, lengths bounded, errors beside the field."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    DecimalField,
    Field,
    IntegerField,
    SelectChoice,
)
from wtforms.validators import StopValidation, ValidationError

LONGEST_NUMBER = 24
LONGEST_SEARCH = 120
UNHOLDABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def words_asked() -> str:
    """What a search of the present request asks for, trimmed, bounded and holdable."""
    return UNHOLDABLE.sub("", request.args.get("q", "")).strip()[:LONGEST_SEARCH]


def trimmed(value: Any) -> Any:
    """Text without surrounding white space; anything else as it came."""
    return value.strip() if isinstance(value, str) else value


def options(pairs: Iterable[tuple[Any, str]]) -> list[Any]:
    """Values and labels as choices of a field."""
    return [SelectChoice(value, label) for value, label in pairs]


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """A form whose every text is trimmed and free of characters PostgreSQL can't hold."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask-wtf ships no types
        """Adds the filter and the check to every field."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Trim unless the field is a password, which is kept as typed."""
            if "Password" not in unbound_field.field_class.__name__:
                filters = unbound_field.kwargs.get("filters", ())
                options["filters"] = [trimmed, *filters]
            validators = unbound_field.kwargs.get("validators") or []
            if plain_text not in validators:
                unbound_field.kwargs["validators"] = [plain_text, *validators]
            field: Field = unbound_field.bind(form=form, **options)
            return field


def plain_text(_form: Any, field: Field) -> None:
    """Refuse what no database text or no page can hold: NUL, other controls, lone surrogates."""
    typed = (field.raw_data or [None])[0]
    for text in (field.data, typed):
        if isinstance(text, str) and UNHOLDABLE.search(text):
            if isinstance(field.data, str):
                # The form is shown again with what was typed, and must not break the page.
                field.data = UNHOLDABLE.sub("", field.data)
            raise ValidationError("This contains a character that can't be stored.")
    is_number = isinstance(field, DecimalField | IntegerField)
    if is_number and (len(str(typed or "")) > LONGEST_NUMBER or _is_endless(field.data)):
        # Python counts as far as one likes, but the validators that follow do not.
        field.data = None
        raise StopValidation("Enter a smaller number.")


def _is_endless(number: Any) -> bool:
    """Whether so few characters stand for so many digits, as in 1E+999999999."""
    is_counted = isinstance(number, Decimal) and number.is_finite()
    return is_counted and abs(number.adjusted()) > LONGEST_NUMBER
