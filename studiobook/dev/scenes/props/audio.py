"""What a control room and a live room hold: desks, speakers, microphones, racks, screens."""

import math

from studiobook.dev.scenes.craft.build import CHROME, JET, RUBBER, STEEL, Prop
from studiobook.dev.scenes.craft.colour import Rgb, developed, pigment, scaled
from studiobook.dev.scenes.craft.space import Frame, Vec, add
from studiobook.dev.scenes.craft.stage import Scenery, Stage
from studiobook.dev.scenes.props.screens import screen

CONE = pigment("#2a2c31")
LEDS = tuple(pigment(code) for code in ("#4be08a", "#4be08a", "#ffd34d", "#ff5140", "#46b4ff"))


def speaker(
    prop: Prop, base: Vec, *, size: float = 0.24, body: Rgb = JET, cone: Rgb = CONE, layer: int = 0
) -> None:
    """A two-way box, part of another thing."""
    wide, high, deep = size, size * 1.6, size * 1.15
    prop.box(base, (wide, high, deep), body, layer=layer)
    front = base[2] - deep / 2 - 0.003
    woofer, tweeter = base[1] + high * 0.36, base[1] + high * 0.78
    for y, radius in ((woofer, wide * 0.38), (tweeter, wide * 0.19)):
        prop.disc(
            (base[0], y, front), (0, 0, -1), radius, scaled(body, 0.6), layer=layer + 1, rim=STEEL
        )
        prop.disc((base[0], y, front - 0.002), (0, 0, -1), radius * 0.8, cone, layer=layer + 1)
        prop.disc(
            (base[0], y, front - 0.004),
            (0, 0, -1),
            radius * 0.36,
            scaled(cone, 0.5),
            layer=layer + 1,
        )


def monitor_on_stand(
    scenery: Scenery,
    at: Frame,
    *,
    high: float = 0.95,
    size: float = 0.3,
    cone: Rgb = CONE,
    body: Rgb = JET,
) -> None:
    """A speaker on a column."""
    prop = Prop(scenery, at)
    prop.shade(0.36, 0.36)
    prop.box((0, 0, 0), (0.34, 0.03, 0.34), JET)
    prop.tube((0, 0.03, 0), (0, high, 0), 0.04, JET, gloss=0.08)
    speaker(prop, (0, high, 0), size=size, body=body, cone=cone, layer=1)
    prop.stand()


def desk(
    scenery: Scenery,
    at: Frame,
    *,
    wide: float = 2.2,
    wood: Rgb = (0.16, 0.07, 0.03),
    body: Rgb = (0.05, 0.052, 0.058),
) -> None:
    """A mixing desk with faders, knobs, meters, screens and near-field speakers."""
    prop = Prop(scenery, at)
    prop.shade(wide, 1.0, strength=0.6)
    for side in (-1, 1):
        prop.box((side * (wide / 2 - 0.12), 0, 0.05), (0.1, 0.66, 0.7), wood)
    prop.box((0, 0.62, 0), (wide, 0.1, 0.95), body)
    for side in (-1, 1):
        prop.box((side * (wide / 2 + 0.03), 0.5, 0), (0.06, 0.3, 1.0), wood, layer=1)
    _strips(prop, wide, 0.725)
    prop.box((0, 0.72, 0.4), (wide, 0.2, 0.14), body, layer=2)
    _meters(prop, wide, (0.74, 0.9), 0.325)
    prop.box((0, 0.92, 0.42), (wide + 0.1, 0.03, 0.28), wood, layer=3)
    for side in (-1, 1):
        speaker(
            prop,
            (side * wide * 0.36, 0.95, 0.42),
            size=0.24,
            layer=4,
            cone=prop.stage.dice.choice((CONE, pigment("#e9e4d6"), pigment("#d3a53a"))),
        )
    screen(prop, (0, 0.95, 0.44), wide=min(0.9, wide * 0.4), layer=4)
    prop.stand()


def _strips(prop: Prop, wide: float, y: float) -> None:
    dice = prop.stage.dice
    count = int(wide / 0.075)
    levels = [dice.random() for _ in range(count * 8)]
    at = prop.frame

    def paint(stage: Stage) -> None:
        bright = stage.tone(at.world((0, y, 0)), (0, 1, 0), pigment("#e8e6df"))
        dark = stage.tone(at.world((0, y, 0)), (0, 1, 0), (0.012, 0.012, 0.014))
        for i in range(count):
            x = wide * ((i + 0.5) / count - 0.5)
            slot = [at.world((x, y, -0.42)), at.world((x, y, -0.14))]
            stage.stroke(slot, dark, 0.012)
            z = -0.42 + 0.28 * levels[i]
            stage.stroke(
                [at.world((x - 0.014, y + 0.01, z)), at.world((x + 0.014, y + 0.01, z))],
                bright,
                0.03,
            )
            for row in range(7):
                colour = (
                    "#d8d4ca",
                    "#c8523f",
                    "#3f78c8",
                    "#d8d4ca",
                    "#58a868",
                    "#d9a93d",
                    "#d8d4ca",
                )[row]
                p = at.world((x, y + 0.012, -0.07 + row * 0.052))
                reach = 0.013 * stage.camera.scale(p)
                tone = stage.tone(p, (0, 1, 0), pigment(colour))
                stage.canvas.ellipse(stage.camera.shown(p), reach, reach * 0.75, tone)
            if levels[count + i] > 0.55:
                p = at.world((x + 0.02, y + 0.012, -0.11))
                reach = 0.008 * stage.camera.scale(p)
                stage.canvas.ellipse(
                    stage.camera.shown(p), reach, reach, developed(scaled(LEDS[i % 5], 2.5))
                )

    prop.add((0, y, -0.1), paint, 1)


