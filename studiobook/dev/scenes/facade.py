"""Studio fronts, seen from across the street."""

import math
import random
from typing import Final

from studiobook.dev.scenes import lamps, plants, surfaces
from studiobook.dev.scenes.build import CHROME, JET, STEEL, Prop
from studiobook.dev.scenes.colour import Rgb, developed, mix, pigment, scaled
from studiobook.dev.scenes.designs import PALETTES, Palette
from studiobook.dev.scenes.light import Lamp, Light
from studiobook.dev.scenes.moods import DAY, DUSK, GOLDEN, NIGHT, Mood, accent
from studiobook.dev.scenes.space import HEIGHT, WIDTH, Camera, Frame, Vec
from studiobook.dev.scenes.stage import Scenery, Stage
from studiobook.dev.scenes.surfaces import Surface

_FRONT: Final = 5.0
_KERB: Final = 3.1


def exterior(seed: int) -> Stage:
    """A front with a shop window, a door, a sign that shines, and a street before it."""
    dice = random.Random(f"front {seed}")
    mood, look = dice.choice((DUSK, DUSK, GOLDEN, DAY, NIGHT)), dice.choice(PALETTES)
    camera = Camera((dice.uniform(-0.8, 0.8), 1.7, -4.6), focal=1350, horizon=790)
    light = Light(scaled(mood.ambient, 2.0 if mood.sun else 2.4))
    if mood.sun:
        light.lamps.append(Lamp((-9, 12, -9), mood.window, 330, 2.0))
    stage = Stage(camera, light, dice)
    if dice.random() < 0.5:
        stage.canvas.mirror()
    scenery = Scenery(stage)
    _sky(stage, mood)
    wide, high = dice.uniform(8.6, 10.4), dice.uniform(4.4, 5.6)
    front = Surface((-wide / 2, 0, _FRONT), (wide, 0, 0), (0, high, 0), (0, 0, -1))
    spots = (wide * 0.16, wide * 0.46, wide * 0.76)
    for s in spots:
        light.lamps.append(Lamp((s - wide / 2 + 0.6, 3.0, _FRONT - 0.5), mood.lamp, 0.8 * mood.lamp_power, 0.5))
    glow = accent(dice)
    _neighbours(stage, look, wide, mood)
    _ground(stage, mood)
    _wall(stage, front, look)
    _openings(stage, front, look, mood)
    _sign(scenery, front, glow)
    for s in spots:
        _wall_lamp(scenery, front.at(s, 3.05, 0.1), mood.lamp)
    _street(scenery, wide, look, mood)
    scenery.paint()
    _wet(stage, mood, glow)
    return stage


def _sky(stage: Stage, mood: Mood) -> None:
    canvas = stage.canvas
    canvas.cover(canvas.linear((0, 0), (0, 800), [(0, mood.sky[0]), (1, mood.sky[1])]))
    if mood.sun is None:
        for _ in range(40):
            spot = (stage.dice.uniform(0, WIDTH), stage.dice.uniform(0, 320))
            canvas.ellipse(spot, 1.6, 1.6, "#ffffff", alpha=stage.dice.uniform(0.2, 0.8))
        return
    for _ in range(7):
        x, y = stage.dice.uniform(0, WIDTH), stage.dice.uniform(40, 300)
        canvas.glow((x, y), stage.dice.uniform(160, 380), stage.dice.uniform(16, 40), "#ffffff", alpha=0.6)


def _neighbours(stage: Stage, look: Palette, wide: float, mood: Mood) -> None:
    for side in (-1, 1):
        edge = side * wide / 2
        high = stage.dice.uniform(3.6, 7.0)
        corner = edge if side > 0 else edge - 7.0
        wall = Surface((corner, 0, _FRONT + 0.25), (7.0, 0, 0), (0, high, 0), (0, 0, -1))
        colour = scaled(stage.dice.choice((look.other, look.brick, look.wall)), 0.75)
        surfaces.plain(stage, wall, colour, step=0.6)
        for row in range(int(high / 1.7)):
            for column in range(4):
                s, t = 0.6 + column * 1.6, 0.9 + row * 1.7
                lit = mood.sun is None and stage.dice.random() < 0.45
                tone = "#ffcf8a" if lit else developed(scaled(pigment(mood.skyline), 0.5))
                stage.canvas.fill(stage.camera.outline(wall.patch(s, t, 0.8, 1.05)), tone, alpha=0.9)


