"""A mixing console from near: channel strips, faders, knobs, and a bridge of meters."""

import math

from studiobook.dev.scenes.craft.build import JET, Prop, paint_tube
from studiobook.dev.scenes.craft.colour import Rgb, developed, pigment, scaled
from studiobook.dev.scenes.craft.designs import Design
from studiobook.dev.scenes.craft.space import Frame, Vec, add, mul, unit
from studiobook.dev.scenes.craft.stage import Part, Scenery, Stage
from studiobook.dev.scenes.craft.surfaces import Surface, plain
from studiobook.dev.scenes.props.audio import LEDS, speaker

_STRIP = 0.062
_CAPS = tuple(
    pigment(code) for code in ("#c8c5bc", "#c8523f", "#4a78b8", "#d9a93d", "#5c9a6a", "#dfdcd2")
)
_SLOPE = unit((0.0, 0.16, 1.0))
_UP = unit((0.0, 1.0, -0.16))


def console(scenery: Scenery, of: Design) -> None:
    """Thirty-odd channels under the camera of a close-up."""
    dice, stage = scenery.stage.dice, scenery.stage
    body = dice.choice(
        (pigment("#2c2f35"), pigment("#3a3f47"), pigment("#4a4a48"), pigment("#26303a"))
    )
    bed = Surface((-1.3, 0, -0.25), (2.9, 0, 0), mul(_SLOPE, 1.25), _UP)
    plain(stage, bed, body, step=0.1)
    for i in range(-20, 26):
        _channel(scenery, i * _STRIP, body)
    _bridge(scenery, of)


def _spot(x: float, z: float, out: float = 0.0) -> Vec:
    along = z + 0.25
    return add((x, _SLOPE[1] * along, -0.25 + _SLOPE[2] * along), mul(_UP, out))


