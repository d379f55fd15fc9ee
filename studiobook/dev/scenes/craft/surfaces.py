"""Flat surfaces of a room and the materials that cover them."""

import math
from dataclasses import dataclass

from studiobook.dev.scenes.craft.canvas import is_visible
from studiobook.dev.scenes.craft.colour import Rgb, developed, mix, scaled, times
from studiobook.dev.scenes.craft.space import Vec, add, between, length, mul, sub, unit
from studiobook.dev.scenes.craft.stage import Stage


@dataclass(frozen=True, slots=True)
class Surface:
    """A rectangle: `across` and `up` are its sides as vectors, `normal` points into the room."""

    corner: Vec
    across: Vec
    up: Vec
    normal: Vec

    @property
    def wide(self) -> float:
        """Metres from side to side."""
        return length(self.across)

    @property
    def high(self) -> float:
        """Metres from bottom to top."""
        return length(self.up)

    def at(self, s: float, t: float, out: float = 0.0) -> Vec:
        """The point `s` metres along and `t` metres up, `out` metres in front."""
        p = add(self.corner, add(mul(self.across, s / self.wide), mul(self.up, t / self.high)))
        return add(p, mul(self.normal, out)) if out else p

    def patch(self, s: float, t: float, wide: float, high: float, out: float = 0.0) -> list[Vec]:
        """The corners of a rectangle on the surface, from its lower left."""
        return [
            self.at(s, t, out),
            self.at(s + wide, t, out),
            self.at(s + wide, t + high, out),
            self.at(s, t + high, out),
        ]

    def part(self, s: float, t: float, wide: float, high: float, out: float = 0.0) -> "Surface":
        """A rectangle of the surface as a surface of its own."""
        return Surface(
            self.at(s, t, out),
            mul(unit(self.across), wide),
            mul(unit(self.up), high),
            self.normal,
        )


def plain(stage: Stage, on: Surface, colour: Rgb, *, step: float = 0.12) -> None:
    """Paint, plaster, carpet: smooth, in bands along `across` that are `step` metres high.

    Bands and not columns: the rasteriser pays for each row of pixels of each shape.
    """
    count = max(4, math.ceil(on.high / step))
    each = on.high / count
    stops = max(9, round(on.wide / 0.5) + 1)
    for i in range(count):
        overlap = 0.012 if i < count - 1 else 0.0
        outline = stage.camera.outline(on.patch(0, i * each, on.wide, each + overlap))
        if not is_visible(outline):
            continue
        start, end = on.at(0, (i + 0.5) * each), on.at(on.wide, (i + 0.5) * each)
        stage.canvas.fill(outline, stage.ramp(start, end, on.normal, colour, stops=stops))


def planks(
    stage: Stage,
    on: Surface,
    colour: Rgb,
    *,
    board: float = 0.16,
    run: float = 1.9,
    vary: float = 0.3,
) -> None:
    """Boards that run along `across`."""
    stage.canvas.fill(
        stage.camera.outline(on.patch(0, 0, on.wide, on.high)),
        stage.tone(on.at(on.wide / 2, on.high / 2), on.normal, scaled(colour, 0.45)),
    )
    rows = math.ceil(on.high / board)
    for row in range(rows):
        s = -stage.dice.random() * run
        t, high = row * board, min(board, on.high - row * board) - 0.006
        while s < on.wide:
            long = run * stage.dice.uniform(0.7, 1.25)
            start, end = max(0.0, s), min(on.wide, s + long - 0.006)
            shade = scaled(colour, 1 + vary * stage.dice.uniform(-0.6, 0.6))
            if end > start:
                stage.face(on.patch(start, t, end - start, high), on.normal, shade, stops=4)
            s += long


def slats(
    stage: Stage,
    on: Surface,
    colour: Rgb,
    *,
    pitch: float = 0.11,
    backing: Rgb = (0.01, 0.01, 0.012),
) -> None:
    """Upright wooden slats before a dark felt."""
    plain(stage, on, backing, step=0.4)
    thick = 0.035
    count = int(on.wide / pitch)
    for i in range(count):
        s = i * pitch + pitch * 0.18
        shade = scaled(colour, 1 + 0.24 * stage.dice.uniform(-1, 1))
        wide = pitch * 0.62
        for edge in (s, s + wide):
            side = [
                on.at(edge, 0),
                on.at(edge, 0, thick),
                on.at(edge, on.high, thick),
                on.at(edge, on.high),
            ]
            facing = unit(on.across) if edge > s else mul(unit(on.across), -1)
            if stage.camera.faces(side[0], facing):
                stage.face(side, facing, scaled(shade, 0.6))
        low, high = on.at(s + wide / 2, 0, thick), on.at(s + wide / 2, on.high, thick)
        paint = stage.ramp(low, high, on.normal, shade, stops=7)
        stage.canvas.fill(stage.camera.outline(on.patch(s, 0, wide, on.high, thick)), paint)


def bricks(stage: Stage, on: Surface, colour: Rgb, *, mortar: Rgb, course: float = 0.095) -> None:
    """A brick wall."""
    plain(stage, on, mortar, step=0.4)
    wide = course * 3
    for row in range(math.ceil(on.high / course)):
        s = -wide / 2 if row % 2 else 0.0
        t, high = row * course, min(course, on.high - row * course) - 0.012
        while s < on.wide:
            start, end = max(0.0, s), min(on.wide, s + wide - 0.012)
            s += wide
            if end <= start or high <= 0:
                continue
            outline = stage.camera.outline(on.patch(start, t, end - start, high))
            shade = scaled(colour, stage.dice.choice((0.62, 0.8, 0.9, 1.0, 1.05, 1.2)))
            middle = on.at((start + end) / 2, t + high / 2)
            stage.canvas.fill(outline, stage.tone(middle, on.normal, shade))


