"""What crews set up round a picture: paper, boards, chairs, rails, monitors."""

import math
from itertools import pairwise

from studiobook.dev.scenes.craft.build import CHROME, JET, STEEL, Prop
from studiobook.dev.scenes.craft.colour import Rgb, mix, pigment, scaled
from studiobook.dev.scenes.craft.space import Frame, Vec, unit
from studiobook.dev.scenes.craft.stage import Scenery, Stage
from studiobook.dev.scenes.props.optics import cine_body
from studiobook.dev.scenes.props.screens import screen

PAPERS = tuple(
    pigment(code)
    for code in (
        "#e46a4c",
        "#f2b84b",
        "#7fb3a8",
        "#d9a0b4",
        "#5b7fc7",
        "#efe8dc",
        "#9aa36a",
        "#c8c2ea",
    )
)


def backdrop(
    scenery: Scenery,
    at: Frame,
    paper: Rgb,
    *,
    wide: float = 2.7,
    high: float = 2.6,
    run: float = 2.2,
) -> None:
    """A roll of paper on two stands that sweeps down and out over the floor."""
    prop = Prop(scenery, at)
    for side in (-1, 1):
        x = side * (wide / 2 + 0.18)
        prop.rod([(x, 0, 0.1), (x, high + 0.05, 0.1)], 0.035, JET)
        for turn in (0.4, 2.5, 4.6):
            prop.rod(
                [(x, 0.4, 0.1), (x + 0.32 * math.cos(turn), 0, 0.1 + 0.32 * math.sin(turn))],
                0.026,
                JET,
            )
    prop.rod([(-wide / 2 - 0.2, high + 0.05, 0.1), (wide / 2 + 0.2, high + 0.05, 0.1)], 0.05, STEEL)
    prop.add((0, high / 2, 0), lambda stage: _sweep(stage, at, paper, (wide, high, run)), 1)
    prop.tube((-wide / 2, high, 0.08), (wide / 2, high, 0.08), 0.07, scaled(paper, 0.9), layer=2)
    prop.stand(bias=-1.2)


def _sweep(stage: Stage, at: Frame, paper: Rgb, size: Vec) -> None:
    wide, high, run = size
    bend = 0.6
    profile: list[tuple[float, float]] = [
        (high, 0.0),
        (high * 0.66, 0.0),
        (high * 0.4, 0.0),
        (bend, 0.0),
    ]
    for step in range(1, 9):
        turn = math.pi / 2 * step / 8
        profile.append((bend - bend * math.sin(turn), -bend * (1 - math.cos(turn))))
    profile += [(0.004, -bend - (run - bend) * share) for share in (0.33, 0.66, 1.0)]
    x = wide / 2
    shade = [
        at.world(p)
        for p in ((-x - 0.05, 0, -run), (x + 0.05, 0, -run), (x + 0.05, 0, 0), (-x - 0.05, 0, 0))
    ]
    stage.canvas.fill(stage.camera.outline(shade), "#000000", alpha=0.25)
    count = 8
    for (y0, z0), (y1, z1) in pairwise(profile):
        normal = unit(at.turned((0, -(z1 - z0), (y1 - y0))))
        for i in range(count):
            left, right = (
                -x + wide * i / count,
                -x + wide * (i + 1) / count + (0.01 if i < count - 1 else 0),
            )
            over = 0.012
            corners = [
                at.world(p)
                for p in (
                    (left, y0 + over, z0),
                    (right, y0 + over, z0),
                    (right, y1, z1 - over),
                    (left, y1, z1 - over),
                )
            ]
            stage.face(corners, normal, paper)


