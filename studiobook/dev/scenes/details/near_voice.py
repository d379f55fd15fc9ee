"""Close-ups of a table with broadcast microphones."""

import math

from studiobook.dev.scenes.craft import surfaces
from studiobook.dev.scenes.craft.build import CHROME, JET, RUBBER, STEEL, Prop
from studiobook.dev.scenes.craft.colour import Rgb, pigment, scaled
from studiobook.dev.scenes.craft.designs import Design
from studiobook.dev.scenes.craft.space import Camera, Frame, Vec
from studiobook.dev.scenes.craft.stage import Scenery
from studiobook.dev.scenes.craft.surfaces import Surface
from studiobook.dev.scenes.details.focus import set_up


def _table_top(scenery: Scenery, wood: Rgb, *, y: float = 0.0) -> None:
    top = Surface((-3, y, -0.6), (6, 0, 0), (0, 0, 2.2), (0, 1, 0))
    surfaces.planks(scenery.stage, top, wood, board=0.28, run=3.0, vary=0.16)


def broadcast(of: Design) -> Scenery:
    """A microphone on its arm above a table."""
    scenery = set_up(
        of, Camera((0.0, 0.42, -1.1), focal=1650, horizon=470), bright=of.mood.window_power > 5
    )
    dice, look = scenery.stage.dice, of.palette
    _table_top(scenery, look.wood)
    _arm_microphone(
        scenery, Frame(0.12, 0, 0.05, 0.35), dice.choice((JET, pigment("#3a3d44"), look.cloth))
    )
    _arm_microphone(scenery, Frame(-0.75, 0, 0.9, -0.5), JET)
    cup = Prop(scenery, Frame(-0.36, 0, -0.05))
    cup.shade(0.12, 0.12, spread=0.12)
    cup.tube((0, 0, 0), (0, 0.11, 0), 0.048, look.cloth, cap=scaled(look.cloth, 0.15), gloss=0.12)
    ear: list[Vec] = [
        (-0.048 - 0.03 * math.sin(i * math.pi / 8), 0.025 + 0.06 * i / 8, 0) for i in range(9)
    ]
    cup.rod(ear, 0.012, look.cloth)
    cup.stand()
    _headphones(scenery, Frame(0.5, 0, -0.12, -0.4))
    scenery.paint()
    return scenery


def _arm_microphone(scenery: Scenery, at: Frame, colour: Rgb) -> None:
    prop = Prop(scenery, at)
    prop.rod([(0.75, -0.02, 0.35), (0.62, 0.62, 0.25), (0.14, 0.5, 0.02)], 0.026, STEEL)
    prop.rod([(0.14, 0.5, 0.02), (0.1, 0.44, 0)], 0.02, JET, layer=1)
    prop.rod([(0.08, 0.33, -0.075), (0.12, 0.45, 0), (0.08, 0.33, 0.075)], 0.016, JET, layer=2)
    prop.tube((0.2, 0.345, 0), (-0.04, 0.31, 0), 0.058, colour, layer=3, gloss=0.22)
    prop.tube((0.205, 0.346, 0), (0.235, 0.35, 0), 0.05, RUBBER, layer=2)
    prop.tube((-0.04, 0.31, 0), (-0.07, 0.306, 0), 0.062, STEEL, layer=4, gloss=0.4)
    prop.tube((-0.07, 0.306, 0), (-0.17, 0.291, 0), 0.07, (0.02, 0.02, 0.022), taper=0.82, layer=5)
    prop.ball((-0.165, 0.292, 0), 0.058, (0.022, 0.022, 0.025), layer=4)
    prop.tube((0.09, 0.329, 0), (0.075, 0.327, 0), 0.0595, CHROME, layer=4, gloss=0.5)
    prop.stand()


def _headphones(scenery: Scenery, at: Frame) -> None:
    prop = Prop(scenery, at)
    prop.shade(0.3, 0.25, spread=0.15)
    arc: list[Vec] = [
        (0.11 * math.cos(i * math.pi / 12), 0.09 + 0.14 * math.sin(i * math.pi / 12), 0.04)
        for i in range(13)
    ]
    prop.rod(arc, 0.028, JET)
    for side in (-1, 1):
        prop.tube(
            (side * 0.13, 0.08, 0),
            (side * 0.09, 0.08, 0),
            0.075,
            pigment("#26282d"),
            cap=RUBBER,
            layer=1,
            gloss=0.15,
        )
        prop.tube((side * 0.09, 0.08, 0), (side * 0.06, 0.08, 0), 0.07, RUBBER, layer=2)
        prop.disc((side * 0.132, 0.08, 0), (side, 0, 0), 0.05, STEEL, layer=2)
    prop.stand()