def _ground(stage: Stage, mood: Mood) -> None:
    dark = pigment("#3c3e44")
    road = Surface((-14, 0, -4.4), (28, 0, 0), (0, 0, 4.4 + _KERB), (0, 1, 0))
    surfaces.plain(stage, road, dark, step=0.9)
    kerb = Surface((-14, 0, _KERB), (28, 0, 0), (0, 0.13, 0), (0, 0, -1))
    surfaces.plain(stage, kerb, pigment("#a5a29b"), step=2.0)
    walk = Surface((-14, 0.13, _KERB), (28, 0, 0), (0, 0, _FRONT - _KERB + 0.3), (0, 1, 0))
    surfaces.checks(stage, walk, pigment("#8d8a84"), pigment("#95928b"), tile=0.62)
    paint = stage.tone((0, 0, 0), (0, 1, 0), pigment("#cfc9b8"))
    for i in range(-5, 6):
        mark = [(i * 2.4 - 0.7, 0.0, -0.6), (i * 2.4 + 0.7, 0.0, -0.6), (i * 2.4 + 0.7, 0.0, -0.42), (i * 2.4 - 0.7, 0.0, -0.42)]
        stage.canvas.fill(stage.camera.outline(mark), paint, alpha=0.55)
    del mood


def _wall(stage: Stage, front: Surface, look: Palette) -> None:
    kind = stage.dice.randrange(4)
    if kind == 0:
        surfaces.bricks(stage, front, look.brick, mortar=mix(look.brick, look.other, 0.4), course=0.12)
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
    stage.canvas.fill(stage.camera.outline(leaf.patch(0.12, 1.1, 0.42, 1.1, 0.01)), "#ffd9a0", alpha=0.85)
    stage.stroke([leaf.at(0.58, 0.9, 0.04), leaf.at(0.58, 1.3, 0.04)], "#e8d9b0", 0.03)
    if front.high > 4.7:
        for i in range(5):
            _pane(stage, front.part(wide * (0.07 + i * 0.185), 3.45, wide * 0.12, 0.95), look, mood, 2)
    edge = front.part(wide * 0.36, 2.85, 2.1, 0.12)
    awning = [edge.at(0, 0.1), edge.at(2.1, 0.1), edge.at(2.2, -0.28, 0.9), edge.at(-0.1, -0.28, 0.9)]
    stage.face(awning, (0, 0.8, -0.6), look.cloth)
    for i in range(8):
        a, b = i / 8, (i + 0.5) / 8
        stripe = [edge.at(2.1 * a, 0.1), edge.at(2.1 * b, 0.1), edge.at(-0.1 + 2.3 * b, -0.28, 0.9), edge.at(-0.1 + 2.3 * a, -0.28, 0.9)]
        stage.face(stripe, (0, 0.8, -0.6), mix(look.other, (1, 1, 1), 0.4))


def _pane(stage: Stage, hole: Surface, look: Palette, mood: Mood, columns: int) -> None:
    """A window with a warm room behind it."""
    canvas, camera, dice = stage.canvas, stage.camera, stage.dice
    frame = hole.patch(-0.08, -0.08, hole.wide + 0.16, hole.high + 0.16)
    canvas.fill(camera.outline(frame), stage.tone(frame[0], hole.normal, pigment("#1d1f24")))
    outline = camera.outline(hole.patch(0, 0, hole.wide, hole.high))
    strength = 0.35 if mood.sun else 0.85
    warm_light = developed(scaled(mix(mood.lamp, look.wood, 0.35), strength))
    dim = developed(scaled(mix(look.wood, look.wall, 0.5), 0.12 + strength * 0.2))
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
            canvas.glow(camera.shown(spot), reach, reach, "#ffe2a8", alpha=0.75 if mood.sun is None else 0.4)
            canvas.ellipse(camera.shown(spot), reach * 0.1, reach * 0.1, "#fff3d8")
    if mood.sun:
        canvas.fill(outline, canvas.linear(top, low, [(0, mood.sky[0], 0.55), (1, mood.sky[1], 0.15)]))
    for s in (0.1, hole.wide * 0.55):
        sheen = [hole.at(s, 0), hole.at(s + 0.3, 0), hole.at(s + 1.0, hole.high), hole.at(s + 0.7, hole.high)]
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
        body = [hole.at(s + 0.2 + 0.17 * math.cos(a / 3), 0.35 + 0.22 * math.sin(a / 3)) for a in range(19)]
        stage.canvas.fill(stage.camera.outline(body), ink)
        stage.stroke([hole.at(s + 0.2, 0.5), hole.at(s + 0.26, 1.25)], ink, 0.05)


