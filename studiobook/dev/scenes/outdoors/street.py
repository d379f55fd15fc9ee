"""The street before a studio: sky, neighbours, pavement, a bicycle, a lamp, a tree."""

import math
from typing import Final

from studiobook.dev.scenes.craft import surfaces
from studiobook.dev.scenes.craft.build import CHROME, JET, STEEL, Prop
from studiobook.dev.scenes.craft.colour import Rgb, developed, mix, pigment, scaled
from studiobook.dev.scenes.craft.designs import Palette
from studiobook.dev.scenes.craft.moods import Mood
from studiobook.dev.scenes.craft.space import HEIGHT, WIDTH, Frame, Vec
from studiobook.dev.scenes.craft.stage import Scenery, Stage
from studiobook.dev.scenes.craft.surfaces import Surface
from studiobook.dev.scenes.props import plants

#: How far away the front stands, and the kerb before it, in metres.
FRONT: Final = 5.0
KERB: Final = 3.1


def sky(stage: Stage, mood: Mood) -> None:
    """Clouds by day, stars by night."""
    canvas = stage.canvas
    canvas.cover(canvas.linear((0, 0), (0, 800), [(0, mood.sky[0]), (1, mood.sky[1])]))
    if mood.sun is None:
        for _ in range(40):
            spot = (stage.dice.uniform(0, WIDTH), stage.dice.uniform(0, 320))
            canvas.ellipse(spot, 1.6, 1.6, "#ffffff", alpha=stage.dice.uniform(0.2, 0.8))
        return
    for _ in range(7):
        x, y = stage.dice.uniform(0, WIDTH), stage.dice.uniform(40, 300)
        canvas.glow(
            (x, y), stage.dice.uniform(160, 380), stage.dice.uniform(16, 40), "#ffffff", alpha=0.6
        )


def neighbours(stage: Stage, look: Palette, wide: float, mood: Mood) -> None:
    """The houses on both sides."""
    for side in (-1, 1):
        edge = side * wide / 2
        high = stage.dice.uniform(3.6, 7.0)
        corner = edge if side > 0 else edge - 7.0
        wall = Surface((corner, 0, FRONT + 0.25), (7.0, 0, 0), (0, high, 0), (0, 0, -1))
        colour = scaled(stage.dice.choice((look.other, look.brick, look.wall)), 0.75)
        surfaces.plain(stage, wall, colour, step=0.6)
        for row in range(int(high / 1.7)):
            for column in range(4):
                s, t = 0.6 + column * 1.6, 0.9 + row * 1.7
                lit = mood.sun is None and stage.dice.random() < 0.45
                tone = "#ffcf8a" if lit else developed(scaled(pigment(mood.skyline), 0.5))
                stage.canvas.fill(
                    stage.camera.outline(wall.patch(s, t, 0.8, 1.05)), tone, alpha=0.9
                )


def ground(stage: Stage) -> None:
    """Road, kerb and paving."""
    dark = pigment("#3c3e44")
    road = Surface((-14, 0, -4.4), (28, 0, 0), (0, 0, 4.4 + KERB), (0, 1, 0))
    surfaces.plain(stage, road, dark, step=0.9)
    kerb = Surface((-14, 0, KERB), (28, 0, 0), (0, 0.13, 0), (0, 0, -1))
    surfaces.plain(stage, kerb, pigment("#a5a29b"), step=2.0)
    walk = Surface((-14, 0.13, KERB), (28, 0, 0), (0, 0, FRONT - KERB + 0.3), (0, 1, 0))
    surfaces.checks(stage, walk, pigment("#8d8a84"), pigment("#95928b"), tile=0.62)
    paint = stage.tone((0, 0, 0), (0, 1, 0), pigment("#cfc9b8"))
    for i in range(-5, 6):
        mark = [
            (i * 2.4 - 0.7, 0.0, -0.6),
            (i * 2.4 + 0.7, 0.0, -0.6),
            (i * 2.4 + 0.7, 0.0, -0.42),
            (i * 2.4 - 0.7, 0.0, -0.42),
        ]
        stage.canvas.fill(stage.camera.outline(mark), paint, alpha=0.55)


def furnish(scenery: Scenery, wide: float, look: Palette, mood: Mood) -> None:
    """A bicycle, pots, a lamp and a tree."""
    dice = scenery.stage.dice
    _bicycle(scenery, Frame(dice.uniform(-2.6, -1.4), 0.13, FRONT - 0.75), look.cloth)
    for x in (-wide * 0.42, wide * 0.12):
        plants.plant(scenery, Frame(x, 0.13, FRONT - 0.5), tall=1.3)
    x = dice.choice((-1, 1)) * wide * 0.4
    _street_lamp(scenery, Frame(-x, 0.13, KERB + 0.35), mood)
    _tree(scenery, Frame(x, 0.13, KERB + 0.4), mood)


