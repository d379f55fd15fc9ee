"""Film stages: a dark hall, a lit set or a wall of light, rails, lamps, a grid overhead."""

import random

from studiobook.dev.scenes.craft import surfaces
from studiobook.dev.scenes.craft.build import JET, STEEL, Prop
from studiobook.dev.scenes.craft.colour import WHITE, Rgb, mix, pigment, scaled, warm
from studiobook.dev.scenes.craft.designs import Design
from studiobook.dev.scenes.craft.light import Lamp
from studiobook.dev.scenes.craft.moods import Mood, accent
from studiobook.dev.scenes.craft.space import Frame, Vec
from studiobook.dev.scenes.craft.stage import Part, Scenery, Stage
from studiobook.dev.scenes.craft.surfaces import Surface
from studiobook.dev.scenes.props import furniture, grip, lamps, optics, plants, rugs

GREEN = pigment("#3fae4a")


def furnish(scenery: Scenery, of: Design, mood: Mood) -> None:
    """Light, hall, set, crew's things."""
    stage, room = scenery.stage, of.room
    middle = room.deep * 0.62
    tungsten, cool = warm(3000), warm(9000)
    optics.fresnel(
        scenery,
        Frame(-room.wide * 0.33, 0, middle - 1.4),
        tungsten,
        high=2.9,
        power=11,
        target=(0.3, 0.6, middle + 1.2),
    )
    optics.fresnel(
        scenery,
        Frame(room.wide * 0.34, 0, middle - 0.8),
        cool if of.layout % 2 else tungsten,
        high=3.1,
        power=12,
        target=(-0.2, 0.4, middle + 1.0),
    )
    for x in (-0.3, 0.0, 0.3):
        stage.light.lamps.append(
            Lamp(
                (x * room.wide, room.high - 0.6, room.deep * 0.55),
                mood.lamp,
                5.0,
                1.0,
                (0, -1, 0),
                1.2,
            )
        )
    _glow_of_set(scenery, of)
    _hall(stage, of)
    if of.layout % 3 == 0:
        _wall_of_light(stage, of)
    elif of.layout % 3 == 1:
        _green_cove(stage, of)
    else:
        _parlour(scenery, of, middle)
    _grid(scenery, of)
    _crew(scenery, of, middle)
    scenery.paint()


def _glow_of_set(scenery: Scenery, of: Design) -> None:
    room, lamps_ = of.room, scenery.stage.light.lamps
    if of.layout % 3 == 0:
        colour = _landscape(of)[1]
        lamps_ += [
            Lamp((x * room.wide, 1.8, room.deep - 0.6), colour, 7.0, 1.6, (0, 0, -1), 0.5)
            for x in (-0.25, 0.0, 0.25)
        ]
    elif of.layout % 3 == 1:
        lamps_ += [
            Lamp(
                (x * room.wide, room.high - 1.0, room.deep - 2.2),
                WHITE,
                9.0,
                1.2,
                (0, -0.5, 0.85),
                0.6,
            )
            for x in (-0.28, 0.0, 0.28)
        ]
    else:
        lamps_.append(Lamp((0.4, 2.4, room.deep * 0.62 + 0.6), warm(2900), 3.6, 0.8))


def _hall(stage: Stage, of: Design) -> None:
    room = of.room
    dark = pigment("#3b3d44")
    surfaces.plain(stage, room.ceiling, pigment("#26282d"))
    surfaces.concrete(stage, room.floor, pigment("#77747a"), slab=2.5, holes=False)
    for wall in (room.left, room.right):
        if of.layout % 2:
            surfaces.curtain(stage, wall, scaled(dark, 0.7), fold=0.5)
        else:
            surfaces.concrete(stage, wall, dark, slab=1.8)
    surfaces.plain(stage, room.back, dark, step=0.3)


def _landscape(of: Design) -> tuple[str, Rgb, str, str]:
    views = (
        ("#2a2f6b", pigment("#ff9a62"), "#ffcf8a", "#3a1f4a"),
        ("#0e4a78", pigment("#7fd0ff"), "#d9f2ff", "#123a4a"),
        ("#43205c", pigment("#ff6f9a"), "#ffb39a", "#1c1238"),
    )
    return random.Random(of.seed + " view").choice(views)


