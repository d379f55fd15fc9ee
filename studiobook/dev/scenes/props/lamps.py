"""Things that shine: each gives its light to the scene first and is painted later."""

import math

from studiobook.dev.scenes.craft.build import JET, Prop
from studiobook.dev.scenes.craft.colour import Rgb, developed, mix, scaled
from studiobook.dev.scenes.craft.light import Lamp
from studiobook.dev.scenes.craft.space import Frame, Vec, add, between
from studiobook.dev.scenes.craft.stage import Part, Scenery, Stage


def pendant(
    scenery: Scenery, place: Vec, colour: Rgb, power: float, shade: Rgb = JET, *, size: float = 0.2
) -> None:
    """A lamp that hangs on a cord; `place` is its mouth."""
    stage = scenery.stage
    under = add(place, (0, -0.12, 0))
    stage.light.lamps.append(Lamp(under, colour, power * 1.15, 0.35, (0, -1, 0), 0.4))
    stage.light.lamps.append(Lamp(under, colour, power * 0.22, 0.5))
    top = stage.light.room[1] if stage.light.room else place[1] + 1
    prop = Prop(scenery, Frame(*place))
    prop.rod([(0, 0.2, 0), (0, top - place[1], 0)], 0.012, JET)
    prop.tube((0, 0, 0), (0, size * 0.9, 0), size, shade, taper=0.25, gloss=0.1)
    prop.add((0, 0, 0), lambda stage: _mouth(stage, place, size, colour), 1)
    prop.stand()


def _mouth(stage: Stage, place: Vec, size: float, colour: Rgb) -> None:
    x, y = stage.camera.shown(place)
    reach = size * stage.camera.scale(place)
    tilt = abs(place[1] - stage.camera.position[1]) / max(1.0, stage.camera.depth(place))
    if place[1] > stage.camera.position[1]:
        stage.canvas.ellipse(
            (x, y), reach * 0.96, max(1.5, reach * tilt), developed(scaled(colour, 3.0))
        )
    stage.canvas.glow((x, y), reach * 4.5, reach * 4.5, developed(scaled(colour, 1.3)), alpha=0.42)


def bulbs(
    scenery: Scenery, start: Vec, end: Vec, colour: Rgb, *, count: int = 9, sag: float = 0.35
) -> None:
    """A string of bare bulbs."""
    points = []
    for i in range(count * 2 + 1):
        share = i / (count * 2)
        drop = sag * (1 - (2 * share - 1) ** 2)
        points.append(add(between(start, end, share), (0, -drop, 0)))
    middle = points[count]
    for p in points[2::4]:
        scenery.stage.light.lamps.append(Lamp(p, colour, 0.55, 0.4))

    def paint(stage: Stage) -> None:
        stage.stroke(points, "#0c0d0f", 0.012)
        for p in points[1::2]:
            low = add(p, (0, -0.07, 0))
            stage.halo(low, 0.34, colour, alpha=0.4)
            reach = 0.035 * stage.camera.scale(low)
            stage.canvas.ellipse(
                stage.camera.shown(low), reach, reach * 1.2, developed(scaled(colour, 4))
            )

    scenery.place(middle, paint)


def strip(
    scenery: Scenery,
    start: Vec,
    end: Vec,
    colour: Rgb,
    *,
    power: float = 1.0,
    aim: Vec | None = None,
    depth: float = 0.0,
) -> None:
    """A line of light, a tube or a strip; a larger `depth` in metres paints it later."""
    count = 4
    for i in range(count):
        p = between(start, end, (i + 0.5) / count)
        scenery.stage.light.lamps.append(Lamp(p, colour, 2.4 * power / count, 0.3, aim, 0.6))

    def paint(stage: Stage) -> None:
        soft = developed(scaled(colour, 1.2))
        for thick, alpha in ((0.5, 0.045), (0.28, 0.07), (0.14, 0.13), (0.07, 0.3)):
            stage.stroke([start, end], soft, thick, alpha=alpha)
        stage.stroke([start, end], developed(mix(scaled(colour, 3.5), (3, 3, 3), 0.45)), 0.025)

    scenery.place(between(start, end, 0.5), paint, bias=depth)