def _bicycle(scenery: Scenery, at: Frame, colour: Rgb) -> None:
    prop = Prop(scenery, at)
    for x in (-0.52, 0.52):
        wheel: list[Vec] = [
            (x + 0.33 * math.cos(i / 4), 0.34 + 0.33 * math.sin(i / 4), 0) for i in range(26)
        ]
        prop.rod(wheel, 0.028, JET)
        for i in range(5):
            a = i * math.pi / 5
            prop.rod(
                [
                    (x - 0.32 * math.cos(a), 0.34 - 0.32 * math.sin(a), 0),
                    (x + 0.32 * math.cos(a), 0.34 + 0.32 * math.sin(a), 0),
                ],
                0.006,
                STEEL,
            )
    low: Vec = (-0.06, 0.32, 0)
    seat: Vec = (-0.2, 0.82, 0)
    head: Vec = (0.36, 0.86, 0)
    for line in (
        [low, seat],
        [low, head],
        [seat, head],
        [(-0.52, 0.34, 0), low],
        [(-0.52, 0.34, 0), seat],
        [head, (0.52, 0.34, 0)],
    ):
        prop.rod(line, 0.04, colour, layer=1)
    prop.rod([head, (0.33, 1.0, 0), (0.42, 1.04, -0.2)], 0.03, CHROME, layer=1)
    prop.rod([(-0.3, 0.9, 0), (-0.1, 0.9, 0)], 0.06, JET, layer=2)
    prop.stand(bias=0.2)


def _street_lamp(scenery: Scenery, at: Frame, mood: Mood) -> None:
    prop = Prop(scenery, at)
    prop.shade(0.4, 0.4)
    prop.tube((0, 0, 0), (0, 0.5, 0), 0.09, JET)
    prop.rod([(0, 0, 0), (0, 3.9, 0), (0.15, 4.2, 0), (0.55, 4.25, 0)], 0.07, JET, layer=1)
    prop.tube((0.6, 4.1, 0), (0.6, 4.28, 0), 0.22, JET, taper=0.3, layer=2)
    spot = at.world((0.6, 4.08, 0))
    alpha = 0.2 if mood.sun else 0.7
    prop.add((0.6, 4.0, 0), lambda stage: stage.halo(spot, 1.4, mood.lamp, alpha=alpha), 3)
    prop.stand()


def _tree(scenery: Scenery, at: Frame, mood: Mood) -> None:
    dice = scenery.stage.dice
    prop = Prop(scenery, at)
    prop.shade(0.6, 0.6)
    bark = pigment("#4a3a30")
    prop.tube((0, 0, 0), (0.05, 2.2, 0), 0.11, bark, taper=0.7)
    green = dice.choice(plants.GREENS)
    if mood.name == "golden":
        green = mix(green, pigment("#c98a3d"), 0.6)
    for i in range(60):
        turn, reach = dice.uniform(0, 6.28), dice.uniform(0.1, 1.15)
        y = 3.1 + dice.uniform(-0.8, 1.1)
        shade = scaled(green, 0.5 + 0.45 * (y - 2.3) + dice.uniform(-0.1, 0.3))
        prop.ball(
            (reach * math.cos(turn), y, 0.5 * reach * math.sin(turn)),
            dice.uniform(0.16, 0.34),
            shade,
            layer=1 + i // 12,
            squash=0.8,
        )
    prop.stand()


def reflections(stage: Stage, mood: Mood, glow: Rgb) -> None:
    """What the road gives back of the lit front, and the dimness of the picture's edges."""
    canvas, dice = stage.canvas, stage.dice
    if mood.sun is None:
        kerb = stage.camera.shown((0, 0, KERB))[1]
        for _ in range(9):
            x = dice.uniform(150, 1650)
            tint = developed(scaled(dice.choice((mood.lamp, mood.lamp, glow)), 0.9))
            canvas.glow(
                (x, kerb + 110), dice.uniform(30, 90), dice.uniform(120, 240), tint, alpha=0.3
            )
    paint = canvas.radial(
        (WIDTH / 2, HEIGHT * 0.48),
        1180,
        [(0.0, "#000000", 0.0), (0.6, "#000000", 0.0), (1.0, "#06050a", 0.5)],
    )
    canvas.cover(paint)
