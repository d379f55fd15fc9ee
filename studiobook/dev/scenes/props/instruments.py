"""Drums, amplifiers, guitars, keys, and the speakers of a rehearsal room."""

import math

from studiobook.dev.scenes.craft.build import CHROME, JET, STEEL, Prop
from studiobook.dev.scenes.craft.colour import Rgb, developed, pigment, scaled, times
from studiobook.dev.scenes.craft.space import Frame, Vec
from studiobook.dev.scenes.craft.stage import Scenery, Stage
from studiobook.dev.scenes.props.drums import BRASS, SKIN

GUITARS = tuple(
    pigment(code) for code in ("#c8762e", "#8c1f24", "#e8e0cc", "#1f5a6b", "#1c1d21", "#d9a92e")
)


def amplifier(
    scenery: Scenery,
    at: Frame,
    *,
    stack: bool = False,
    body: Rgb = JET,
    cloth: Rgb = (0.06, 0.05, 0.045),
    panel: Rgb = BRASS,
) -> None:
    """A combo, or a head on its cabinets."""
    prop = Prop(scenery, at)
    wide = 0.74 if stack else 0.62
    prop.shade(wide, 0.34)
    y = 0.03
    cabinets = (0.72, 0.72) if stack else (0.34,)
    for i, high in enumerate(cabinets):
        prop.box((0, y, 0), (wide, high, 0.34), body, layer=i * 3, rounding=0.012)
        x, z = wide / 2 - 0.03, -0.172
        prop.panel(
            [
                (-x, y + 0.03, z),
                (x, y + 0.03, z),
                (x, y + high - 0.03, z),
                (-x, y + high - 0.03, z),
            ],
            cloth,
            layer=i * 3 + 1,
        )
        for cx in (-wide * 0.23, wide * 0.23) if stack else (0.0,):
            for cy in (0.27, 0.73) if stack else (0.5,):
                prop.disc(
                    (cx, y + high * cy, z - 0.002),
                    (0, 0, -1),
                    0.14,
                    scaled(cloth, 0.62),
                    layer=i * 3 + 2,
                )
                prop.disc(
                    (cx, y + high * cy, z - 0.003),
                    (0, 0, -1),
                    0.06,
                    scaled(cloth, 0.9),
                    layer=i * 3 + 2,
                )
        y += high + 0.01
    high = 0.24 if stack else 0.16
    prop.box((0, y, 0), (wide, high, 0.3), body, layer=7, rounding=0.012)
    x, z = wide / 2 - 0.03, -0.156
    prop.panel(
        [(-x, y + 0.04, z), (x, y + 0.04, z), (x, y + high * 0.62, z), (-x, y + high * 0.62, z)],
        panel,
        layer=8,
    )
    for i in range(7):
        prop.disc(
            (x * (0.8 - i * 0.24), y + high * 0.34, z - 0.004), (0, 0, -1), 0.016, JET, layer=9
        )
    prop.disc(
        (-x * 0.86, y + high * 0.34, z - 0.004),
        (0, 0, -1),
        0.012,
        pigment("#ff4030"),
        glow=3,
        layer=9,
    )
    prop.rod(
        [(-0.12, y + high, 0), (0, y + high + 0.03, 0), (0.12, y + high, 0)], 0.02, JET, layer=9
    )
    prop.stand()


_BODY = (
    (0.0, 0.0),
    (0.16, 0.02),
    (0.2, 0.14),
    (0.12, 0.26),
    (0.14, 0.36),
    (0.1, 0.43),
    (0.02, 0.4),
)


