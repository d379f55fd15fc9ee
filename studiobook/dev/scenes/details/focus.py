"""The out-of-focus room behind a close-up, and the lens that sees it."""

import random

from studiobook.dev.scenes.craft.colour import WHITE, developed, mix, scaled
from studiobook.dev.scenes.craft.designs import Design
from studiobook.dev.scenes.craft.light import Lamp, Light
from studiobook.dev.scenes.craft.moods import accent
from studiobook.dev.scenes.craft.space import HEIGHT, WIDTH, Camera, Vec
from studiobook.dev.scenes.craft.stage import Scenery, Stage


def set_up(
    of: Design, camera: Camera, *, key: Vec = (-1.6, 2.4, -1.2), bright: bool = False
) -> Scenery:
    """A stage with a key light, two rims and a blurred room behind."""
    dice = random.Random(of.seed + " detail")
    light = Light(scaled(of.mood.ambient, 1.3))
    lamp = mix(of.mood.lamp, WHITE, 0.5 if bright else 0.2)
    light.lamps.append(Lamp(key, lamp, 10.0, 0.8))
    light.lamps.append(Lamp((2.2, 1.6, 2.0), accent(dice), 3.2, 0.6))
    light.lamps.append(Lamp((-2.4, 1.2, 1.6), mix(of.mood.lamp, WHITE, 0.3), 3.0, 0.6))
    stage = Stage(camera, light, dice)
    if of.mirrored:
        stage.canvas.mirror()
    _blurred_room(stage, of, bright=bright)
    return Scenery(stage)


def _blurred_room(stage: Stage, of: Design, *, bright: bool) -> None:
    """Soft bands of the room's colours, and its lamps as discs."""
    canvas, dice, look = stage.canvas, stage.dice, of.palette
    level = 0.5 if bright else 0.15
    wall = mix(look.wall, look.wood, dice.uniform(0.1, 0.7))
    stops = [
        (0.0, developed(scaled(wall, level * 0.45))),
        (0.45, developed(scaled(wall, level * 1.8))),
        (1.0, developed(scaled(look.floor, level * 0.7))),
    ]
    corners = [(0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0.0, HEIGHT)]
    canvas.fill(corners, canvas.linear((0, 0), (0, HEIGHT), stops))
    for _ in range(5):
        x, wide = dice.uniform(-100, WIDTH), dice.uniform(120, 380)
        tone = developed(
            scaled(dice.choice((look.panel, look.wood, look.cloth, look.other)), level * 1.6)
        )
        fade = canvas.linear(
            (x, 0),
            (x + wide, 0),
            [(0, tone, 0.0), (0.3, tone, 0.42), (0.7, tone, 0.42), (1, tone, 0.0)],
        )
        canvas.fill([(x, 0), (x + wide, 0), (x + wide, HEIGHT), (x, HEIGHT)], fade)
    glow = accent(dice)
    canvas.glow(
        (dice.uniform(200, 1600), dice.uniform(150, 500)),
        640,
        520,
        developed(scaled(glow, 0.9)),
        alpha=0.4,
    )
    for _ in range(26):
        spot = (dice.uniform(0, WIDTH), dice.triangular(20, 720, 260))
        size = dice.uniform(14, 66)
        tint = developed(scaled(dice.choice((of.mood.lamp, of.mood.lamp, glow, look.cloth)), 1.1))
        canvas.ellipse(spot, size, size, tint, alpha=dice.uniform(0.07, 0.32))
        canvas.ellipse(spot, size * 0.86, size * 0.86, tint, alpha=0.06)


def vignette(stage: Stage) -> None:
    """Darker corners."""
    canvas = stage.canvas
    paint = canvas.radial(
        (WIDTH / 2, HEIGHT * 0.46),
        1120,
        [(0.0, "#000000", 0.0), (0.55, "#000000", 0.0), (1.0, "#06050a", 0.55)],
    )
    canvas.fill([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], paint)
