"""Photo studios: daylight, a paper sweep or a white cove, softboxes, a camera that waits."""

import math
from itertools import pairwise

from studiobook.dev.scenes.craft import surfaces
from studiobook.dev.scenes.craft.build import CHROME, Prop
from studiobook.dev.scenes.craft.colour import WHITE, Rgb, mix, pigment, scaled
from studiobook.dev.scenes.craft.designs import Design
from studiobook.dev.scenes.craft.moods import Mood
from studiobook.dev.scenes.craft.room import Room, Window
from studiobook.dev.scenes.craft.space import Frame, Vec, unit
from studiobook.dev.scenes.craft.stage import Scenery, Stage
from studiobook.dev.scenes.props import furniture, grip, lamps, optics, plants, rugs

CHALK = pigment("#ebe7e0")


def furnish(scenery: Scenery, of: Design, mood: Mood) -> None:
    """Light, walls, set."""
    stage, room, look = scenery.stage, of.room, of.palette
    count = 3
    each = (room.deep - 1.6) / count
    windows = [
        Window(room.left, 1.0 + i * each, 0.7, each - 0.45, room.high - 1.3, 2, 4)
        for i in range(count)
    ]
    stage.light.lamps += [window.lamp(mood, share=0.85) for window in windows]
    middle = room.deep * 0.6
    flash = mix(WHITE, mood.window, 0.3)
    optics.softbox(scenery, Frame(2.2, 0, middle - 0.4, 0.95), flash, high=2.2, power=3.4)
    optics.softbox(
        scenery, Frame(-2.4, 0, middle - 0.1, -0.85), flash, high=1.9, size=0.7, power=2.0, tall=1.6
    )
    rail = room.high - 0.35
    for z in (0.4, 0.75):
        lamps.track(
            scenery,
            (-room.wide * 0.35, rail, room.deep * z),
            (room.wide * 0.35, rail, room.deep * z),
            mood.lamp,
            heads=5,
            power=mood.lamp_power,
        )
    _shell(stage, of)
    if of.layout % 3 == 0:
        _cove(stage, room)
    for window in windows:
        window.paint(stage, mood)
    for window in windows:
        window.sunlight(stage, mood, room, strength=0.4)
    if of.layout % 3 == 0:
        _posing_cubes(scenery, middle, look.cloth)
    else:
        _paper_set(scenery, of, middle)
    _around(scenery, of, middle)
    scenery.paint()


def _shell(stage: Stage, of: Design) -> None:
    room, look = of.room, of.palette
    wall = mix(CHALK, look.other, 0.25)
    surfaces.plain(stage, room.ceiling, mix(CHALK, look.ceiling, 0.3))
    if of.layout % 2:
        surfaces.planks(stage, room.floor, mix(look.floor, CHALK, 0.35), board=0.22, run=2.6)
    else:
        surfaces.concrete(stage, room.floor, pigment("#b9b5ae"), slab=2.4, holes=False)
    surfaces.plain(stage, room.left, wall, step=0.25)
    if of.layout % 3 == 1:
        surfaces.bricks(
            stage,
            room.back,
            mix(look.brick, CHALK, 0.75),
            mortar=mix(look.other, CHALK, 0.6),
            course=0.12,
        )
    else:
        surfaces.plain(stage, room.back, wall, step=0.2)
    surfaces.plain(
        stage, room.right, mix(wall, look.wall, 0.15 if of.layout % 2 else 0.75), step=0.25
    )
    for i in range(4):
        z = room.deep * (i + 0.5) / 4
        beam = room.ceiling.part(0, z - 0.12, room.wide, 0.24)
        surfaces.cushioned(stage, beam, mix(look.wood, CHALK, 0.2), thick=0.26)


