"""What light falls where: lamps, windows, and the dimness of corners."""

import math
from dataclasses import dataclass, field

from studiobook.dev.scenes.craft.colour import Rgb, scaled
from studiobook.dev.scenes.craft.space import Vec


@dataclass(frozen=True, slots=True)
class Lamp:
    """A soft source: at two metres it gives about `power` / 4 of its colour.

    `size` is its radius in metres; `aim` makes it shine that way only (a window, a softbox),
    the more narrowly the larger `focus` is.
    """

    place: Vec
    colour: Rgb
    power: float
    size: float = 0.6
    aim: Vec | None = None
    focus: float = 1.0


@dataclass(slots=True)
class Light:
    """All the light of a scene; `ambient` comes from everywhere, a little more from above."""

    ambient: Rgb
    lamps: list[Lamp] = field(default_factory=list)
    exposure: float = 1.0
    #: Half width, height, and depth of the room, for the dimness of its corners.
    room: Vec | None = None

    def at(self, p: Vec, normal: Vec) -> Rgb:
        """The light on a surface there."""
        base = (0.8 + 0.2 * normal[1]) * self._openness(p, normal)
        red, green, blue = scaled(self.ambient, base)
        for lamp in self.lamps:
            share = _received(lamp, p, normal)
            if share > 0.002:
                red += lamp.colour[0] * share
                green += lamp.colour[1] * share
                blue += lamp.colour[2] * share
        by = self.exposure
        return (red * by, green * by, blue * by)

    def _openness(self, p: Vec, normal: Vec) -> float:
        """Corners see less of the room."""
        if self.room is None:
            return 1.0
        half, height, depth = self.room
        near = 1.0
        for distance, along in (
            (half - abs(p[0]), abs(normal[0])),
            (p[1], abs(normal[1])),
            (height - p[1], abs(normal[1])),
            (depth - p[2], abs(normal[2])),
        ):
            if along < 0.5:
                near *= 1.0 - 0.42 * math.exp(-max(0.0, distance) / 0.45)
        return near


def _received(lamp: Lamp, p: Vec, normal: Vec) -> float:
    # Written out, because a picture asks this some fifty thousand times.
    place = lamp.place
    dx, dy, dz = place[0] - p[0], place[1] - p[1], place[2] - p[2]
    square = dx * dx + dy * dy + dz * dz
    reach = math.sqrt(square) or 1e-6
    # Wrapped a little round the edge: a room's walls send some of the light back.
    facing = ((dx * normal[0] + dy * normal[1] + dz * normal[2]) / reach + 0.22) / 1.22
    if facing <= 0:
        return 0.0
    share = lamp.power * facing / (square + lamp.size * lamp.size)
    if lamp.aim is not None:
        aim = lamp.aim
        ahead = -(dx * aim[0] + dy * aim[1] + dz * aim[2]) / reach
        if ahead <= 0:
            return share * 0.03
        share *= float(ahead**lamp.focus)
    return share
