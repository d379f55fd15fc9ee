"""The stage: a camera, light and a canvas; it shades surfaces and paints them in their order."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from studiobook.dev.scenes.craft import space
from studiobook.dev.scenes.craft.canvas import Canvas, is_visible
from studiobook.dev.scenes.craft.colour import Rgb, developed, luminance, plus, scaled, times
from studiobook.dev.scenes.craft.light import Light
from studiobook.dev.scenes.craft.space import Camera, Point, Vec, add, between, centre_of, mul


@dataclass(slots=True)
class Stage:
    """Everything that a drawing function needs."""

    camera: Camera
    light: Light
    dice: random.Random
    canvas: Canvas = field(default_factory=Canvas)

    def tone(self, p: Vec, normal: Vec, pigment: Rgb, *, glow: float = 0.0) -> str:
        """The colour of a surface there; `glow` is light of its own."""
        lit = times(self.light.at(p, normal), pigment)
        if glow:
            lit = plus(lit, scaled(pigment, glow))
        return developed(lit)

    def face(
        self,
        corners: Sequence[Vec],
        normal: Vec,
        pigment: Rgb,
        *,
        rounding: float = 0.0,
        stops: int = 3,
    ) -> None:
        """A flat four-cornered surface, shaded along the side on which its light changes most."""
        outline = self.camera.outline(list(corners))
        if not is_visible(outline):
            return
        paint = self.shading(corners, normal, pigment, stops=stops)
        if rounding:
            self.canvas.soft(outline, paint, rounding)
        else:
            self.canvas.fill(outline, paint)

    def shading(self, corners: Sequence[Vec], normal: Vec, pigment: Rgb, *, stops: int = 3) -> str:
        """A paint for a four-cornered surface."""
        a, b, c, d = corners
        ab, bc, cd, da = (between(*pair, 0.5) for pair in ((a, b), (b, c), (c, d), (d, a)))
        lights = [luminance(self.light.at(p, normal)) for p in (ab, bc, cd, da)]
        spans = (abs(lights[0] - lights[2]), abs(lights[1] - lights[3]))
        if max(spans) < 0.02 * max(0.05, *lights):
            return self.tone(centre_of([a, b, c, d]), normal, pigment)
        ends = (ab, cd) if spans[0] >= spans[1] else (bc, da)
        return self.ramp(ends[0], ends[1], normal, pigment, stops=stops)

    def ramp(self, start: Vec, end: Vec, normal: Vec, pigment: Rgb, *, stops: int = 3) -> str:
        """A paint along a line of the room, right under perspective."""
        if self.camera.depth(start) < 0.2 or self.camera.depth(end) < 0.2:
            start, end = self._before_the_lens(start, end)
        first, last = self.camera.shown(start), self.camera.shown(end)
        run = (last[0] - first[0]) ** 2 + (last[1] - first[1]) ** 2
        marks: list[tuple[float, str]] = []
        for step in range(stops):
            p = between(start, end, step / (stops - 1))
            here = self.camera.shown(p)
            along = (here[0] - first[0]) * (last[0] - first[0])
            along += (here[1] - first[1]) * (last[1] - first[1])
            place = along / run if run > 1 else step / (stops - 1)
            marks.append((min(1.0, max(0.0, place)), self.tone(p, normal, pigment)))
        needed = thinned(marks)
        if len(needed) == 2 and needed[0][1] == needed[1][1]:
            return needed[0][1]
        return self.canvas.linear(first, last, needed)

    def _before_the_lens(self, start: Vec, end: Vec) -> tuple[Vec, Vec]:
        near, far = self.camera.depth(start), self.camera.depth(end)
        if near < far:
            share = (0.2 - near) / (far - near) if far > 0.2 else 0.0
            return between(start, end, min(1.0, max(0.0, share))), end
        share = (0.2 - far) / (near - far) if near > 0.2 else 0.0
        return start, between(end, start, min(1.0, max(0.0, share)))

    def shadow(
        self,
        outline: Sequence[Vec],
        *,
        spread: float = 0.25,
        strength: float = 0.5,
        layers: int = 8,
    ) -> None:
        """A soft patch of darkness on the surface in which `outline` lies."""
        middle = centre_of(list(outline))
        arms = [space.sub(p, middle) for p in outline]
        each = 1 - (1 - strength) ** (1 / layers)
        for layer in range(layers):
            grown = spread * (1 - 2 * layer / (layers - 1)) * 0.5 + spread * 0.35
            reach = [1 + grown / max(0.2, space.length(arm)) for arm in arms]
            points = [
                add(middle, mul(arm, max(0.1, by))) for arm, by in zip(arms, reach, strict=True)
            ]
            self.canvas.fill(self.camera.outline(points), "#05060a", alpha=each)

    def pool(self, centre: Vec, radius: float, *, strength: float = 0.5) -> None:
        """A round soft shadow on the floor."""
        depth = self.camera.depth(centre)
        if depth < 0.3:
            return
        reach = radius * self.camera.scale(centre)
        flat = min(1.0, abs(self.camera.position[1] - centre[1]) / depth)
        self.canvas.glow(self.camera.shown(centre), reach, reach * flat, "#040509", alpha=strength)

    def stroke(
        self, points: Sequence[Vec], paint: str, metres: float, *, alpha: float = 1.0
    ) -> None:
        """A line through the room whose thickness is in metres."""
        if any(self.camera.depth(p) < 0.2 for p in points):
            return
        width = metres * self.camera.scale(centre_of(list(points)))
        self.canvas.line(
            [self.camera.shown(p) for p in points], paint, max(0.7, width), alpha=alpha
        )

    def halo(self, p: Vec, metres: float, pigment: Rgb, *, alpha: float = 0.5) -> None:
        """The glare round a light."""
        if self.camera.depth(p) < 0.2:
            return
        reach = metres * self.camera.scale(p)
        self.canvas.glow(self.camera.shown(p), reach, reach, developed(pigment), alpha=alpha)


Part = Callable[[Stage], None]


@dataclass(slots=True)
class Scenery:
    """Things with a depth, painted from far to near; shadows first."""

    stage: Stage
    _parts: list[tuple[float, int, Part]] = field(default_factory=list)
    _shadows: list[Part] = field(default_factory=list)

    def place(self, at: Vec, part: Part, *, bias: float = 0.0) -> None:
        """Paint `part` when its turn comes; a larger `bias` in metres paints it later."""
        depth = self.stage.camera.depth(at) - bias
        self._parts.append((-depth, len(self._parts), part))

    def under(self, part: Part) -> None:
        """Paint `part`, a shadow or a rug, before everything that stands."""
        self._shadows.append(part)

    def paint(self) -> None:
        """Everything, in order."""
        for shade in self._shadows:
            shade(self.stage)
        for _, _, part in sorted(self._parts, key=lambda entry: entry[:2]):
            part(self.stage)


def thinned(marks: list[tuple[float, str]], *, tolerance: float = 2.6) -> list[tuple[float, str]]:
    """The gradient stops that the eye needs: painting costs grow with their number."""
    if len(marks) <= 2:
        return marks
    (start, first), (end, last) = marks[0], marks[-1]
    a, b, span = bytes.fromhex(first[1:]), bytes.fromhex(last[1:]), end - start or 1.0
    worst, where = tolerance, 0
    for i, (place, code) in enumerate(marks[1:-1], 1):
        share = (place - start) / span
        seen = bytes.fromhex(code[1:])
        off = max(abs(seen[c] - a[c] - (b[c] - a[c]) * share) for c in range(3))
        if off > worst:
            worst, where = off, i
    if not where:
        return [marks[0], marks[-1]]
    return thinned(marks[: where + 1])[:-1] + thinned(marks[where:])


def hull(points: Sequence[Point]) -> list[Point]:
    """The convex outline of points in the picture."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return list(ordered)

    def half(run: Sequence[Point]) -> list[Point]:
        kept: list[Point] = []
        for p in run:
            while len(kept) >= 2 and _turn(kept[-2], kept[-1], p) <= 0:
                kept.pop()
            kept.append(p)
        return kept[:-1]

    return half(ordered) + half(ordered[::-1])


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
