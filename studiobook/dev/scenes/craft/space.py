"""Space in metres and the camera that looks at it: x right, y up, z away from the viewer."""

import math
from dataclasses import dataclass
from typing import Final

Vec = tuple[float, float, float]
Point = tuple[float, float]

WIDTH: Final = 1800.0
HEIGHT: Final = 1200.0
_NEAR: Final = 0.12


def add(a: Vec, b: Vec) -> Vec:
    """The sum."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vec, b: Vec) -> Vec:
    """From `b` to `a`."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def mul(a: Vec, by: float) -> Vec:
    """`a` stretched."""
    return (a[0] * by, a[1] * by, a[2] * by)


def dot(a: Vec, b: Vec) -> float:
    """The scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    """The vector product."""
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def length(a: Vec) -> float:
    """Metres from the origin."""
    return math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def unit(a: Vec) -> Vec:
    """The direction of `a`."""
    size = length(a) or 1.0
    return (a[0] / size, a[1] / size, a[2] / size)


def between(a: Vec, b: Vec, share: float) -> Vec:
    """The point that lies `share` of the way from `a` to `b`."""
    return (
        a[0] + (b[0] - a[0]) * share,
        a[1] + (b[1] - a[1]) * share,
        a[2] + (b[2] - a[2]) * share,
    )


def centre_of(points: list[Vec]) -> Vec:
    """The mean of the points."""
    count = len(points)
    return (
        sum(p[0] for p in points) / count,
        sum(p[1] for p in points) / count,
        sum(p[2] for p in points) / count,
    )


def across(axis: Vec) -> tuple[Vec, Vec]:
    """Two directions at right angles to `axis` and to each other."""
    helper = (0.0, 1.0, 0.0) if abs(axis[1]) < 0.9 else (1.0, 0.0, 0.0)
    first = unit(cross(helper, axis))
    return first, cross(axis, first)


def ring(centre: Vec, axis: Vec, radius: float, count: int = 28) -> list[Vec]:
    """Points of the circle around `axis`."""
    u, v = across(unit(axis))
    turns = (2 * math.pi * step / count for step in range(count))
    return [
        add(centre, add(mul(u, radius * math.cos(turn)), mul(v, radius * math.sin(turn))))
        for turn in turns
    ]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a thing stands and which way it is turned (radians about the vertical)."""

    x: float
    y: float
    z: float
    yaw: float = 0.0

    def world(self, p: Vec) -> Vec:
        """A point of the thing as a point of the room."""
        c, s = math.cos(self.yaw), math.sin(self.yaw)
        return (self.x + p[0] * c + p[2] * s, self.y + p[1], self.z - p[0] * s + p[2] * c)

    def turned(self, d: Vec) -> Vec:
        """A direction of the thing as a direction of the room."""
        c, s = math.cos(self.yaw), math.sin(self.yaw)
        return (d[0] * c + d[2] * s, d[1], -d[0] * s + d[2] * c)


@dataclass(frozen=True, slots=True)
class Camera:
    """An upright camera with a shift lens, as for interiors: verticals stay vertical.

    `focal` is in picture units (the picture is 1800 by 1200); `horizon` is where eye level falls.
    """

    position: Vec
    yaw: float = 0.0
    focal: float = 1200.0
    horizon: float = 600.0
    middle: float = 900.0

    def seen(self, p: Vec) -> Vec:
        """The point from the camera: x right, y up, z depth."""
        dx, dy, dz = sub(p, self.position)
        c, s = math.cos(self.yaw), math.sin(self.yaw)
        return (dx * c - dz * s, dy, dx * s + dz * c)

    def shown(self, p: Vec) -> Point:
        """Where the point falls in the picture; points behind the lens are pulled to its edge."""
        x, y, z = self.seen(p)
        return self._screen(x, y, max(z, _NEAR))

    def outline(self, points: list[Vec]) -> list[Point]:
        """A polygon as it falls in the picture, cut where it passes behind the lens."""
        seen = [self.seen(p) for p in points]
        if all(p[2] >= _NEAR for p in seen):
            return [self._screen(*p) for p in seen]
        kept: list[Vec] = []
        for here, after in zip(seen, seen[1:] + seen[:1], strict=True):
            if here[2] >= _NEAR:
                kept.append(here)
            if (here[2] >= _NEAR) != (after[2] >= _NEAR):
                kept.append(between(here, after, (_NEAR - here[2]) / (after[2] - here[2])))
        return [self._screen(*p) for p in kept]

    def depth(self, p: Vec) -> float:
        """Metres in front of the lens."""
        return self.seen(p)[2]

    def scale(self, p: Vec) -> float:
        """Picture units per metre there."""
        return self.focal / max(self.depth(p), _NEAR)

    def faces(self, p: Vec, normal: Vec) -> bool:
        """Whether a surface at `p` with that normal turns its front to the lens."""
        return dot(sub(self.position, p), normal) > 0

    def _screen(self, x: float, y: float, z: float) -> Point:
        return (self.middle + self.focal * x / z, self.horizon - self.focal * y / z)
