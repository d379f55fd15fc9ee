"""What stands in photo and film studios: cameras, softboxes, flags, backdrops, dollies."""

import math

from studiobook.dev.scenes.craft.build import CHROME, JET, RUBBER, Prop, paint_tube
from studiobook.dev.scenes.craft.colour import Rgb, developed, pigment, scaled
from studiobook.dev.scenes.craft.light import Lamp
from studiobook.dev.scenes.craft.space import Frame, Vec, add, sub, unit
from studiobook.dev.scenes.craft.stage import Scenery, Stage

GLASS = pigment("#23304a")


def tripod(prop: Prop, high: float, *, spread: float = 0.42, layer: int = 0) -> None:
    """Three legs, part of another thing."""
    for turn in (0.9, 3.0, 5.1):
        prop.rod(
            [(0, high, 0), (spread * math.cos(turn), 0, spread * math.sin(turn))],
            0.032,
            JET,
            layer=layer,
        )


def camera(scenery: Scenery, at: Frame, *, high: float = 1.35, cine: bool = False) -> None:
    """A camera on a tripod; its lens looks towards -z of its frame."""
    prop = Prop(scenery, at)
    prop.shade(0.6, 0.6, strength=0.4)
    tripod(prop, high)
    prop.tube((0, high - 0.06, 0), (0, high + 0.02, 0), 0.05, JET, layer=1)
    if cine:
        cine_body(prop, high + 0.02)
    else:
        prop.box((0, high + 0.02, 0), (0.17, 0.11, 0.08), JET, layer=2, rounding=0.01)
        prop.box((0, high + 0.13, 0), (0.07, 0.035, 0.06), JET, layer=3)
        prop.tube(
            (0, high + 0.075, -0.04),
            (0, high + 0.075, -0.18),
            0.045,
            RUBBER,
            cap=GLASS,
            layer=3,
            gloss=0.1,
        )
    prop.stand()


def cine_body(prop: Prop, y: float) -> None:
    """A film camera on its rods, its foot at height `y`, part of another thing."""
    prop.box((0, y, 0.06), (0.16, 0.18, 0.32), pigment("#212328"), layer=2)
    prop.box((0, y + 0.02, 0.28), (0.12, 0.14, 0.12), JET, layer=2)
    prop.rod(
        [(0, y + 0.18, 0.18), (0, y + 0.26, 0.14), (0, y + 0.26, -0.04), (0, y + 0.18, -0.06)],
        0.03,
        JET,
        layer=3,
    )
    prop.tube(
        (0, y + 0.1, -0.1), (0, y + 0.1, -0.34), 0.055, RUBBER, cap=GLASS, layer=3, gloss=0.12
    )
    prop.box((0, y, -0.4), (0.24, 0.2, 0.12), pigment("#16171a"), layer=4)
    prop.panel(
        [
            (-0.09, y + 0.04, -0.462),
            (0.09, y + 0.04, -0.462),
            (0.09, y + 0.16, -0.462),
            (-0.09, y + 0.16, -0.462),
        ],
        GLASS,
        layer=5,
    )
    prop.rod([(-0.05, y - 0.03, -0.4), (-0.05, y - 0.03, 0.3)], 0.018, CHROME, layer=1)
    prop.box((0.16, y + 0.16, 0.1), (0.03, 0.12, 0.18), JET, layer=4)


