"""The starts of a calendar's day as list items: a week has hundreds of them."""

from collections.abc import Iterable

from markupsafe import Markup

from studiobook.web.components import Start
from studiobook.web.stamps import Stamps


def starts(stamps: Stamps, shown: Iterable[Start], target: str | None = None) -> Markup:
    """Each start drawn by the component `calendar_start`."""
    drawn = [
        stamps.piece(
            "calendar_start",
            (start.kind, start.label, start.price, start.href is not None, target),
            {"href": start.href or "", "words": start.words},
        )
        for start in shown
    ]
    return Markup("".join(drawn))  # noqa: S704  # drawn by a component
