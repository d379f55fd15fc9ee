"""Studio fronts, seen from across the street."""

import math
import random
from typing import Final

from studiobook.dev.scenes.craft import surfaces
from studiobook.dev.scenes.craft.build import JET, Prop
from studiobook.dev.scenes.craft.colour import Rgb, developed, mix, pigment, scaled
from studiobook.dev.scenes.craft.designs import PALETTES, Palette
from studiobook.dev.scenes.craft.light import Lamp, Light
from studiobook.dev.scenes.craft.moods import DAY, DUSK, GOLDEN, NIGHT, Mood, accent
from studiobook.dev.scenes.craft.space import Camera, Frame, Vec
from studiobook.dev.scenes.craft.stage import Scenery, Stage
from studiobook.dev.scenes.craft.surfaces import Surface
from studiobook.dev.scenes.outdoors import street
from studiobook.dev.scenes.props import lamps

#: Lamplight behind glass, richer than a lamp seen bare.
_TUNGSTEN: Final = (1.0, 0.5, 0.16)


def exterior(seed: int) -> Stage:
    """A front with a shop window, a door, a sign that shines, and a street before it."""
    dice = random.Random(f"front {seed}")
    mood, look = dice.choice((DUSK, DUSK, GOLDEN, DAY, NIGHT)), dice.choice(PALETTES)
    camera = Camera((dice.uniform(-0.8, 0.8), 1.7, -4.6), focal=1350, horizon=790)
    light = Light(scaled(mood.ambient, 2.0 if mood.sun else 4.2))
    if mood.sun:
        light.lamps.append(Lamp((-9, 12, -9), mood.window, 330, 2.0))
    stage = Stage(camera, light, dice)
    if dice.random() < 0.5:
        stage.canvas.mirror()
    scenery = Scenery(stage)
    street.sky(stage, mood)
    wide, high = dice.uniform(8.6, 10.4), dice.uniform(4.4, 5.6)
    front = Surface((-wide / 2, 0, street.FRONT), (wide, 0, 0), (0, high, 0), (0, 0, -1))
    spots = (wide * 0.16, wide * 0.46, wide * 0.76)
    for s in spots:
        light.lamps.append(
            Lamp(
                (s - wide / 2 + 0.6, 3.0, street.FRONT - 0.5), mood.lamp, 1.3 * mood.lamp_power, 0.5
            )
        )
    glow = accent(dice)
    street.neighbours(stage, look, wide, mood)
    street.ground(stage)
    _wall(stage, front, look)
    _openings(stage, front, look, mood)
    _sign(scenery, front, glow)
    for s in spots:
        _wall_lamp(scenery, front.at(s, 3.05, 0.1), mood.lamp)
    street.furnish(scenery, wide, look, mood)
    scenery.paint()
    street.reflections(stage, mood, glow)
    return stage


def _wall(stage: Stage, front: Surface, look: Palette) -> None:
    kind = stage.dice.randrange(4)
    if kind == 0:
        surfaces.bricks(
            stage, front, look.brick, mortar=mix(look.brick, look.other, 0.4), course=0.12
        )
    elif kind == 1:
        surfaces.slats(stage, front, look.wood, pitch=0.2)
    elif kind == 2:
        surfaces.concrete(stage, front, pigment("#a19d96"), slab=1.3)
    else:
        surfaces.plain(stage, front, look.wall, step=0.3)
    cornice = front.part(-0.15, front.high - 0.3, front.wide + 0.3, 0.3)
    surfaces.cushioned(stage, cornice, scaled(look.wall, 0.5), thick=0.25)
    plinth = front.part(0, 0.13, front.wide, 0.4)
    surfaces.plain(stage, plinth, pigment("#3a3b40"), step=1.0)


