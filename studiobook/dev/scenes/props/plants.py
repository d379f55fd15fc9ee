"""Plants in pots."""

import math

from studiobook.dev.scenes.craft.build import Prop
from studiobook.dev.scenes.craft.colour import Rgb, developed, pigment, scaled, times
from studiobook.dev.scenes.craft.space import Frame, Vec, add, between, mul, sub, unit
from studiobook.dev.scenes.craft.stage import Part, Scenery, Stage

GREENS = tuple(pigment(code) for code in ("#2f5d3a", "#4a7c3f", "#1f4a35", "#6b8f4e", "#3c6b52"))
POTS = tuple(pigment(code) for code in ("#c9724a", "#e4ddd0", "#2b2d33", "#8f9a8a", "#b9a58c"))


def plant(scenery: Scenery, at: Frame, *, tall: float = 1.3) -> None:
    """A pot and one of three kinds: broad leaves, blades, or fronds."""
    dice = scenery.stage.dice
    prop = Prop(scenery, at)
    size = 0.11 + tall * 0.08
    prop.shade(size * 2.2, size * 2.2)
    prop.tube(
        (0, 0, 0),
        (0, size * 1.7, 0),
        size * 0.8,
        dice.choice(POTS),
        taper=1.25,
        cap=(0.03, 0.02, 0.015),
    )
    kind, green = dice.choice((_broad, _blades, _fronds)), dice.choice(GREENS)
    base = size * 1.6
    kind(prop, base, tall, green)
    prop.stand()


def _broad(prop: Prop, base: float, tall: float, green: Rgb) -> None:
    dice = prop.stage.dice
    for i in range(15):
        turn, rise = (
            i * 2.4 + dice.uniform(-0.3, 0.3),
            base + (tall - base) * (0.25 + 0.75 * i / 15),
        )
        reach = (0.16 + 0.2 * (1 - i / 15)) * tall * 0.75
        knee: Vec = (reach * 0.45 * math.cos(turn), rise, reach * 0.45 * math.sin(turn))
        tip: Vec = (
            reach * math.cos(turn),
            rise - 0.02 + 0.1 * dice.random(),
            reach * math.sin(turn),
        )
        prop.rod([(0, base, 0), knee], 0.014, scaled(green, 0.6), layer=1)
        prop.add(knee, _leaf(prop, knee, tip, 0.36, scaled(green, dice.uniform(0.7, 1.4))), 1)


def _blades(prop: Prop, base: float, tall: float, green: Rgb) -> None:
    dice = prop.stage.dice
    for i in range(13):
        turn = i * 2.4
        high = tall * dice.uniform(0.6, 1.0)
        tip: Vec = (0.2 * tall * math.cos(turn) * 0.5, high, 0.2 * tall * math.sin(turn) * 0.5)
        root: Vec = (0.05 * math.cos(turn), base, 0.05 * math.sin(turn))
        prop.add(root, _leaf(prop, root, tip, 0.075, scaled(green, dice.uniform(0.7, 1.4))), 1)


def _fronds(prop: Prop, base: float, tall: float, green: Rgb) -> None:
    dice = prop.stage.dice
    for i in range(9):
        turn, reach = i * 2.4, tall * dice.uniform(0.3, 0.5)
        high = base + (tall - base) * dice.uniform(0.7, 1.0)
        shade = scaled(green, dice.uniform(0.7, 1.3))
        spine: list[Vec] = []
        for step in range(9):
            share = step / 8
            out = reach * share**1.3
            up = base + (high - base) * math.sin(share * 2.1) / math.sin(2.1) * (
                1 if share < 0.9 else 0.96
            )
            spine.append((out * math.cos(turn), min(up, high * 1.05), out * math.sin(turn)))
        prop.rod(spine, 0.012, scaled(shade, 0.7), layer=1)
        side = (-math.sin(turn), 0.0, math.cos(turn))
        for step in range(3, 9):
            for way in (-1, 1):
                drop = add(mul(side, way * reach * 0.42 * (1.1 - step / 10)), (0, -0.06, 0))
                prop.add(
                    spine[step], _leaf(prop, spine[step], add(spine[step], drop), 0.2, shade), 1
                )


def _leaf(prop: Prop, root: Vec, tip: Vec, plump: float, green: Rgb) -> Part:
    a, b = prop.frame.world(root), prop.frame.world(tip)

    def paint(stage: Stage) -> None:
        p, q = stage.camera.shown(a), stage.camera.shown(b)
        dx, dy = q[0] - p[0], q[1] - p[1]
        full = stage.camera.scale(a) * math.dist(a, b)
        nx, ny = -dy * plump, dx * plump
        if plump > 0.3:
            # A broad leaf seen from its edge still shows something of its width.
            longest = math.hypot(dx, dy) or 1.0
            grow = plump * full / longest / 1.2
            nx, ny = -dy * grow, dx * grow
        middle = between(a, b, 0.5)
        towards = unit(sub(stage.camera.position, middle))
        bright = developed(
            times(stage.light.at(middle, unit(add(towards, (0, 1.2, 0)))), scaled(green, 1.3))
        )
        dark = developed(times(stage.light.at(middle, towards), scaled(green, 0.62)))
        for way, tone in ((1, bright), (-1, dark)):
            cx, cy = p[0] + dx * 0.35 + nx * way, p[1] + dy * 0.35 + ny * way
            data = f"M{p[0]:.1f} {p[1]:.1f}Q{cx:.1f} {cy:.1f} {q[0]:.1f} {q[1]:.1f}Z"
            stage.canvas.curve(data, tone)

    return paint
