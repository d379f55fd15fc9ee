"""Podcast and voice studios: a table, microphones on arms, soft walls, a warm lamp."""

import math

from studiobook.dev.scenes.craft import surfaces
from studiobook.dev.scenes.craft.build import CHROME, JET, RUBBER, STEEL, Prop
from studiobook.dev.scenes.craft.colour import Rgb, mix, scaled
from studiobook.dev.scenes.craft.designs import Design
from studiobook.dev.scenes.craft.moods import Mood, accent
from studiobook.dev.scenes.craft.room import Window
from studiobook.dev.scenes.craft.space import Frame, Vec
from studiobook.dev.scenes.craft.stage import Scenery
from studiobook.dev.scenes.props import furniture, lamps, optics, plants, rugs, screens


def furnish(scenery: Scenery, of: Design, mood: Mood) -> None:
    """Light, walls, table."""
    stage, room, look = scenery.stage, of.room, of.palette
    half, middle = room.wide / 2, room.deep * 0.6
    window = Window(room.left, room.deep * 0.3, 0.8, 1.9, 1.5, 2, 2, frame=look.wood)
    stage.light.lamps.append(window.lamp(mood))
    lamps.pendant(scenery, (0, 2.0, middle), mood.lamp, mood.lamp_power * 0.8, look.cloth, size=0.3)
    for x in (-half * 0.55, half * 0.55):
        lamps.downlight(scenery, (x, room.high, room.deep - 0.6), mood.lamp, mood.lamp_power * 0.55)
    _walls(scenery, of)
    window.paint(stage, mood)
    _sign(scenery, of)
    _rug(scenery, of, middle)
    window.sunlight(stage, mood, room)
    if of.layout % 2:
        _talk_table(scenery, of, middle)
    else:
        _lounge(scenery, of, middle)
    furniture.shelves(
        scenery, Frame(half - 0.25, 0, room.deep - 1.0, math.pi / 2), look.wood, wide=1.4, high=2.0
    )
    plants.plant(
        scenery, Frame(-half + 0.4, 0, room.deep - 0.45), tall=stage.dice.uniform(1.3, 1.8)
    )
    plants.plant(scenery, Frame(half - 0.4, 0, middle - 0.6), tall=1.0)
    lamps.floor_lamp(scenery, -half + 0.55, middle - 0.2, mood.lamp, mood.lamp_power * 0.35)
    if stage.dice.random() < 0.6:
        optics.camera(scenery, Frame(half * 0.62, 0, middle - 1.45, -2.5), high=1.25)
    scenery.paint()


def _walls(scenery: Scenery, of: Design) -> None:
    stage, room, look = scenery.stage, of.room, of.palette
    surfaces.plain(stage, room.ceiling, look.ceiling)
    if of.layout in {2, 3}:
        surfaces.plain(stage, room.floor, mix(look.rug[1], look.other, 0.35))
    else:
        surfaces.planks(stage, room.floor, look.floor)
    surfaces.plain(stage, room.left, look.other)
    surfaces.plain(stage, room.right, look.wall)
    if of.layout % 3 == 0:
        surfaces.plain(stage, room.back, look.wall)
        _mosaic(scenery, of)
    elif of.layout % 3 == 1:
        surfaces.slats(stage, room.back, look.wood, pitch=0.1)
    else:
        surfaces.curtain(stage, room.back, look.panel)


def _mosaic(scenery: Scenery, of: Design) -> None:
    """Felt tiles in three tones."""
    stage, room, look = scenery.stage, of.room, of.palette
    tile, rows = 0.56, 4
    columns = int((room.wide - 0.3) / tile)
    left = (room.wide - columns * tile) / 2
    colours = (
        look.panel,
        look.cloth,
        mix(look.panel, look.wall, 0.6),
        mix(look.other, look.panel, 0.3),
    )
    for row in range(rows):
        for column in range(columns):
            colour = stage.dice.choice(colours)
            part = room.back.part(left + column * tile, 0.35 + row * tile, tile - 0.03, tile - 0.03)
            surfaces.cushioned(stage, part, colour, thick=0.05)


def _sign(scenery: Scenery, of: Design) -> None:
    room, glow = of.room, accent(scenery.stage.dice)
    z, y = room.deep - 0.09, 1.85
    shape = of.layout % 3
    if shape == 0:
        wave: list[Vec] = []
        for i in range(41):
            x = -1.0 + i * 0.05
            wave.append((x, y + 0.3 * math.sin(i * 0.95) * math.exp(-((x / 0.55) ** 2)), z))
        lamps.neon(scenery, wave, glow, power=3.2)
    elif shape == 1:
        for i in range(11):
            x = (i - 5) * 0.16
            tall = 0.1 + 0.36 * abs(math.sin(i * 1.7 + of.layout))
            lamps.neon(scenery, [(x, y - tall, z), (x, y, z), (x, y + tall, z)], glow, power=0.5)
    else:
        ring: list[Vec] = [
            (0.62 * math.cos(i / 5), y + 0.62 * math.sin(i / 5), z) for i in range(32)
        ]
        lamps.neon(scenery, ring, glow, power=3.5, closed=True)