def _channel(scenery: Scenery, x: float, body: Rgb) -> None:
    dice = scenery.stage.dice
    level, lit = dice.random(), dice.random()
    colours = [dice.choice(_CAPS) for _ in range(4)]
    turns = [dice.uniform(-2.2, 2.2) for _ in range(7)]

    def paint(stage: Stage) -> None:
        outline = stage.camera.outline(
            [_spot(x, -0.2), _spot(x + _STRIP, -0.2), _spot(x + _STRIP, 0.9), _spot(x, 0.9)]
        )
        if not outline or max(p[0] for p in outline) < 0 or min(p[0] for p in outline) > 1800:
            return
        stage.stroke([_spot(x, -0.24), _spot(x, 0.92)], developed(scaled(body, 0.06)), 0.002)
        stage.stroke(
            [_spot(x + 0.0015, -0.24), _spot(x + 0.0015, 0.92)], "#ffffff", 0.001, alpha=0.12
        )
        middle = x + _STRIP / 2
        label = [
            _spot(x + 0.006, -0.21),
            _spot(x + _STRIP - 0.006, -0.21),
            _spot(x + _STRIP - 0.006, -0.185),
            _spot(x + 0.006, -0.185),
        ]
        stage.canvas.fill(
            stage.camera.outline(label), stage.tone(label[0], _UP, pigment("#ded8c4"))
        )
        _fader(stage, middle, level, colours[0])
        for row, z in enumerate((0.2, 0.235)):
            glow = lit > 0.6 if row else lit < 0.25
            _button(stage, middle, z, LEDS[3 - row * 2], glow=glow)
        for row in range(7):
            _knob(stage, middle, 0.32 + row * 0.085, colours[1 + row // 2 % 3], turns[row])

    scenery.place(_spot(x, 0.35), paint, bias=abs(x) * 0.01)


def _fader(stage: Stage, x: float, level: float, colour: Rgb) -> None:
    stage.stroke([_spot(x, -0.15), _spot(x, 0.15)], "#050506", 0.006)
    for i in range(11):
        z = -0.15 + 0.03 * i
        wide = 0.016 if i % 5 == 0 else 0.011
        for side in (-1, 1):
            stage.stroke(
                [_spot(x + side * 0.009, z), _spot(x + side * (0.009 + wide / 2), z)],
                "#d8d4c8",
                0.0012,
                alpha=0.55,
            )
    z = -0.13 + 0.25 * level
    low, high, half = 0.0, 0.02, 0.014
    for grow in (1.35, 1.15):
        shade = [
            _spot(x + dx * half * grow + 0.006, z + dz * 0.03 * grow - 0.004)
            for dx, dz in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
        stage.canvas.fill(stage.camera.outline(shade), "#000000", alpha=0.3)
    base = [
        _spot(x + dx * half, z + dz * 0.028, low) for dx, dz in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    top = [
        _spot(x + dx * half * 0.8, z + dz * 0.022, high)
        for dx, dz in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    for i, facing in ((0, (0.0, 0.4, -1.0)), (1, (1.0, 0.3, 0.0)), (3, (-1.0, 0.3, 0.0))):
        j = (i + 1) % 4
        if stage.camera.faces(base[i], unit(facing)):
            stage.face([base[i], base[j], top[j], top[i]], unit(facing), scaled(colour, 0.8))
    stage.face(top, _UP, colour)
    stage.stroke([_spot(x - half * 0.8, z, high), _spot(x + half * 0.8, z, high)], "#101114", 0.003)


def _button(stage: Stage, x: float, z: float, colour: Rgb, *, glow: bool) -> None:
    corners = [
        _spot(x + dx * 0.014, z + dz * 0.011, 0.005)
        for dx, dz in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    tone = (
        developed(scaled(colour, 1.6)) if glow else stage.tone(corners[0], _UP, pigment("#55585e"))
    )
    stage.canvas.fill(stage.camera.outline(corners), tone)
    if glow:
        stage.halo(_spot(x, z, 0.005), 0.04, colour, alpha=0.5)


def _knob(stage: Stage, x: float, z: float, colour: Rgb, turn: float) -> None:
    foot, top = _spot(x, z), _spot(x, z, 0.026)
    reach = 0.022 * stage.camera.scale(foot)
    shown = stage.camera.shown(_spot(x + 0.008, z - 0.008))
    stage.canvas.ellipse(shown, reach * 1.15, reach * 0.7, "#000000", alpha=0.4)
    paint_tube(stage, (foot, _spot(x, z, 0.012)), (0.02, 0.018), (JET, JET), 0.05)
    paint_tube(
        stage, (_spot(x, z, 0.012), top), (0.0145, 0.0125), (colour, scaled(colour, 1.1)), 0.12
    )
    tip = _spot(x + 0.012 * math.sin(turn), z + 0.012 * math.cos(turn), 0.0265)
    stage.stroke([_spot(x, z, 0.0265), tip], "#f6f3ea" if sum(colour) < 1.2 else "#15161a", 0.003)


def _bridge(scenery: Scenery, of: Design) -> None:
    """Needle meters above the strips."""
    dice = scenery.stage.dice
    foot = _spot(0, 0.93)
    prop = Prop(scenery, Frame(0.1, foot[1], foot[2]))
    prop.box((0, -0.02, 0.1), (3.2, 0.24, 0.16), pigment("#1d1f24"), edge=0.3)
    prop.box((0, 0.22, 0.12), (3.3, 0.03, 0.24), scaled(of.palette.wood, 0.6), layer=1)
    for i in range(22):
        x = -1.4 + i * 0.135
        z = 0.018
        face = [
            (x - 0.056, 0.05, z),
            (x + 0.056, 0.05, z),
            (x + 0.056, 0.17, z),
            (x - 0.056, 0.17, z),
        ]
        prop.panel(face, pigment("#f2cf8e"), glow=0.75, layer=1)
        swing = dice.uniform(-0.7, 0.6)
        needle: list[Vec] = [
            (x, 0.06, z - 0.002),
            (x + 0.1 * math.sin(swing), 0.06 + 0.09 * math.cos(swing), z - 0.002),
        ]
        prop.add(needle[0], _needle(prop.frame, needle), 2)
    for x in (-0.55, 0.75):
        speaker(prop, (x, 0.25, 0.2), size=0.26, layer=3, cone=pigment("#e4dfd0"))
    prop.stand(bias=-0.6)


def _needle(at: Frame, points: list[Vec]) -> Part:
    world = [at.world(p) for p in points]
    return lambda stage: stage.stroke(world, "#1a1410", 0.004)