def guitar(
    prop: Prop, base: Vec, colour: Rgb, *, size: float = 1.0, lean: float = 0.1, layer: int = 2
) -> None:
    """An electric guitar that stands upright with its front to -z, part of another thing."""
    outline = [*_BODY, *[(-x, y) for x, y in reversed(_BODY)]]
    at = prop.frame

    def spot(x: float, y: float, out: float = 0.0) -> Vec:
        return at.world((base[0] + x * size, base[1] + y * size, base[2] + y * size * lean - out))

    def paint(stage: Stage) -> None:
        facing = at.turned((0, 0.1, -1))
        middle = spot(0, 0.2)
        for grow, tone in ((1.04, scaled(colour, 0.35)), (1.0, colour)):
            points = [
                stage.camera.shown(spot(x * grow, 0.2 + (y - 0.2) * grow)) for x, y in outline
            ]
            data = _smooth(points)
            top, low = stage.camera.shown(spot(0, 0.43)), stage.camera.shown(spot(0, 0))
            light = times(stage.light.at(middle, facing), tone)
            paint = stage.canvas.linear(
                top, low, [(0, developed(scaled(light, 1.5))), (1, developed(scaled(light, 0.7)))]
            )
            stage.canvas.curve(data, paint)
        plate = [
            spot(x, y, 0.01) for x, y in ((-0.09, 0.1), (0.06, 0.08), (0.08, 0.22), (-0.02, 0.3))
        ]
        stage.canvas.fill(stage.camera.outline(plate), stage.tone(middle, facing, SKIN), alpha=0.85)
        neck = stage.tone(middle, facing, pigment("#7a4a28"))
        stage.stroke([spot(0, 0.3, 0.012), spot(0, 0.96, 0.012)], neck, 0.045 * size)
        stage.stroke([spot(0, 0.94, 0.012), spot(0.015, 1.1, 0.012)], neck, 0.07 * size)
        steel = stage.tone(middle, facing, CHROME)
        stage.stroke([spot(0, 0.12, 0.016), spot(0, 1.04, 0.016)], steel, 0.006 * size, alpha=0.8)
        for y in (0.15, 0.24):
            stage.stroke([spot(-0.04, y, 0.016), spot(0.04, y, 0.016)], "#15161a", 0.022 * size)

    prop.add(base, paint, layer)


def guitar_on_stand(scenery: Scenery, at: Frame, colour: Rgb) -> None:
    """A guitar that leans in a tubular stand."""
    prop = Prop(scenery, at)
    prop.shade(0.4, 0.35, strength=0.4)
    for side in (-1, 1):
        prop.rod(
            [(side * 0.2, 0, 0.12), (side * 0.1, 0.35, 0.08), (side * 0.12, 0.12, -0.08)],
            0.022,
            JET,
        )
    prop.rod([(0, 0, 0.3), (0, 0.75, 0.13)], 0.022, JET)
    guitar(prop, (0, 0.12, -0.02), colour, lean=0.14)
    prop.stand()


def _smooth(points: list[tuple[float, float]]) -> str:
    count = len(points)
    middles = [
        (
            (points[i][0] + points[(i + 1) % count][0]) / 2,
            (points[i][1] + points[(i + 1) % count][1]) / 2,
        )
        for i in range(count)
    ]
    data = f"M{middles[-1][0]:.1f} {middles[-1][1]:.1f}"
    for p, m in zip(points, middles, strict=True):
        data += f"Q{p[0]:.1f} {p[1]:.1f} {m[0]:.1f} {m[1]:.1f}"
    return data + "Z"


def keyboard(scenery: Scenery, at: Frame, *, wide: float = 1.25, body: Rgb = JET) -> None:
    """A stage piano on crossed legs."""
    prop = Prop(scenery, at)
    prop.shade(wide, 0.4, strength=0.4)
    for side in (-1, 1):
        prop.rod([(side * wide * 0.3, 0, -0.1), (-side * wide * 0.3, 0.82, 0.05)], 0.035, JET)
    prop.box((0, 0.82, 0), (wide, 0.09, 0.34), body, layer=1)
    _keys(prop, wide, 0.914)
    prop.stand()