def neon(
    scenery: Scenery, points: list[Vec], colour: Rgb, *, power: float = 1.4, closed: bool = False
) -> None:
    """A bent glass tube on a wall."""
    middle = points[len(points) // 2]
    normal = (0.0, 0.0, -0.3)
    scenery.stage.light.lamps.append(Lamp(add(middle, normal), colour, power, 0.5))

    def paint(stage: Stage) -> None:
        soft = developed(scaled(colour, 1.3))
        line = [*points, points[0]] if closed else points
        for thick, alpha in ((0.42, 0.05), (0.22, 0.1), (0.11, 0.22), (0.055, 0.6)):
            stage.stroke(line, soft, thick, alpha=alpha)
        stage.stroke(line, developed(mix(scaled(colour, 4), (4, 4, 4), 0.7)), 0.02)

    scenery.place(middle, paint)


def downlight(scenery: Scenery, place: Vec, colour: Rgb, power: float) -> None:
    """A spot let into the ceiling."""
    scenery.stage.light.lamps.append(
        Lamp(add(place, (0, -0.1, 0)), colour, power, 0.5, (0, -1, 0), 1.6)
    )

    def paint(stage: Stage) -> None:
        x, y = stage.camera.shown(place)
        reach = 0.07 * stage.camera.scale(place)
        flat = max(
            0.12, abs(place[1] - stage.camera.position[1]) / max(1.0, stage.camera.depth(place))
        )
        stage.canvas.ellipse((x, y), reach * 1.3, reach * 1.3 * flat, "#0c0c0e")
        stage.canvas.ellipse((x, y), reach, reach * flat, developed(scaled(colour, 4)))
        stage.canvas.glow((x, y), reach * 5, reach * 4, developed(colour), alpha=0.35)

    scenery.place(place, paint)


def track(
    scenery: Scenery,
    start: Vec,
    end: Vec,
    colour: Rgb,
    *,
    heads: int = 4,
    power: float = 2.0,
    towards: Vec = (0, -1, 0.3),
) -> None:
    """A black rail under the ceiling with spot heads."""
    prop = Prop(scenery, Frame(*between(start, end, 0.5)))
    origin = between(start, end, 0.5)
    local = [tuple(a - b for a, b in zip(p, origin, strict=True)) for p in (start, end)]
    prop.rod([(p[0], p[1], p[2]) for p in local], 0.035, JET)
    for i in range(heads):
        p = between(start, end, (i + 0.5) / heads)
        here = (p[0] - origin[0], p[1] - origin[1], p[2] - origin[2])
        tip = add(here, (towards[0] * 0.16, -0.05 + towards[1] * 0.16, towards[2] * 0.16))
        prop.rod([here, add(here, (0, -0.06, 0))], 0.02, JET)
        prop.tube(add(here, (0, -0.05, 0)), tip, 0.045, JET, taper=1.15, cap=scaled(colour, 6))
        scenery.stage.light.lamps.append(Lamp(p, colour, power / heads, 0.4, towards, 1.2))
        spot = add(origin, tip)
        prop.add(here, _glare(spot, colour), 1)
    prop.stand()


def _glare(spot: Vec, colour: Rgb) -> Part:
    return lambda stage: stage.halo(spot, 0.3, colour, alpha=0.35)


def floor_lamp(
    scenery: Scenery,
    x: float,
    z: float,
    colour: Rgb,
    power: float,
    *,
    high: float = 1.55,
    shade: Rgb = (0.8, 0.62, 0.4),
) -> None:
    """A tripod with a drum shade that glows."""
    stage = scenery.stage
    stage.light.lamps.append(Lamp((x, high, z), colour, power, 0.35))
    prop = Prop(scenery, Frame(x, 0, z))
    prop.shade(0.4, 0.4, spread=0.3, strength=0.4)
    for turn in (0.4, 2.5, 4.6):
        foot = (0.26 * math.cos(turn), 0.0, 0.26 * math.sin(turn))
        prop.rod([foot, (0, high - 0.15, 0)], 0.022, (0.12, 0.06, 0.03))
    prop.add((0, high, 0), lambda stage: _glowing_shade(stage, (x, high, z), colour, shade), 1)
    prop.stand()


def _glowing_shade(stage: Stage, place: Vec, colour: Rgb, shade: Rgb) -> None:
    x, y = stage.camera.shown(place)
    unit_ = stage.camera.scale(place)
    top, low, half = y - 0.17 * unit_, y + 0.17 * unit_, 0.2 * unit_
    lit = [
        scaled((colour[0] * shade[0], colour[1] * shade[1], colour[2] * shade[2]), by)
        for by in (0.9, 2.6, 1.2)
    ]
    paint = stage.canvas.linear(
        (x, top),
        (x, low),
        [(0, developed(lit[0])), (0.55, developed(lit[1])), (1, developed(lit[2]))],
    )
    stage.canvas.fill(
        [(x - half * 0.8, top), (x + half * 0.8, top), (x + half, low), (x - half, low)], paint
    )
    stage.canvas.glow((x, y), half * 4.5, half * 4.5, developed(scaled(colour, 1.2)), alpha=0.4)
