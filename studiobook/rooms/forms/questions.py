"""Questions and answers: rows, of which empty ones do not count."""

from collections.abc import Sequence
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length

from studiobook.studios.answer_questions import MOST
from studiobook.values.one_line import one_line
from studiobook.web.forms import Form

#: Empty rows below those that are filled.
SPARE = 3
#: Buttons of a row, named with its number behind.
EARLIER, AWAY = "earlier", "away"


class QuestionsForm(Form):
    """Rows of a question and its answer; the order is theirs."""

    size: int
    answered: list[tuple[str, str]]

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The pairs of fields."""
        return [(self[f"question_{n}"], self[f"answer_{n}"]) for n in range(1, self.size + 1)]

    @property
    def filled(self) -> int:
        """The number of the last row in which something stands."""
        used = [n for n, (asked, said) in enumerate(self.rows, 1) if asked.data or said.data]
        return max(used, default=0)

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the rows into `answered`; a half row is told beside the field that is missing."""
        if not super().validate(extra_validators):
            return False
        self.answered = []
        for question, answer in self.rows:
            if question.data and answer.data:
                self.answered.append((question.data, answer.data))
            elif question.data:
                answer.errors = [*answer.errors, "Write the answer, too."]
            elif answer.data:
                question.errors = [*question.errors, "Write the question, too."]
        return not self.errors

    def rearrange(self, pressed: Sequence[str]) -> None:
        """What a row's button asks for, before anything is read: one place earlier, or away."""
        for name in pressed:
            act, _, number = name.partition("_")
            if act not in (EARLIER, AWAY) or not number.isdecimal():
                continue
            at = int(number) - 1
            if act == AWAY and 0 <= at < self.size:
                for field in self.rows[at]:
                    field.data = ""
            elif act == EARLIER and 0 < at < self.size:
                for above, here in zip(self.rows[at - 1], self.rows[at], strict=True):
                    above.data, here.data = here.data, above.data


def on_one_line(value: Any) -> Any:
    """A question on one line, however it was typed."""
    return one_line(value) if isinstance(value, str) else value


def unix_lines(value: Any) -> Any:
    """Line breaks as they are counted: browsers send two characters for each."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def questions_form(size: int, **known: Any) -> QuestionsForm:
    """The form with so many rows."""
    fields: dict[str, Any] = {"size": size}
    for n in range(1, size + 1):
        fields[f"question_{n}"] = TextAreaField(
            "Question",
            filters=[on_one_line],
            validators=[Length(max=200, message="A question has up to 200 characters.")],
            render_kw={"rows": 2},
        )
        fields[f"answer_{n}"] = TextAreaField(
            "Answer",
            filters=[unix_lines],
            validators=[Length(max=2000, message="An answer has up to 2,000 characters.")],
            render_kw={"rows": 3},
        )
    rowed: type[QuestionsForm] = type("RowedQuestionsForm", (QuestionsForm,), fields)
    return rowed(**known)


def size_for(filled: int) -> int:
    """Rows for so many filled ones: a few more, but no more than a studio may have."""
    return min(filled + SPARE, MOST)


def as_typed(answered: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Questions as the fields would hold them."""
    typed: dict[str, str] = {}
    for n, (question, answer) in enumerate(answered, start=1):
        typed[f"question_{n}"], typed[f"answer_{n}"] = question, answer
    return typed