def _openings(stage: Stage, front: Surface, look: Palette, mood: Mood) -> None:
    wide = front.wide
    _pane(stage, front.part(wide * 0.06, 0.6, wide * 0.26, 2.1), look, mood, 3)
    _pane(stage, front.part(wide * 0.62, 0.6, wide * 0.32, 2.1), look, mood, 4)
    door = front.part(wide * 0.4, 0.13, 1.5, 2.55)
    _pane(stage, door, look, mood, 2)
    leaf = door.part(0.06, 0.02, 0.66, 2.45, 0.02)
    surfaces.plain(stage, leaf, look.cloth, step=0.3)
    stage.canvas.fill(
        stage.camera.outline(leaf.patch(0.12, 1.1, 0.42, 1.1, 0.01)), "#ffd9a0", alpha=0.85
    )
    stage.stroke([leaf.at(0.58, 0.9, 0.04), leaf.at(0.58, 1.3, 0.04)], "#e8d9b0", 0.03)
    if front.high > 4.7:
        for i in range(5):
            _pane(
                stage, front.part(wide * (0.07 + i * 0.185), 3.45, wide * 0.12, 0.95), look, mood, 2
            )
    edge = front.part(wide * 0.36, 2.85, 2.1, 0.12)
    awning = [
        edge.at(0, 0.1),
        edge.at(2.1, 0.1),
        edge.at(2.2, -0.28, 0.9),
        edge.at(-0.1, -0.28, 0.9),
    ]
    stage.face(awning, (0, 0.8, -0.6), look.cloth)
    for i in range(8):
        a, b = i / 8, (i + 0.5) / 8
        stripe = [
            edge.at(2.1 * a, 0.1),
            edge.at(2.1 * b, 0.1),
            edge.at(-0.1 + 2.3 * b, -0.28, 0.9),
            edge.at(-0.1 + 2.3 * a, -0.28, 0.9),
        ]
        stage.face(stripe, (0, 0.8, -0.6), mix(look.other, (1, 1, 1), 0.4))


def _pane(stage: Stage, hole: Surface, look: Palette, mood: Mood, columns: int) -> None:
    """A window with a warm room behind it."""
    canvas, camera, dice = stage.canvas, stage.camera, stage.dice
    frame = hole.patch(-0.08, -0.08, hole.wide + 0.16, hole.high + 0.16)
    canvas.fill(camera.outline(frame), stage.tone(frame[0], hole.normal, pigment("#1d1f24")))
    outline = camera.outline(hole.patch(0, 0, hole.wide, hole.high))
    strength = 0.4 if mood.sun else 1.5
    warm_light = developed(scaled(mix(_TUNGSTEN, look.wood, 0.2), strength))
    dim = developed(scaled(mix(look.wood, look.wall, 0.5), 0.12 + strength * 0.22))
    top, low = camera.shown(hole.at(0, hole.high)), camera.shown(hole.at(0, 0))
    canvas.clip(outline)
    canvas.fill(outline, canvas.linear(top, low, [(0, dim), (0.35, warm_light), (1, dim)]))
    for i in range(int(hole.wide / 0.22)):
        canvas.fill(camera.outline(hole.patch(i * 0.22, 0, 0.06, hole.high)), dim, alpha=0.22)
    if hole.wide > 1.8:
        s = 0.2
        while s < hole.wide - 0.3:
            _silhouette(stage, hole, s)
            s += dice.uniform(0.5, 0.9)
        for _ in range(2):
            spot = hole.at(dice.uniform(0.3, hole.wide - 0.3), hole.high - 0.45)
            reach = 0.9 * camera.scale(spot)
            canvas.glow(
                camera.shown(spot), reach, reach, "#ffe2a8", alpha=0.75 if mood.sun is None else 0.4
            )
            canvas.ellipse(camera.shown(spot), reach * 0.1, reach * 0.1, "#fff3d8")
    if mood.sun:
        canvas.fill(
            outline, canvas.linear(top, low, [(0, mood.sky[0], 0.55), (1, mood.sky[1], 0.15)])
        )
    for s in (0.1, hole.wide * 0.55):
        sheen = [
            hole.at(s, 0),
            hole.at(s + 0.3, 0),
            hole.at(s + 1.0, hole.high),
            hole.at(s + 0.7, hole.high),
        ]
        canvas.fill(camera.outline(sheen), "#ffffff", alpha=0.07)
    canvas.unclip()
    for i in range(1, columns):
        s = hole.wide * i / columns
        stage.stroke([hole.at(s, 0), hole.at(s, hole.high)], "#1d1f24", 0.05)


