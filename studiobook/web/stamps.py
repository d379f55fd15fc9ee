"""Components that stand many times on a page: rendered once with blanks, filled in ever after.

A page of results has hundreds of pieces that differ in an address or a clock time. Their macros
stay the one place that says how they look; what is left to do for each piece is joining strings.
"""

import html
import re
from collections.abc import Hashable
from typing import Any

from markupsafe import Markup, escape

#: No text that came from a database or a form's field can hold it.
_MARK = "\0"
_BLANK = re.compile(f"{_MARK}([a-z_]+){_MARK}")
#: Stamps that one process remembers, three kilobytes each at most.
MOST = 4_000


class Stamp:
    """A component's HTML, cut at its blanks."""

    def __init__(self, drawn: str) -> None:
        # Text and names of blanks in turn.
        self._pieces: list[str] = _BLANK.split(drawn)
        self._places = list(enumerate(self._pieces))[1::2]

    def fill(self, values: dict[str, str]) -> str:
        """The component with a value in each blank: text is escaped, markup is not."""
        pieces = self._pieces.copy()
        for place, name in self._places:
            value = values[name]
            pieces[place] = value if type(value) is Markup else html.escape(value)
        return "".join(pieces)


class Stamps:
    """Stamps by component and by what stays the same in each of them.

    A component may only depend on its arguments: not on the request, the person or the time.
    """

    def __init__(self, components: Any) -> None:
        self._components = components
        self._stamps: dict[tuple[Hashable, ...], Stamp] = {}

    def __call__(self, component: str, *fixed: Hashable, **blanks: str) -> Markup:
        """Draw a component: `fixed` are its positional arguments, `blanks` those by name."""
        return Markup(self.piece(component, fixed, blanks))  # noqa: S704  # every blank is escaped

    def piece(self, component: str, fixed: tuple[Hashable, ...], blanks: dict[str, str]) -> str:
        """The same as a plain string, for whoever joins many."""
        key = (component, *fixed)
        stamp = self._stamps.get(key)
        if stamp is None:
            stamp = self._cut(component, fixed, blanks)
            if len(self._stamps) >= MOST:
                self._stamps.clear()
            self._stamps[key] = stamp
        return stamp.fill(blanks)

    def _cut(self, component: str, fixed: tuple[Hashable, ...], blanks: dict[str, str]) -> Stamp:
        draw = getattr(self._components, component)
        marks = {name: escape(f"{_MARK}{name}{_MARK}") for name in blanks}
        return Stamp(draw(*fixed, **marks))