def _sign(scenery: Scenery, front: Surface, glow: Rgb) -> None:
    dice = scenery.stage.dice
    s, t = front.wide * dice.choice((0.16, 0.78)), min(front.high - 0.9, 3.75)
    kind = dice.randrange(3)
    if kind == 0:
        points = [front.at(s + 0.5 * math.cos(i / 4), t + 0.5 * math.sin(i / 4), 0.15) for i in range(26)]
        lamps.neon(scenery, points, glow, power=5, closed=True)
        lamps.neon(scenery, [front.at(s - 0.16, t + 0.24, 0.15), front.at(s + 0.26, t, 0.15), front.at(s - 0.16, t - 0.24, 0.15)], glow, power=1, closed=True)
    elif kind == 1:
        wave: list[Vec] = []
        for i in range(33):
            x = -1.0 + i / 16
            wave.append(front.at(s + x, t + 0.42 * math.sin(i * 0.98) * math.exp(-((x / 0.55) ** 2)), 0.15))
        lamps.neon(scenery, wave, glow, power=5)
    else:
        for i in range(7):
            tall = 0.16 + 0.34 * abs(math.sin(i * 1.3 + t))
            x = s + (i - 3) * 0.2
            lamps.neon(scenery, [front.at(x, t - tall, 0.15), front.at(x, t, 0.15), front.at(x, t + tall, 0.15)], glow, power=0.9)


def _wall_lamp(scenery: Scenery, at: Vec, colour: Rgb) -> None:
    prop = Prop(scenery, Frame(*at))
    prop.rod([(0, 0.1, 0.1), (0, 0.22, -0.1), (0, 0.12, -0.3)], 0.03, JET)
    prop.tube((0, 0, -0.3), (0, 0.14, -0.3), 0.14, JET, taper=0.3, layer=1)
    spot: Vec = (at[0], at[1] - 0.02, at[2] - 0.3)
    prop.add((0, 0, -0.3), lambda stage: stage.halo(spot, 0.8, colour, alpha=0.55), 2)
    prop.stand()


def _street(scenery: Scenery, wide: float, look: Palette, mood: Mood) -> None:
    dice = scenery.stage.dice
    _bicycle(scenery, Frame(dice.uniform(-2.6, -1.4), 0.13, _FRONT - 0.75), look.cloth)
    for x in (-wide * 0.42, wide * 0.12):
        plants.plant(scenery, Frame(x, 0.13, _FRONT - 0.5), tall=1.3)
    x = dice.choice((-1, 1)) * wide * 0.4
    _street_lamp(scenery, Frame(-x, 0.13, _KERB + 0.35), mood)
    _tree(scenery, Frame(x, 0.13, _KERB + 0.4), mood)


def _bicycle(scenery: Scenery, at: Frame, colour: Rgb) -> None:
    prop = Prop(scenery, at)
    for x in (-0.52, 0.52):
        wheel: list[Vec] = [(x + 0.33 * math.cos(i / 4), 0.34 + 0.33 * math.sin(i / 4), 0) for i in range(26)]
        prop.rod(wheel, 0.028, JET)
        for i in range(5):
            a = i * math.pi / 5
            prop.rod([(x - 0.32 * math.cos(a), 0.34 - 0.32 * math.sin(a), 0), (x + 0.32 * math.cos(a), 0.34 + 0.32 * math.sin(a), 0)], 0.006, STEEL)
    low: Vec = (-0.06, 0.32, 0)
    seat: Vec = (-0.2, 0.82, 0)
    head: Vec = (0.36, 0.86, 0)
    for line in ([low, seat], [low, head], [seat, head], [(-0.52, 0.34, 0), low], [(-0.52, 0.34, 0), seat], [head, (0.52, 0.34, 0)]):
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
        prop.ball((reach * math.cos(turn), y, 0.5 * reach * math.sin(turn)), dice.uniform(0.16, 0.34), shade, layer=1 + i // 12, squash=0.8)
    prop.stand()


def _wet(stage: Stage, mood: Mood, glow: Rgb) -> None:
    """What the road gives back of the lit front."""
    canvas, dice = stage.canvas, stage.dice
    if mood.sun is None:
        kerb = stage.camera.shown((0, 0, _KERB))[1]
        for _ in range(9):
            x = dice.uniform(150, 1650)
            tint = developed(scaled(dice.choice((mood.lamp, mood.lamp, glow)), 0.9))
            canvas.glow((x, kerb + 110), dice.uniform(30, 90), dice.uniform(120, 240), tint, alpha=0.3)
    paint = canvas.radial((WIDTH / 2, HEIGHT * 0.48), 1180, [(0.0, "#000000", 0.0), (0.6, "#000000", 0.0), (1.0, "#06050a", 0.5)])
    canvas.cover(paint)