def director_chair(scenery: Scenery, at: Frame, cloth: Rgb) -> None:
    """Crossed legs, cloth seat and back."""
    prop = Prop(scenery, at)
    prop.shade(0.55, 0.5)
    wood = pigment("#8a5a34")
    for z in (-0.2, 0.2):
        prop.rod([(-0.26, 0, z), (0.26, 0.62, z)], 0.03, wood)
        prop.rod([(0.26, 0, z), (-0.26, 0.62, z)], 0.03, wood)
    prop.panel(
        [(-0.27, 0.62, -0.22), (0.27, 0.62, -0.22), (0.27, 0.62, 0.22), (-0.27, 0.62, 0.22)],
        cloth,
        layer=1,
        both=True,
    )
    for side in (-1, 1):
        prop.rod([(side * 0.28, 0.6, 0.2), (side * 0.28, 1.12, 0.24)], 0.03, wood, layer=1)
        prop.rod([(side * 0.28, 0.84, -0.22), (side * 0.28, 0.84, 0.22)], 0.04, wood, layer=2)
        prop.rod([(side * 0.28, 0.6, -0.2), (side * 0.28, 0.84, -0.2)], 0.03, wood, layer=1)
    prop.panel(
        [(-0.28, 0.9, 0.22), (0.28, 0.9, 0.22), (0.28, 1.12, 0.24), (-0.28, 1.12, 0.24)],
        cloth,
        layer=2,
        both=True,
    )
    prop.stand()


def dolly(scenery: Scenery, at: Frame, *, run: float = 3.0) -> None:
    """Rails on the floor and a cine camera on its cart."""

    def rails(stage: Stage) -> None:
        for side in (-0.3, 0.3):
            ends = [at.world((-run / 2, 0.05, side)), at.world((run / 2, 0.05, side))]
            shade = [at.world((-run / 2, 0, side - 0.03)), at.world((run / 2, 0, side - 0.03))]
            stage.stroke(shade, "#000000", 0.09, alpha=0.3)
            stage.stroke(ends, stage.tone(ends[0], (0, 1, 0), CHROME), 0.045)
        for i in range(7):
            x = run * (i / 6 - 0.5)
            tie = [at.world((x, 0.02, -0.36)), at.world((x, 0.02, 0.36))]
            stage.stroke(tie, stage.tone(tie[0], (0, 1, 0), pigment("#5a3a26")), 0.07)

    scenery.under(rails)
    cart = Prop(scenery, at)
    cart.shade(0.9, 0.8)
    cart.box((0, 0.14, 0), (0.9, 0.07, 0.8), pigment("#33363c"))
    for x in (-0.36, 0.36):
        for z in (-0.3, 0.3):
            cart.tube((x, 0.1, z - 0.03), (x, 0.1, z + 0.03), 0.07, JET)
    cart.tube((0, 0.2, 0), (0, 1.0, 0), 0.06, STEEL, layer=1, gloss=0.2)
    cine_body(cart, 1.02)
    cart.stand()


def flag(
    scenery: Scenery,
    at: Frame,
    *,
    wide: float = 1.1,
    high: float = 2.2,
    colour: Rgb = (0.9, 0.9, 0.88),
) -> None:
    """A V-shaped pair of large boards."""
    prop = Prop(scenery, at)
    prop.shade(wide, 0.5)
    for side in (-1, 1):
        outer = (side * wide * 0.8, 0.0, 0.35)
        corners = [(0.0, 0.0, 0.0), outer, (outer[0], high, outer[2]), (0.0, high, 0.0)]
        tint = colour if side < 0 else mix(colour, (0.1, 0.1, 0.1), 0.15)
        prop.panel(corners, tint, both=True)
    prop.stand()


def field_monitor(scenery: Scenery, at: Frame) -> None:
    """A large screen on a stand for those who watch."""
    prop = Prop(scenery, at)
    prop.shade(0.6, 0.5, strength=0.4)
    for turn in (0.5, 2.6, 4.7):
        prop.rod([(0, 0.4, 0.05), (0.36 * math.cos(turn), 0, 0.36 * math.sin(turn))], 0.03, JET)
    prop.rod([(0, 0.1, 0.05), (0, 1.1, 0.05)], 0.04, JET)
    screen(prop, (0, 1.0, 0), wide=0.8, kind="picture")
    prop.stand()