def _meters(prop: Prop, wide: float, span: tuple[float, float], z: float) -> None:
    count = int(wide / 0.09)
    levels = [prop.stage.dice.uniform(0.25, 0.95) for _ in range(count)]
    at = prop.frame

    def paint(stage: Stage) -> None:
        if not stage.camera.faces(at.world((0, 0.8, z)), at.turned((0, 0, -1))):
            return
        for i in range(count):
            x = wide * ((i + 0.5) / count - 0.5)
            for cell in range(9):
                if cell / 9 > levels[i]:
                    break
                low = span[0] + 0.01 + (span[1] - span[0] - 0.02) * cell / 9
                corners = [
                    (x - 0.02, low),
                    (x + 0.02, low),
                    (x + 0.02, low + 0.012),
                    (x - 0.02, low + 0.012),
                ]
                points = [at.world((p[0], p[1], z)) for p in corners]
                tone = "#4be08a" if cell < 5 else "#ffd34d" if cell < 7 else "#ff5140"
                stage.canvas.fill(stage.camera.outline(points), tone)

    prop.add((0, 0.82, z), paint, 3)


def rack(scenery: Scenery, at: Frame, *, units: int = 10, wood: Rgb = (0.16, 0.07, 0.03)) -> None:
    """Outboard gear: faceplates with knobs, meters and lights."""
    dice = scenery.stage.dice
    prop = Prop(scenery, at)
    high = units * 0.085 + 0.1
    prop.shade(0.58, 0.5)
    prop.box((0, 0, 0), (0.58, high, 0.48), wood)
    y = 0.06
    while y < high - 0.1:
        tall = dice.choice((0.075, 0.075, 0.16))
        face = dice.choice(
            (
                pigment("#1b1d22"),
                pigment("#b9bcc2"),
                pigment("#2e4d6b"),
                pigment("#d6cbb2"),
                pigment("#3a3d44"),
            )
        )
        z = -0.243
        if y + tall > high - 0.03:
            break
        prop.panel(
            [(-0.25, y, z), (0.25, y, z), (0.25, y + tall, z), (-0.25, y + tall, z)], face, layer=1
        )
        knobs = dice.randint(3, 8)
        for i in range(knobs):
            p = (-0.2 + 0.4 * i / (knobs - 1), y + tall / 2, z - 0.004)
            prop.disc(p, (0, 0, -1), 0.016, dice.choice((JET, CHROME, pigment("#c8523f"))), layer=2)
        if tall > 0.1:
            prop.panel(
                [
                    (-0.09, y + 0.03, z - 0.006),
                    (0.09, y + 0.03, z - 0.006),
                    (0.09, y + 0.13, z - 0.006),
                    (-0.09, y + 0.13, z - 0.006),
                ],
                pigment("#f5d9a0"),
                glow=0.9,
                layer=3,
            )
        prop.disc(
            (0.235, y + tall / 2, z - 0.006),
            (0, 0, -1),
            0.006,
            dice.choice(LEDS),
            glow=2.5,
            layer=3,
        )
        y += tall + 0.008
    prop.stand()


def mic_stand(
    scenery: Scenery, at: Frame, *, high: float = 1.5, boom: float = 0.5, large: bool = False
) -> None:
    """A round foot or a tripod, a boom, a microphone."""
    prop = Prop(scenery, at)
    prop.shade(0.4, 0.4, strength=0.4)
    for turn in (0.3, 2.4, 4.5):
        prop.rod([(0, 0.12, 0), (0.32 * math.cos(turn), 0.01, 0.32 * math.sin(turn))], 0.022, JET)
    prop.rod([(0, 0.05, 0), (0, high, 0)], 0.024, STEEL)
    head: Vec = (boom, high + 0.25 * boom, 0)
    prop.rod([(-boom * 0.4, high - 0.1 * boom, 0), head], 0.02, STEEL, layer=1)
    prop.tube((-0.03, high - 0.03, 0), (0.03, high + 0.03, 0), 0.035, JET, layer=1)
    if large:
        prop.rod([head, add(head, (0.03, -0.02, 0))], 0.02, JET, layer=1)
        prop.tube(
            add(head, (0.05, -0.2, 0)),
            add(head, (0.05, -0.06, 0)),
            0.035,
            CHROME,
            layer=2,
            gloss=0.5,
        )
        prop.tube(
            add(head, (0.05, -0.06, 0)),
            add(head, (0.05, 0.05, 0)),
            0.038,
            STEEL,
            layer=2,
            gloss=0.25,
        )
        prop.disc(
            add(head, (-0.02, -0.02, -0.14)), (0, 0, -1), 0.08, RUBBER, layer=3, both=True, rim=JET
        )
    else:
        prop.tube(head, add(head, (0.15, -0.05, 0)), 0.018, JET, taper=1.3, layer=2)
        prop.ball(add(head, (0.18, -0.06, 0)), 0.036, STEEL, layer=2)
    prop.stand()


def gobo(
    scenery: Scenery, at: Frame, cloth: Rgb, wood: Rgb, *, wide: float = 1.1, high: float = 1.4
) -> None:
    """A movable screen of wood and felt."""
    prop = Prop(scenery, at)
    prop.shade(wide, 0.3)
    for side in (-1, 1):
        prop.box((side * wide * 0.4, 0, 0), (0.06, 0.06, 0.5), scaled(wood, 0.7))
    prop.box((0, 0.06, 0), (wide, high, 0.12), wood, layer=1)
    x, z = wide / 2 - 0.05, -0.064
    prop.panel([(-x, 0.11, z), (x, 0.11, z), (x, high, z), (-x, high, z)], cloth, layer=2)
    prop.stand()