def softbox(
    scenery: Scenery,
    at: Frame,
    colour: Rgb,
    *,
    high: float = 1.9,
    size: float = 0.95,
    power: float = 3.0,
    tall: float = 1.25,
) -> None:
    """A lit box on a stand; shines towards -z of its frame and a little down."""
    aim = unit(at.turned((0, -0.3, -1)))
    scenery.stage.light.lamps.append(
        Lamp(at.world((0, high, -0.3)), colour, power, size * 0.7, aim, 0.8)
    )
    prop = Prop(scenery, at)
    prop.shade(0.5, 0.5, strength=0.35)
    for turn in (0.5, 2.6, 4.7):
        prop.rod(
            [(0, 0.4, 0.3), (0.45 * math.cos(turn), 0, 0.3 + 0.45 * math.sin(turn))], 0.026, JET
        )
    prop.rod([(0, 0.1, 0.3), (0, high, 0.3)], 0.032, JET)
    half, up = size / 2, size * tall / 2
    front = [
        (-half, high - up, -0.2),
        (half, high - up, -0.2),
        (half, high + up, -0.05),
        (-half, high + up, -0.05),
    ]
    rear = [
        (-0.1, high - 0.1, 0.3),
        (0.1, high - 0.1, 0.3),
        (0.1, high + 0.1, 0.3),
        (-0.1, high + 0.1, 0.3),
    ]
    for i in range(4):
        j = (i + 1) % 4
        prop.panel([front[j], front[i], rear[i], rear[j]], pigment("#1a1b1f"), layer=1, both=True)
    prop.tube((0, high, 0.28), (0, high, 0.5), 0.08, RUBBER, layer=2 if at.yaw == 0 else 1)
    prop.panel(front, colour, glow=3.2, layer=3)
    rim = [front[0], front[1], front[2], front[3], front[0]]
    prop.rod(rim, 0.03, JET, layer=3)
    middle = at.world((0, high, -0.15))

    def glare(stage: Stage) -> None:
        if stage.camera.faces(middle, at.turned((0, 0, -1))):
            stage.halo(middle, size * 1.5, colour, alpha=0.3)

    prop.add((0, high, -0.3), glare, 4)
    prop.stand()


def fresnel(
    scenery: Scenery,
    at: Frame,
    colour: Rgb,
    *,
    high: float = 2.2,
    power: float = 4.0,
    target: Vec = (0, 0, 0),
) -> None:
    """A film lamp with barn doors and a visible beam."""
    head = at.world((0, high, 0))
    aim = unit(sub(target, head))
    scenery.stage.light.lamps.append(Lamp(head, colour, power, 0.4, aim, 2.2))
    prop = Prop(scenery, at)
    prop.shade(0.5, 0.5, strength=0.35)
    for turn in (0.5, 2.6, 4.7):
        prop.rod([(0, 0.5, 0), (0.5 * math.cos(turn), 0, 0.5 * math.sin(turn))], 0.03, JET)
    prop.rod([(0, 0.1, 0), (0, high, 0)], 0.036, JET)
    lens = add(head, (aim[0] * 0.22, aim[1] * 0.22, aim[2] * 0.22))
    rearmost = sub(head, (aim[0] * 0.16, aim[1] * 0.16, aim[2] * 0.16))
    prop.add((0, high, 0), lambda stage: _lamp_head(stage, rearmost, lens, aim, colour), 2)
    prop.stand()


def _lamp_head(stage: Stage, rearmost: Vec, lens: Vec, aim: Vec, colour: Rgb) -> None:
    paint_tube(stage, (rearmost, lens), (0.13, 0.17), (pigment("#2a2c31"), scaled(colour, 7)), 0.08)
    end = add(lens, (aim[0] * 2.2, aim[1] * 2.2, aim[2] * 2.2))
    start_shown, end_shown = stage.camera.shown(lens), stage.camera.shown(end)
    near, far = 0.15 * stage.camera.scale(lens), 0.95 * stage.camera.scale(end)
    dx, dy = end_shown[0] - start_shown[0], end_shown[1] - start_shown[1]
    long = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / long, dx / long
    soft = developed(scaled(colour, 1.4))
    paint = stage.canvas.linear(start_shown, end_shown, [(0, soft, 0.3), (1, soft, 0.0)])
    stage.canvas.fill(
        [
            (start_shown[0] + nx * near, start_shown[1] + ny * near),
            (end_shown[0] + nx * far, end_shown[1] + ny * far),
            (end_shown[0] - nx * far, end_shown[1] - ny * far),
            (start_shown[0] - nx * near, start_shown[1] - ny * near),
        ],
        paint,
    )
    stage.halo(lens, 0.7, colour, alpha=0.6)
