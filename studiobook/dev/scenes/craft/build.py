"""Building things from boxes, tubes, discs and balls in a frame of their own."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from studiobook.dev.scenes.craft import space
from studiobook.dev.scenes.craft.colour import Rgb, developed, mix, pigment, plus, scaled, times
from studiobook.dev.scenes.craft.space import Frame, Vec, across, add, between, mul, ring, sub, unit
from studiobook.dev.scenes.craft.stage import Part, Scenery, Stage, hull, thinned

CHROME: Final = pigment("#c9ccd2")
STEEL: Final = pigment("#6d7178")
JET: Final = pigment("#17181b")
RUBBER: Final = pigment("#232427")

_SIDES: Final[tuple[tuple[Vec, tuple[int, int, int, int]], ...]] = (
    ((0, 1, 0), (2, 3, 7, 6)),
    ((0, -1, 0), (0, 1, 5, 4)),
    ((-1, 0, 0), (0, 4, 6, 2)),
    ((1, 0, 0), (1, 5, 7, 3)),
    ((0, 0, -1), (0, 1, 3, 2)),
    ((0, 0, 1), (4, 5, 7, 6)),
)


@dataclass(slots=True)
class Prop:
    """One thing; its parts are painted by layer, then from far to near."""

    scenery: Scenery
    frame: Frame
    _parts: list[tuple[int, float, Part]] = field(default_factory=list)

    @property
    def stage(self) -> Stage:
        """Where the thing will stand."""
        return self.scenery.stage

    def stand(self, *, bias: float = 0.0) -> None:
        """Put the finished thing on the stage."""
        parts = sorted(self._parts, key=lambda entry: entry[:2])

        def paint(stage: Stage) -> None:
            for _, _, part in parts:
                part(stage)

        self.scenery.place((self.frame.x, self.frame.y, self.frame.z), paint, bias=bias)

    def add(self, middle: Vec, part: Part, layer: int = 0) -> None:
        """Any part, painted by its own function; `middle` is in the thing's frame."""
        depth = self.stage.camera.depth(self.frame.world(middle))
        self._parts.append((layer, -depth, part))

    def shade(
        self, wide: float, deep: float, *, spread: float = 0.3, strength: float = 0.55
    ) -> None:
        """The thing darkens the floor under it."""
        x, z = wide / 2, deep / 2
        corners = [(-x, 0.0, -z), (x, 0.0, -z), (x, 0.0, z), (-x, 0.0, z)]
        middle: Vec = (self.frame.x, self.frame.y, self.frame.z)
        if wide < 0.7 and deep < 0.7:
            reach = max(wide, deep) * 0.8 + spread * 0.5
            self.scenery.under(
                lambda stage: stage.pool(middle, reach, strength=min(0.95, strength * 1.5))
            )
            return
        outline = [self.frame.world(p) for p in corners]
        self.scenery.under(lambda stage: stage.shadow(outline, spread=spread, strength=strength))

    def box(
        self,
        base: Vec,
        size: Vec,
        colour: Rgb,
        *,
        layer: int = 0,
        rounding: float = 0.0,
        edge: float = 0.35,
        tilt: float = 0.0,
    ) -> None:
        """A box that stands on `base`; `tilt` (radians) leans it back about its lower edge."""
        wide, high, deep = size
        corners: list[Vec] = []
        for dz in (-deep / 2, deep / 2):
            for dy in (0.0, high):
                for dx in (-wide / 2, wide / 2):
                    y = dy * math.cos(tilt) - dz * math.sin(tilt)
                    z = dz * math.cos(tilt) + dy * math.sin(tilt)
                    corners.append((base[0] + dx, base[1] + y, base[2] + z))
        world = [self.frame.world(p) for p in corners]
        middle = add(base, (0, high / 2, 0))
        normals = [self.frame.turned(_leant(normal, tilt)) for normal, _ in _SIDES]
        self.add(
            middle,
            lambda stage: _paint_box(stage, world, normals, colour, rounding=rounding, edge=edge),
            layer,
        )

    def tube(
        self,
        start: Vec,
        end: Vec,
        radius: float,
        colour: Rgb,
        *,
        taper: float = 1.0,
        cap: Rgb | None = None,
        layer: int = 0,
        gloss: float = 0.0,
    ) -> None:
        """A cylinder, or a cone when `taper` (the end's radius per start's) is not 1."""
        a, b = self.frame.world(start), self.frame.world(end)

        def paint(stage: Stage) -> None:
            paint_tube(stage, (a, b), (radius, radius * taper), (colour, cap or colour), gloss)

        self.add(between(start, end, 0.5), paint, layer)

    def rod(self, points: Sequence[Vec], thick: float, colour: Rgb, *, layer: int = 0) -> None:
        """Thin bent metal or cable, `thick` metres across."""
        world = [self.frame.world(p) for p in points]

        def paint(stage: Stage) -> None:
            middle = world[len(world) // 2]
            towards = unit(sub(stage.camera.position, middle))
            tone = stage.tone(middle, unit(add(towards, (0, 0.8, 0))), colour)
            stage.stroke(world, tone, thick)
            if thick * stage.camera.scale(middle) > 5:
                bright = developed(scaled(times(stage.light.at(middle, (0, 1, 0)), colour), 1.8))
                stage.stroke(world, bright, thick * 0.28, alpha=0.5)

        self.add(points[len(points) // 2], paint, layer)

    def disc(
        self,
        centre: Vec,
        normal: Vec,
        radius: float,
        colour: Rgb,
        *,
        layer: int = 0,
        glow: float = 0.0,
        both: bool = False,
        rim: Rgb | None = None,
    ) -> None:
        """A flat round plate, seen from its front only unless `both`."""
        middle, facing = self.frame.world(centre), unit(self.frame.turned(normal))

        def paint(stage: Stage) -> None:
            front = stage.camera.faces(middle, facing)
            if not front and not both:
                return
            towards = facing if front else mul(facing, -1)
            points = ring(middle, facing, radius)
            outline = stage.camera.outline(points)
            _, v = across(facing)
            ends = (add(middle, mul(v, radius)), sub(middle, mul(v, radius)))
            tones = [
                (i * 1.0, stage.tone(p, towards, colour, glow=glow)) for i, p in enumerate(ends)
            ]
            shown = [stage.camera.shown(p) for p in ends]
            stage.canvas.fill(outline, stage.canvas.linear(shown[0], shown[1], tones))
            if rim is not None:
                width = 0.06 * radius * stage.camera.scale(middle)
                stage.canvas.line(
                    outline, stage.tone(middle, (0, 1, 0), rim), max(0.8, width), closed=True
                )

        self.add(centre, paint, layer)

    def ball(
        self, centre: Vec, radius: float, colour: Rgb, *, layer: int = 0, squash: float = 1.0
    ) -> None:
        """A sphere, or a cushion when `squash` makes it flatter."""
        middle = self.frame.world(centre)

        def paint(stage: Stage) -> None:
            towards = unit(sub(stage.camera.position, middle))
            size = radius * stage.camera.scale(middle)
            x, y = stage.camera.shown(middle)
            bright = stage.tone(middle, unit(add(towards, (0.2, 0.9, 0))), scaled(colour, 1.25))
            side = stage.tone(middle, towards, colour)
            dark = stage.tone(
                middle, unit(add(mul(towards, 0.4), (0, -1, 0))), scaled(colour, 0.55)
            )
            stops = ((0.0, bright), (0.45, side), (1.0, dark))
            paint = stage.canvas.radial(
                (x - size * 0.2, y - size * squash * 0.45), size * 1.35, stops
            )
            stage.canvas.ellipse((x, y), size, size * squash, paint)

        self.add(centre, paint, layer)

    def panel(
        self,
        corners: Sequence[Vec],
        colour: Rgb,
        *,
        layer: int = 0,
        glow: float = 0.0,
        rounding: float = 0.0,
        both: bool = False,
    ) -> None:
        """A flat four-cornered sheet; its front is where the corners run anticlockwise."""
        world = [self.frame.world(p) for p in corners]
        normal = unit(space.cross(sub(world[1], world[0]), sub(world[3], world[0])))
        normal = mul(normal, -1)
        middle = space.centre_of(list(corners))

        def paint(stage: Stage) -> None:
            front = stage.camera.faces(world[0], normal)
            if not front and not both:
                return
            facing = normal if front else mul(normal, -1)
            if glow:
                stage.canvas.fill(stage.camera.outline(world), developed(scaled(colour, glow)))
            else:
                stage.face(world, facing, colour, rounding=rounding)

        self.add(middle, paint, layer)


def _leant(normal: Vec, tilt: float) -> Vec:
    c, s = math.cos(tilt), math.sin(tilt)
    return (normal[0], normal[1] * c - normal[2] * s, normal[2] * c + normal[1] * s)


def _paint_box(
    stage: Stage,
    corners: list[Vec],
    normals: list[Vec],
    colour: Rgb,
    *,
    rounding: float,
    edge: float,
) -> None:
    blunt = rounding * stage.camera.scale(space.centre_of(corners))
    lit: list[tuple[Vec, list[Vec]]] = []
    for normal, (_, order) in zip(normals, _SIDES, strict=True):
        side = [corners[i] for i in order]
        if stage.camera.faces(side[0], normal):
            stage.face(side, normal, colour, rounding=blunt)
            lit.append((normal, side))
    if not edge:
        return
    for index, (normal, side) in enumerate(lit):
        for _, other in lit[index + 1 :]:
            shared = [p for p in side if p in other]
            if len(shared) == 2:
                middle = between(shared[0], shared[1], 0.5)
                glint = plus(
                    times(stage.light.at(middle, normal), mix(colour, (1, 1, 1), 0.25)), (0.01,) * 3
                )
                width = max(0.8, 0.012 * stage.camera.scale(middle)) if blunt < 2 else blunt * 0.5
                stage.stroke(
                    shared,
                    developed(scaled(glint, 1.5)),
                    width / stage.camera.scale(middle),
                    alpha=edge,
                )


def paint_tube(
    stage: Stage,
    ends: tuple[Vec, Vec],
    radii: tuple[float, float],
    colours: tuple[Rgb, Rgb],
    gloss: float,
) -> None:
    """A cylinder or cone between two points, dark at its sides; `colours` are skin and caps."""
    camera, (a, b) = stage.camera, ends
    if min(camera.depth(a), camera.depth(b)) < 0.25:
        return
    axis = unit(sub(b, a))
    rings = [ring(a, axis, radii[0]), ring(b, axis, radii[1])]
    outline = hull([camera.shown(p) for points in rings for p in points])
    middle = between(a, b, 0.5)
    towards = unit(sub(camera.position, middle))
    side = unit(space.cross(axis, towards))
    width = max(radii)
    stops: list[tuple[float, str]] = []
    for step in range(7):
        turn = math.pi * (step / 6 - 0.5) * 0.94
        normal = unit(add(mul(side, math.sin(turn)), mul(towards, math.cos(turn))))
        lit = times(stage.light.at(add(middle, mul(normal, width)), normal), colours[0])
        shine = gloss * math.exp(-(((step - 2) / 0.8) ** 2))
        stops.append(
            (
                0.5 + 0.5 * math.sin(turn),
                developed(plus(lit, scaled(stage.light.at(middle, normal), shine))),
            )
        )
    start = camera.shown(add(middle, mul(side, -width)))
    end = camera.shown(add(middle, mul(side, width)))
    stage.canvas.fill(outline, stage.canvas.linear(start, end, thinned(stops)))
    for end_point, outwards, points in ((a, mul(axis, -1), rings[0]), (b, axis, rings[1])):
        if camera.faces(end_point, outwards):
            stage.canvas.fill(camera.outline(points), stage.tone(end_point, outwards, colours[1]))