def _silhouette(stage: Stage, hole: Surface, s: float) -> None:
    ink, kind = "#140f10", stage.dice.randrange(4)
    if kind == 0:
        stage.stroke([hole.at(s, 0), hole.at(s, 1.1), hole.at(s + 0.3, 1.25)], ink, 0.025)
        stage.stroke([hole.at(s + 0.3, 1.25), hole.at(s + 0.38, 1.16)], ink, 0.08)
    elif kind == 1:
        for size, up in ((0.42, 0.0), (0.42, 0.44), (0.3, 0.88)):
            stage.canvas.fill(stage.camera.outline(hole.patch(s, up, size, 0.42)), ink, alpha=0.9)
    elif kind == 2:
        stage.canvas.fill(stage.camera.outline(hole.patch(s, 0, 0.5, 0.55)), ink, alpha=0.9)
        for lean in (-0.3, -0.1, 0.12, 0.3):
            stage.stroke([hole.at(s + 0.25, 0.5), hole.at(s + 0.25 + lean, 1.1)], ink, 0.06)
    else:
        body = [
            hole.at(s + 0.2 + 0.17 * math.cos(a / 3), 0.35 + 0.22 * math.sin(a / 3))
            for a in range(19)
        ]
        stage.canvas.fill(stage.camera.outline(body), ink)
        stage.stroke([hole.at(s + 0.2, 0.5), hole.at(s + 0.26, 1.25)], ink, 0.05)


def _sign(scenery: Scenery, front: Surface, glow: Rgb) -> None:
    dice = scenery.stage.dice
    s, t = front.wide * dice.choice((0.16, 0.78)), min(front.high - 0.9, 3.75)
    kind = dice.randrange(3)
    if kind == 0:
        for radius, power in ((0.5, 5.0), (0.2, 1.0)):
            turns = (i / 4 for i in range(26))
            points = [
                front.at(s + radius * math.cos(a), t + radius * math.sin(a), 0.15) for a in turns
            ]
            lamps.neon(scenery, points, glow, power=power, closed=True)
    elif kind == 1:
        wave: list[Vec] = []
        for i in range(33):
            x = -1.0 + i / 16
            wave.append(
                front.at(s + x, t + 0.42 * math.sin(i * 0.98) * math.exp(-((x / 0.55) ** 2)), 0.15)
            )
        lamps.neon(scenery, wave, glow, power=5)
    else:
        for i in range(7):
            tall = 0.16 + 0.34 * abs(math.sin(i * 1.3 + t))
            x = s + (i - 3) * 0.2
            lamps.neon(
                scenery,
                [front.at(x, t - tall, 0.15), front.at(x, t, 0.15), front.at(x, t + tall, 0.15)],
                glow,
                power=0.9,
            )


def _wall_lamp(scenery: Scenery, at: Vec, colour: Rgb) -> None:
    prop = Prop(scenery, Frame(*at))
    prop.rod([(0, 0.1, 0.1), (0, 0.22, -0.1), (0, 0.12, -0.3)], 0.03, JET)
    prop.tube((0, 0, -0.3), (0, 0.14, -0.3), 0.14, JET, taper=0.3, layer=1)
    spot: Vec = (at[0], at[1] - 0.02, at[2] - 0.3)
    prop.add((0, 0, -0.3), lambda stage: stage.halo(spot, 0.8, colour, alpha=0.55), 2)
    prop.stand()