def foam(stage: Stage, on: Surface, colour: Rgb, *, tile: float = 0.3) -> None:
    """Pyramid foam: each tile has four slopes that catch the light differently."""
    across, up = unit(on.across), unit(on.up)
    for row in range(max(1, round(on.high / tile))):
        for column in range(max(1, round(on.wide / tile))):
            corners = on.patch(column * tile, row * tile, tile, tile, 0.02)
            tip = on.at((column + 0.5) * tile, (row + 0.5) * tile, 0.02 + tile * 0.3)
            for i, slope in enumerate((mul(up, -1), across, up, mul(across, -1))):
                facing = unit(add(on.normal, mul(slope, 0.8)))
                if stage.camera.faces(tip, facing):
                    points = [corners[i], corners[(i + 1) % 4], tip]
                    tone = stage.tone(between(points[0], tip, 0.5), facing, colour)
                    stage.canvas.fill(stage.camera.outline(points), tone)


def cushioned(stage: Stage, on: Surface, colour: Rgb, *, thick: float = 0.06) -> None:
    """One fabric panel that stands off the wall and throws a shadow on it."""
    drop = on.part(0.02, -0.07, on.wide + 0.03, on.high)
    for grow in (0.0, 0.03, 0.06):
        points = drop.patch(-grow, -grow, on.wide + 2 * grow, on.high + grow, 0.002)
        stage.canvas.fill(stage.camera.outline(points), "#04050a", alpha=0.16)
    front = on.patch(0, 0, on.wide, on.high, thick)
    back = on.patch(0, 0, on.wide, on.high)
    for i in range(4):
        j = (i + 1) % 4
        facing = unit(
            sub(between(back[i], back[j], 0.5), between(back[(i + 2) % 4], back[(j + 2) % 4], 0.5))
        )
        if stage.camera.faces(back[i], facing):
            stage.face([back[i], back[j], front[j], front[i]], facing, scaled(colour, 0.75))
    stage.face(front, on.normal, colour, stops=5)
    top = times(stage.light.at(front[2], (0, 1, 0)), mix(colour, (1, 1, 1), 0.15))
    stage.stroke([front[3], front[2]], developed(top), 0.012, alpha=0.6)


def curtain(stage: Stage, on: Surface, colour: Rgb, *, fold: float = 0.2) -> None:
    """Heavy cloth in folds."""
    across = unit(on.across)
    s, phase = 0.0, stage.dice.uniform(0, 6)
    while s < on.wide:
        wide = min(on.wide - s, fold * stage.dice.uniform(0.18, 0.3))
        phase += wide / fold * 2 * math.pi
        slope = math.cos(phase)
        facing = unit(add(on.normal, mul(across, 0.9 * slope)))
        depth = 0.62 + 0.38 * math.sin(phase)
        low, high = on.at(s, 0), on.at(s, on.high)
        paint = stage.ramp(low, high, facing, scaled(colour, depth), stops=6)
        points = on.patch(s, 0, min(wide + 0.012, on.wide - s), on.high)
        stage.canvas.fill(stage.camera.outline(points), paint)
        s += wide


def concrete(
    stage: Stage, on: Surface, colour: Rgb, *, slab: float = 1.5, holes: bool = True
) -> None:
    """Cast concrete: clouds, joints, the holes of its ties."""
    plain(stage, on, colour)
    dice = stage.dice
    for _ in range(int(on.wide * on.high * 0.9)):
        s, t = dice.uniform(0, on.wide), dice.uniform(0, on.high)
        size = dice.uniform(0.15, 0.7)
        if s + size < on.wide and t + size < on.high:
            cloud = [on.at(s + size * x, t + size * y) for x, y in _CLOUD]
            tone = "#ffffff" if dice.random() < 0.5 else "#000000"
            stage.canvas.fill(stage.camera.outline(cloud), tone, alpha=0.016)
    joint = stage.tone(on.at(on.wide / 2, on.high / 2), on.normal, scaled(colour, 0.5))
    for i in range(1, math.ceil(on.wide / slab)):
        stage.stroke([on.at(i * slab, 0), on.at(i * slab, on.high)], joint, 0.008, alpha=0.7)
    for i in range(1, math.ceil(on.high / slab)):
        stage.stroke([on.at(0, i * slab), on.at(on.wide, i * slab)], joint, 0.008, alpha=0.7)
    if holes:
        for i in range(int(2 * on.wide / slab)):
            for j in range(int(2 * on.high / slab)):
                spot = on.patch((i + 0.5) * slab / 2, (j + 0.5) * slab / 2, 0.035, 0.035)
                stage.canvas.fill(stage.camera.outline(spot), "#000000", alpha=0.35)


_CLOUD = ((0, 0.3), (0.35, 0), (0.8, 0.1), (1, 0.55), (0.7, 1), (0.2, 0.85))


def checks(stage: Stage, on: Surface, first: Rgb, second: Rgb, *, tile: float = 0.5) -> None:
    """Tiles of two colours."""
    for row in range(math.ceil(on.high / tile)):
        for column in range(math.ceil(on.wide / tile)):
            wide = min(tile, on.wide - column * tile)
            high = min(tile, on.high - row * tile)
            colour = first if (row + column) % 2 else second
            stage.face(
                on.patch(column * tile, row * tile, wide + 0.004, high + 0.004), on.normal, colour
            )