def _rug(scenery: Scenery, of: Design, middle: float) -> None:
    if of.layout % 3 == 1:
        rugs.round_rug(scenery, Frame(0, 0, middle), 1.5, of.palette.rug)
    elif of.layout % 3 == 2:
        rugs.plain_rug(scenery, Frame(0, 0, middle), 3.0, 2.1, of.palette.rug)
    else:
        rugs.kilim(scenery, Frame(0, 0, middle, 0.05), 2.9, 2.0, of.palette.rug)


def _talk_table(scenery: Scenery, of: Design, middle: float) -> None:
    look, dice = of.palette, scenery.stage.dice
    prop = furniture.round_table(scenery, Frame(0, 0, middle), look.wood, radius=0.72)
    for turn in (0.35, 2.2, 3.9, 5.3):
        _arm(
            prop,
            (0.55 * math.cos(turn), 0.785, 0.55 * math.sin(turn)),
            turn,
            dice.choice((JET, STEEL, look.cloth)),
        )
    _mug(prop, (0.2, 0.785, -0.3), look.cloth)
    _mug(prop, (-0.25, 0.785, 0.2), look.panel)
    _headphones(prop, (-0.3, 0.79, -0.38))
    prop.stand()
    for turn in (0.45, 2.6, 3.75, 5.6):
        x, z = 1.12 * math.cos(turn), middle + 1.0 * math.sin(turn)
        furniture.armchair(scenery, Frame(x, 0, z, math.atan2(x, z - middle)), look.cloth)


def _lounge(scenery: Scenery, of: Design, middle: float) -> None:
    look = of.palette
    prop = furniture.table(scenery, Frame(0, 0, middle), look.wood, wide=1.9, deep=0.8)
    for x, turn in ((-0.75, 2.6), (0.75, 0.5), (-0.2, 1.9), (0.25, 1.2)):
        z = 0.3 if abs(x) < 0.5 else 0.0
        _arm(prop, (x, 0.785, z), turn, JET)
    for x in (-0.45, 0.5):
        _mug(prop, (x, 0.785, -0.2), look.cloth)
    _headphones(prop, (0.1, 0.79, -0.25))
    screens.screen(prop, (-0.05, 0.72, 0.22), wide=0.34, layer=2)
    prop.stand()
    for x, turn in ((-1.35, -1.35), (1.35, 1.35)):
        furniture.armchair(scenery, Frame(x, 0, middle, turn), look.cloth)
    for x in (-0.45, 0.5):
        furniture.armchair(scenery, Frame(x, 0, middle + 0.85), mix(look.cloth, look.panel, 0.4))


def _arm(prop: Prop, base: Vec, turn: float, colour: Rgb) -> None:
    """A broadcast microphone on a jointed arm."""
    x, y, z = base
    inward = (-math.cos(turn), -math.sin(turn))
    elbow = (x + 0.05, y + 0.42, z)
    head = (x + inward[0] * 0.2, y + 0.34, z + inward[1] * 0.2)
    prop.rod([base, (x, y + 0.06, z), elbow], 0.016, STEEL, layer=3)
    prop.rod([elbow, head], 0.016, STEEL, layer=3)
    ahead = (head[0] + inward[0] * -0.13, head[1] - 0.03, head[2] + inward[1] * -0.13)
    prop.tube(head, ahead, 0.036, colour, layer=4, gloss=0.1)
    prop.ball(ahead, 0.046, RUBBER, layer=4)


def _mug(prop: Prop, base: Vec, colour: Rgb) -> None:
    top = (base[0], base[1] + 0.09, base[2])
    prop.tube(base, top, 0.038, colour, cap=scaled(colour, 0.2), layer=3)


def _headphones(prop: Prop, base: Vec) -> None:
    x, y, z = base
    arc: list[Vec] = [
        (x + 0.09 * math.cos(i * math.pi / 8), y + 0.02 + 0.1 * math.sin(i * math.pi / 8), z)
        for i in range(9)
    ]
    prop.rod(arc, 0.02, JET, layer=3)
    for side in (-1, 1):
        prop.tube(
            (x + side * 0.075, y + 0.03, z),
            (x + side * 0.11, y + 0.03, z),
            0.04,
            JET,
            cap=CHROME,
            layer=4,
        )