def _cove(stage: Stage, room: Room) -> None:
    """The white wall that bends into the floor."""
    bend, steps, wide = 1.1, 10, room.wide
    profile: list[tuple[float, float]] = [
        (room.high * 0.86, room.deep - 0.02),
        (room.high * 0.5, room.deep - 0.02),
        (bend, room.deep - 0.02),
    ]
    for i in range(1, steps + 1):
        turn = math.pi / 2 * i / steps
        profile.append(
            (bend - bend * math.sin(turn), room.deep - 0.02 - bend * (1 - math.cos(turn)))
        )
    profile += [(0.003, room.deep * share) for share in (0.7, 0.55, 0.42)]
    columns = 26
    for (y0, z0), (y1, z1) in pairwise(profile):
        normal = unit((0, -(z1 - z0), y1 - y0))
        for i in range(columns):
            left, right = (
                -wide / 2 + wide * i / columns,
                -wide / 2 + wide * (i + 1) / columns + 0.02,
            )
            corners: list[Vec] = [
                (left, y0 + 0.015, z0),
                (min(right, wide / 2), y0 + 0.015, z0),
                (min(right, wide / 2), y1, z1 - 0.015),
                (left, y1, z1 - 0.015),
            ]
            stage.face(corners, normal, pigment("#f4f2ee"))


def _posing_cubes(scenery: Scenery, middle: float, cloth: Rgb) -> None:
    for x, z, high in ((-0.45, 0.5, 0.45), (0.25, 0.75, 0.8), (0.7, 0.25, 0.3)):
        prop = Prop(scenery, Frame(x, 0, middle + z, 0.3))
        prop.shade(0.5, 0.5, spread=0.5, strength=0.35)
        prop.box((0, 0, 0), (0.5, high, 0.5), mix(cloth, CHALK, 0.35 if high < 0.6 else 0.75))
        prop.stand()


def _paper_set(scenery: Scenery, of: Design, middle: float) -> None:
    paper = scenery.stage.dice.choice(grip.PAPERS)
    grip.backdrop(scenery, Frame(0, 0, middle + 1.3), paper, wide=3.0, high=2.75, run=2.7)
    if of.layout % 2:
        furniture.armchair(
            scenery, Frame(0.1, 0, middle + 0.35, 0.3), mix(paper, of.palette.cloth, 0.7)
        )
    else:
        furniture.stool(scenery, Frame(0, 0, middle + 0.35), of.palette.wood)


def _around(scenery: Scenery, of: Design, middle: float) -> None:
    room, look, dice = of.room, of.palette, scenery.stage.dice
    half = room.wide / 2
    optics.camera(
        scenery,
        Frame(dice.choice((-1, 1)) * 0.75, 0, middle - 1.7, math.pi + dice.uniform(-0.4, 0.4)),
        high=1.3,
    )
    grip.flag(scenery, Frame(half - 0.9, 0, middle + 1.5, 0.5), wide=0.9, high=2.1)
    plants.plant(scenery, Frame(-half + 0.7, 0, room.deep - 0.8), tall=2.0)
    plants.plant(scenery, Frame(half - 0.6, 0, middle - 0.5), tall=1.5)
    prop = furniture.table(
        scenery, Frame(half - 0.7, 0, middle - 1.6, 1.4), look.wood, wide=1.6, deep=0.6
    )
    for i in range(4):
        tint = dice.choice((*grip.PAPERS, CHROME))
        prop.box((-0.5 + i * 0.3, 0.785, 0), (0.14, dice.uniform(0.1, 0.25), 0.14), tint, layer=3)
    prop.stand()
    _rolls(scenery, Frame(half - 0.35, 0, room.deep - 1.3))
    if dice.random() < 0.6:
        rugs.round_rug(scenery, Frame(-half + 1.6, 0, middle - 1.3), 1.0, look.rug)
        furniture.armchair(scenery, Frame(-half + 1.5, 0, middle - 1.2, -2.2), look.cloth)


def _rolls(scenery: Scenery, at: Frame) -> None:
    """Paper rolls that lean in a corner."""
    prop = Prop(scenery, at)
    prop.shade(0.5, 1.2, strength=0.4)
    for i in range(5):
        z = (i - 2) * 0.22
        colour = scenery.stage.dice.choice(grip.PAPERS)
        prop.tube(
            (-0.2, 0, z), (0.12, 2.5 + 0.1 * (i % 2), z), 0.07, colour, cap=scaled(colour, 0.4)
        )
    prop.stand()