def _wall_of_light(stage: Stage, of: Design) -> None:
    """A wall of LED panels that shows a landscape."""
    room, canvas, camera = of.room, stage.canvas, stage.camera
    sky, _, low, hills = _landscape(of)
    wide, high = room.wide * 0.84, room.high * 0.7
    wall = room.back.part((room.wide - wide) / 2, 0.15, wide, high, 0.3)
    canvas.fill(camera.outline(wall.patch(-0.12, -0.15, wide + 0.24, high + 0.3)), "#0c0d10")
    outline = camera.outline(wall.patch(0, 0, wide, high))
    top, foot = camera.shown(wall.at(wide / 2, high)), camera.shown(wall.at(wide / 2, 0))
    canvas.clip(outline)
    canvas.fill(outline, canvas.linear(top, foot, [(0, sky), (0.7, low), (1, low)]))
    sun = wall.at(wide * 0.62, high * 0.4)
    reach = camera.scale(sun)
    canvas.glow(camera.shown(sun), reach * 2.4, reach * 2.4, "#fff3d6", alpha=0.8)
    canvas.ellipse(camera.shown(sun), reach * 0.42, reach * 0.42, "#fff7e6")
    for layer, (base, rough) in enumerate(((0.42, 0.16), (0.3, 0.2), (0.16, 0.14))):
        ridge = [
            wall.at(wide * i / 14, high * (base + rough * stage.dice.uniform(-0.5, 0.5)))
            for i in range(15)
        ]
        points = camera.outline([*ridge, wall.at(wide, 0), wall.at(0, 0)])
        canvas.fill(points, hills, alpha=0.38 + 0.24 * layer)
    canvas.unclip()
    for i in range(1, 12):
        stage.stroke(
            [wall.at(wide * i / 12, 0), wall.at(wide * i / 12, high)], "#000000", 0.012, alpha=0.35
        )
    for i in range(1, 6):
        stage.stroke(
            [wall.at(0, high * i / 6), wall.at(wide, high * i / 6)], "#000000", 0.012, alpha=0.35
        )
    spill = [
        wall.at(0, 0),
        wall.at(wide, 0),
        (room.wide * 0.3, 0.0, room.deep * 0.55),
        (-room.wide * 0.3, 0.0, room.deep * 0.55),
    ]
    start, end = camera.shown((0, 0, room.deep - 0.4)), camera.shown((0, 0, room.deep * 0.55))
    canvas.fill(camera.outline(spill), canvas.linear(start, end, [(0, low, 0.5), (1, low, 0.0)]))


def _green_cove(stage: Stage, of: Design) -> None:
    room = of.room
    wide = room.wide * 0.78
    colour = GREEN if of.layout == 1 else pigment("#2f63c9")
    back = Surface(
        (-wide / 2, 0, room.deep - 0.2), (wide, 0, 0), (0, room.high * 0.78, 0), (0, 0, -1)
    )
    surfaces.plain(stage, back, colour, step=0.25)
    floor = Surface(
        (-wide / 2, 0.01, room.deep * 0.56), (wide, 0, 0), (0, 0, room.deep * 0.44 - 0.2), (0, 1, 0)
    )
    surfaces.plain(stage, floor, colour, step=0.25)
    for i in range(6):
        for j in range(3):
            x, y = wide * (i + 0.5) / 6, room.high * 0.78 * (j + 0.5) / 3
            for mark in (
                [back.at(x - 0.08, y), back.at(x + 0.08, y)],
                [back.at(x, y - 0.08), back.at(x, y + 0.08)],
            ):
                stage.stroke(mark, "#ffffff", 0.025, alpha=0.6)