def _keys(
    prop: Prop, wide: float, y: float, *, front: float = -0.165, deep: float = 0.15, layer: int = 2
) -> None:
    at = prop.frame
    half = wide / 2 - 0.05
    count = int(half * 2 / 0.026)

    def paint(stage: Stage) -> None:
        if not stage.camera.faces(at.world((0, y, 0)), (0, 1, 0)):
            return
        corners = [
            at.world(p)
            for p in (
                (-half, y, front),
                (half, y, front),
                (half, y, front + deep),
                (-half, y, front + deep),
            )
        ]
        stage.face(corners, (0, 1, 0), pigment("#f2efe6"))
        ink = stage.tone(corners[0], (0, 1, 0), (0.01, 0.01, 0.012))
        for i in range(1, count):
            x = -half + 2 * half * i / count
            stage.stroke(
                [at.world((x, y, front)), at.world((x, y, front + deep))], ink, 0.002, alpha=0.5
            )
            if i % 7 not in {3, 0}:
                stage.stroke(
                    [
                        at.world((x, y + 0.008, front + deep * 0.42)),
                        at.world((x, y + 0.008, front + deep * 0.96)),
                    ],
                    ink,
                    0.013,
                )

    prop.add((0, y, front), paint, layer)


def piano(scenery: Scenery, at: Frame, wood: Rgb) -> None:
    """An upright piano with its stool."""
    prop = Prop(scenery, at)
    prop.shade(1.5, 0.62)
    prop.box((0, 0, 0.12), (1.5, 1.22, 0.34), wood)
    prop.box((0, 0.6, -0.18), (1.5, 0.12, 0.28), scaled(wood, 0.9), layer=1)
    for side in (-1, 1):
        prop.box((side * 0.7, 0, -0.26), (0.08, 0.62, 0.08), scaled(wood, 0.9), layer=1)
    _keys(prop, 1.46, 0.724, front=-0.31, deep=0.15)
    z = -0.052
    prop.panel(
        [(-0.6, 0.8, z), (0.6, 0.8, z), (0.6, 1.14, z), (-0.6, 1.14, z)],
        scaled(wood, 1.25),
        layer=1,
    )
    prop.panel(
        [(-0.6, 0.1, z), (0.6, 0.1, z), (0.6, 0.5, z), (-0.6, 0.5, z)], scaled(wood, 0.8), layer=1
    )
    prop.box((0, 1.22, 0.12), (1.54, 0.03, 0.38), scaled(wood, 1.1), layer=1)
    prop.stand()


def pa_speaker(scenery: Scenery, at: Frame, *, high: float = 1.3) -> None:
    """A loudspeaker on a tripod."""
    prop = Prop(scenery, at)
    prop.shade(0.5, 0.5, strength=0.4)
    for turn in (0.3, 2.4, 4.5):
        prop.rod([(0, 0.5, 0), (0.42 * math.cos(turn), 0, 0.42 * math.sin(turn))], 0.028, JET)
    prop.rod([(0, 0.1, 0), (0, high, 0)], 0.04, JET)
    prop.box((0, high, 0), (0.38, 0.62, 0.34), pigment("#1c1d20"), layer=1, rounding=0.02)
    z = -0.172
    prop.panel(
        [
            (-0.16, high + 0.04, z),
            (0.16, high + 0.04, z),
            (0.16, high + 0.58, z),
            (-0.16, high + 0.58, z),
        ],
        pigment("#2a2b2f"),
        layer=2,
    )
    prop.disc((0, high + 0.2, z - 0.002), (0, 0, -1), 0.135, pigment("#1d1e22"), layer=3, rim=STEEL)
    prop.disc((0, high + 0.46, z - 0.002), (0, 0, -1), 0.07, pigment("#15161a"), layer=3, rim=STEEL)
    prop.stand()


def vocal_mic(scenery: Scenery, at: Frame, *, high: float = 1.5) -> None:
    """A straight stand and a silver ball."""
    prop = Prop(scenery, at)
    prop.shade(0.34, 0.34, strength=0.4)
    prop.tube((0, 0, 0), (0, 0.03, 0), 0.15, JET)
    prop.rod([(0, 0.03, 0), (0, high, 0)], 0.022, STEEL, layer=1)
    prop.tube((0, high, 0), (0, high + 0.14, 0.06), 0.018, JET, taper=1.4, layer=2)
    prop.ball((0, high + 0.17, 0.075), 0.036, CHROME, layer=3)
    prop.stand()
