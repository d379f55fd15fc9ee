"""The starts of a calendar's day as list items: a week has hundreds of them."""

from collections.abc import Iterable

from markupsafe import Markup

from studiobook.web.components import Start
from studiobook.web.stamps import Stamps

#: Where a day's starts are scrolled to on a phone, unless one is chosen.
MORNING = "09:00"


def starts(stamps: Stamps, shown: Iterable[Start], target: str | None = None) -> Markup:
    """Each start drawn by the component `calendar_start`."""
    shown = tuple(shown)
    seen_first = _seen_first(shown)
    drawn = [
        stamps.piece(
            "calendar_start",
            (
                start.kind,
                start.label,
                start.price,
                start.href is not None,
                target,
                start is seen_first,
            ),
            {"href": start.href or "", "words": start.words},
        )
        for start in shown
    ]
    return Markup("".join(drawn))  # noqa: S704  # drawn by a component


def _seen_first(shown: tuple[Start, ...]) -> Start | None:
    chosen = next((start for start in shown if start.kind == "chosen"), None)
    return chosen or next((start for start in shown if start.label >= MORNING), None)