def _parlour(scenery: Scenery, of: Design, middle: float) -> None:
    """Two flats of a living room, warm in the dark hall."""
    stage, look = scenery.stage, of.palette
    wide, high = 4.6, 2.8
    z = middle + 2.2
    back = Surface((-wide / 2, 0, z), (wide, 0, 0), (0, high, 0), (0, 0, -1))
    side = Surface((-wide / 2, 0, z - 2.4), (0, 0, 2.4), (0, high, 0), (1, 0, 0))
    floor = Surface((-wide / 2, 0.02, z - 2.6), (0, 0, 2.6), (wide, 0, 0), (0, 1, 0))
    surfaces.planks(stage, floor, look.floor)
    surfaces.plain(stage, back, look.panel)
    surfaces.plain(stage, side, mix(look.panel, look.other, 0.3))
    surfaces.slats(
        stage,
        back.part(0, 0, wide, 0.9),
        mix(look.other, WHITE, 0.4),
        pitch=0.2,
        backing=look.other,
    )
    for s in (0.7, 2.0, 3.3):
        surfaces.cushioned(
            stage,
            back.part(s, 1.3, 0.7, 0.9),
            stage.dice.choice((look.cloth, look.other, look.wall)),
        )
    rugs.oriental(scenery, Frame(0.2, 0.03, z - 1.3), 2.8, 1.6, look.rug)
    furniture.sofa(scenery, Frame(0.2, 0.02, z - 0.55), look.cloth, wide=2.1)
    lamps.floor_lamp(scenery, 1.8, z - 0.5, warm(2600), 3.0)
    plants.plant(scenery, Frame(-1.8, 0, z - 0.5), tall=1.5)
    prop = furniture.round_table(scenery, Frame(0.2, 0, z - 1.5), look.wood, radius=0.4, high=0.4)
    prop.stand()


def _grid(scenery: Scenery, of: Design) -> None:
    """Pipes under the roof with lamps on them."""
    room, colour = of.room, accent(scenery.stage.dice)
    y = room.high - 0.5
    for share in (0.32, 0.52, 0.72):
        z = room.deep * share
        prop = Prop(scenery, Frame(0, y, z))
        for dy in (0.0, 0.28):
            prop.rod([(-room.wide / 2, dy, 0), (room.wide / 2, dy, 0)], 0.05, STEEL)
        count = 14
        for i in range(count):
            x = room.wide * (i / count - 0.5)
            prop.rod(
                [(x, 0, 0), (x + room.wide / count / 2, 0.28, 0), (x + room.wide / count, 0, 0)],
                0.03,
                STEEL,
            )
        for i in range(4):
            x = room.wide * ((i + 0.5) / 4 - 0.5)
            prop.box((x, -0.5, 0), (0.34, 0.34, 0.3), JET, layer=1)
            tint = colour if i % 2 else warm(3200)
            prop.disc((x, -0.33, -0.16), (0, -0.25, -1), 0.13, tint, glow=4, layer=2)
            spot: Vec = (x, y - 0.36, z - 0.2)
            prop.add((x, -0.36, -0.2), _glare(spot, tint), 3)
        prop.stand()


def _glare(spot: Vec, tint: Rgb) -> Part:
    return lambda stage: stage.halo(spot, 0.8, tint, alpha=0.45)


def _crew(scenery: Scenery, of: Design, middle: float) -> None:
    room, dice = of.room, scenery.stage.dice
    half = room.wide / 2
    grip.dolly(
        scenery,
        Frame(
            dice.choice((-1, 1)) * dice.uniform(0.5, 1.3),
            0,
            middle - 1.3,
            3.14 + dice.uniform(-0.3, 0.3),
        ),
        run=4.2,
    )
    grip.field_monitor(scenery, Frame(half * 0.5, 0, middle - 1.6, 0.35))
    grip.director_chair(scenery, Frame(half * 0.34, 0, middle - 2.5, 3.3), of.palette.cloth)
    grip.director_chair(scenery, Frame(half * 0.5, 0, middle - 2.6, 3.5), of.palette.cloth)
    for i in range(3):
        furniture.flight_case(
            scenery,
            Frame(-half + 1.0 + 0.2 * i, 0, middle - 2.6 + i * 0.9, 0.3),
            high=dice.uniform(0.45, 0.9),
        )
    grip.flag(
        scenery,
        Frame(half - 0.9, 0, middle + 1.3, 0.5),
        wide=0.9,
        high=2.2,
        colour=pigment("#d9d6d0"),
    )
