"""The form of a room, in parts."""

from dataclasses import dataclass
from itertools import groupby

from studiobook.rooms.forms.room import GEAR
from studiobook.studios.queries import Filter
from studiobook.web.components import Link
from studiobook.web.console import FormPage

ABOUT = ("name", "kind", "capacity", "description", "slug")
LENGTHS = ("minimum", "maximum", "step")
LIMITS = ("before", "after", "lead", "horizon")


@dataclass(frozen=True)
class Shelf:
    """Gear of one family, as names of fields; `is_open` where the room has some or one is wrong."""

    label: str
    fields: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True)
class RoomPage(FormPage):
    """A room being set up; `ways` lead to its prices and photos, `market` takes it off sale."""

    gear: tuple[Filter, ...] = ()
    ways: tuple[Link, ...] = ()
    market: Link | None = None

    @property
    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Heading and fields."""
        about = tuple(name for name in ABOUT if name in self.form)
        return (("The room", about), ("How long", LENGTHS), ("How early, how close", LIMITS))

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        """Gear by family."""
        return tuple(
            self._shelf(family, tuple(f"{GEAR}{kind.id}" for kind in kinds))
            for family, kinds in groupby(self.gear, key=lambda kind: kind.family)
        )

    def _shelf(self, family: str, names: tuple[str, ...]) -> Shelf:
        is_open = any(self.form[name].data or self.form[name].errors for name in names)
        return Shelf(family.capitalize(), names, is_open)
