"""What guests often ask, as rows."""

from dataclasses import dataclass
from typing import Any

from studiobook.web.console import FormPage


@dataclass(frozen=True)
class QuestionsPage(FormPage):
    """Rows of fields; `is_full` when a studio has as many as it may."""

    rows: tuple[tuple[Any, Any], ...] = ()
    is_full: bool = False
    button: str = ""
