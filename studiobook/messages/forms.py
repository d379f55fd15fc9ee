"""What is typed: a message, words to search for, a studio's quick replies."""

import secrets
from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, IntegerField, SearchField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from studiobook.messages.models import LONGEST, LONGEST_REPLY
from studiobook.messages.quick_replies import MOST
from studiobook.web.forms import Form


def one_kind_of_line(value: Any) -> Any:
    """Line breaks as they are counted: browsers send two characters for each."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def new_form_key() -> str:
    """For a form that is shown: what is sent with it twice is one message."""
    return secrets.token_urlsafe(16)


class MessageForm(Form):
    """A message; `form_key` is new on every page that is shown."""

    body = TextAreaField(
        "Your message",
        filters=[one_kind_of_line],
        validators=[InputRequired("Write something first.")],
    )
    form_key = HiddenField(validators=[Optional(), Length(max=32)])

    def validate_body(self, field: TextAreaField) -> None:
        """Something to read, of a length that can be read."""
        text = field.data or ""
        if not text:
            raise ValidationError("Write something first.")
        if len(text) > LONGEST:
            raise ValidationError(
                f"A message has up to {LONGEST:,} characters; this one has {len(text):,}."
                " Please send it in two parts."
            )


class ReadingForm(Form):
    """Up to which message the page showed."""

    upto = IntegerField(validators=[InputRequired(), NumberRange(min=1, max=2**31 - 1)])


class WordsForm(Form):
    """Words to search for; read from the address, so unguarded."""

    class Meta(Form.Meta):
        """A GET form changes nothing."""

        csrf = False

    q = SearchField("Words", validators=[Optional(), Length(max=100)])


def _reply(number: int) -> TextAreaField:
    too_long = f"A quick reply has up to {LONGEST_REPLY:,} characters."
    return TextAreaField(
        f"Reply {number}",
        filters=[one_kind_of_line],
        validators=[Length(max=LONGEST_REPLY, message=too_long)],
    )


class RepliesForm(Form):
    """A studio's quick replies, as many fields as MOST; empty ones are left out."""

    reply_1 = _reply(1)
    reply_2 = _reply(2)
    reply_3 = _reply(3)
    reply_4 = _reply(4)
    reply_5 = _reply(5)
    reply_6 = _reply(6)

    @classmethod
    def showing(cls, bodies: Sequence[str]) -> "RepliesForm":
        """The form with the list as it stands."""
        data = {f"reply_{number}": body for number, body in enumerate(bodies, start=1)}
        return cls(formdata=None, data=data)

    @property
    def fields(self) -> list[TextAreaField]:
        """The fields in their order."""
        return [self[f"reply_{number}"] for number in range(1, MOST + 1)]
