"""Dance and movement studios: mirrors, a barre, a sprung floor, long windows."""

import math

from studiobook.dev.scenes.craft import surfaces
from studiobook.dev.scenes.craft.build import CHROME, Prop
from studiobook.dev.scenes.craft.colour import Rgb, mix, pigment, scaled
from studiobook.dev.scenes.craft.designs import Design
from studiobook.dev.scenes.craft.moods import Mood, accent
from studiobook.dev.scenes.craft.room import Room, Window
from studiobook.dev.scenes.craft.space import Camera, Frame, Vec
from studiobook.dev.scenes.craft.stage import Scenery, Stage
from studiobook.dev.scenes.craft.surfaces import Surface
from studiobook.dev.scenes.props import instruments, lamps, plants
from studiobook.dev.scenes.props.furniture import CLOTHS

PLASTER = pigment("#e9e2d6")


def furnish(scenery: Scenery, of: Design, mood: Mood) -> None:
    """Light, walls, mirror, barres."""
    stage, room, look = scenery.stage, of.room, of.palette
    half = room.wide / 2
    count = 4
    each = (room.deep - 1.2) / count
    windows = [
        Window(
            room.left,
            0.8 + i * each,
            0.5,
            each - 0.5,
            room.high - 1.0,
            2,
            4,
            frame=mix(PLASTER, look.wood, 0.25),
        )
        for i in range(count)
    ]
    stage.light.lamps += [window.lamp(mood, share=0.7) for window in windows]
    for z in (0.3, 0.6, 0.85):
        for x in (-0.5, 0.5):
            lamps.pendant(
                scenery,
                (x * half, room.high - 0.75, room.deep * z),
                mood.lamp,
                mood.lamp_power * 0.5,
                mix(look.cloth, PLASTER, 0.3),
                size=0.28,
            )
    if of.layout % 3 == 2:
        glow = accent(stage.dice)
        lamps.strip(
            scenery,
            (-half, room.high - 0.1, room.deep - 0.1),
            (half, room.high - 0.1, room.deep - 0.1),
            glow,
            power=3,
        )
    _shell(stage, of)
    for window in windows:
        window.paint(stage, mood)
    _mirror(stage, of, windows, mood)
    for window in windows:
        window.sunlight(stage, mood, room, strength=0.42)
    _sheen(stage, room, mood)
    _barre(scenery, (-half + 0.9, room.deep - 0.35), (half - 0.9, room.deep - 0.35), look.wood)
    _barre(scenery, (half - 0.3, 1.0), (half - 0.3, room.deep - 1.0), look.wood)
    if of.layout % 2:
        instruments.piano(
            scenery, Frame(half - 1.2, 0, room.deep * 0.5, 1.2), scaled(look.wood, 0.3)
        )
    instruments.pa_speaker(scenery, Frame(-half + 0.7, 0, room.deep - 0.6, -0.4), high=1.5)
    plants.plant(scenery, Frame(half - 0.7, 0, room.deep - 0.7), tall=1.9)
    _life(scenery, of)
    _mats(scenery, Frame(-half + 1.0, 0, room.deep * 0.42, -0.2))
    _barre(
        scenery, (-half * 0.45, room.deep * 0.45), (half * 0.35, room.deep * 0.5), CHROME, free=True
    )
    scenery.paint()


def _shell(stage: Stage, of: Design) -> None:
    room, look = of.room, of.palette
    wall = mix(PLASTER, look.other, 0.35)
    surfaces.plain(stage, room.ceiling, mix(PLASTER, look.ceiling, 0.4))
    surfaces.planks(
        stage, room.floor, mix(look.floor, pigment("#d9b483"), 0.45), board=0.19, run=2.4, vary=0.18
    )
    surfaces.plain(stage, room.left, wall, step=0.25)
    surfaces.plain(stage, room.back, wall, step=0.3)
    if of.layout % 3 == 0:
        surfaces.plain(stage, room.right, mix(look.wall, PLASTER, 0.2), step=0.25)
    elif of.layout % 3 == 1:
        surfaces.bricks(
            stage,
            room.right,
            mix(look.brick, PLASTER, 0.35),
            mortar=mix(look.other, PLASTER, 0.5),
            course=0.13,
        )
    else:
        surfaces.curtain(stage, room.right, mix(look.cloth, look.wall, 0.25), fold=0.35)
    for i in range(5):
        z = room.deep * (i + 0.5) / 5
        surfaces.cushioned(
            stage, room.ceiling.part(0, z - 0.11, room.wide, 0.22), look.wood, thick=0.22
        )


def _mirror(stage: Stage, of: Design, windows: list[Window], mood: Mood) -> None:
    """The room again, behind the glass: its walls and windows mirrored at the back wall."""
    room, canvas = of.room, stage.canvas
    glass = room.back.part(0.6, 0.25, room.wide - 1.2, min(2.5, room.high - 0.9), 0.02)
    frame = glass.patch(-0.06, -0.06, glass.wide + 0.12, glass.high + 0.12)
    canvas.fill(stage.camera.outline(frame), stage.tone(frame[0], glass.normal, of.palette.wood))
    outline = stage.camera.outline(glass.patch(0, 0, glass.wide, glass.high))
    canvas.clip(outline)
    real = stage.camera
    x, y, z = real.position
    # The eye that the mirror sees stands as far behind the glass; its right is our left.
    stage.camera = _Reflected(
        position=(x, y, 2 * room.deep - z),
        yaw=real.yaw,
        focal=real.focal,
        horizon=real.horizon,
        middle=real.middle,
    )
    state = stage.dice.getstate()
    surfaces.plain(stage, _front_wall(room), mix(PLASTER, of.palette.wall, 0.6), step=0.5)
    _shell(stage, of)
    for window in windows:
        window.paint(stage, mood)
    stage.dice.setstate(state)
    stage.camera = real
    canvas.fill(outline, "#1d2a30", alpha=0.16)
    panels = 5
    for i in range(1, panels):
        stage.stroke(
            [glass.at(glass.wide * i / panels, 0), glass.at(glass.wide * i / panels, glass.high)],
            "#10181c",
            0.012,
            alpha=0.6,
        )
    for i in range(panels):
        s = glass.wide * i / panels
        sheen = [
            glass.at(s + 0.15, 0),
            glass.at(s + 0.5, 0),
            glass.at(s + 1.0, glass.high),
            glass.at(s + 0.65, glass.high),
        ]
        canvas.fill(stage.camera.outline(sheen), "#ffffff", alpha=0.05)
    canvas.unclip()


class _Reflected(Camera):
    """A camera that looks back out of a mirror: depth runs towards the viewer."""

    __slots__ = ()

    def seen(self, p: Vec) -> Vec:
        x, y, z = self.position
        dx, dy, dz = p[0] - x, p[1] - y, z - p[2]
        c, s = math.cos(self.yaw), math.sin(self.yaw)
        return (dx * c - dz * s, dy, dx * s + dz * c)


def _front_wall(room: Room) -> Surface:
    return Surface((-room.wide / 2, 0, 0.01), (room.wide, 0, 0), (0, room.high, 0), (0, 0, 1))


def _sheen(stage: Stage, room: Room, mood: Mood) -> None:
    """The polished floor gives back the mirror wall and the windows."""
    start, end = stage.camera.shown((0, 0, room.deep)), stage.camera.shown((0, 0, room.deep * 0.35))
    band: list[Vec] = [
        (-room.wide / 2, 0, room.deep),
        (room.wide / 2, 0, room.deep),
        (room.wide / 2, 0, room.deep * 0.35),
        (-room.wide / 2, 0, room.deep * 0.35),
    ]
    paint = stage.canvas.linear(start, end, [(0, mood.sky[1], 0.26), (1, mood.sky[1], 0.0)])
    stage.canvas.fill(stage.camera.outline(band), paint)


def _barre(
    scenery: Scenery,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: Rgb,
    *,
    free: bool = False,
) -> None:
    middle = Frame((start[0] + end[0]) / 2, 0, (start[1] + end[1]) / 2)
    prop = Prop(scenery, middle)
    a = (start[0] - middle.x, start[1] - middle.z)
    b = (end[0] - middle.x, end[1] - middle.z)
    for high in (0.82, 1.08):
        prop.rod([(a[0], high, a[1]), (b[0], high, b[1])], 0.045, colour, layer=1)
    for share in (0.03, 0.35, 0.65, 0.97) if not free else (0.06, 0.94):
        x, z = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        prop.rod([(x, 0, z), (x, 1.1, z)], 0.035, CHROME)
        if free:
            prop.rod([(x, 0.02, z - 0.3), (x, 0.02, z + 0.3)], 0.04, CHROME)
    prop.stand()


def _life(scenery: Scenery, of: Design) -> None:
    """Silks from the beams, exercise balls, or a bench with bags."""
    room, dice, look = of.room, scenery.stage.dice, of.palette
    half = room.wide / 2
    if of.layout % 3 == 0:
        for x, z in ((-0.45, 0.62), (0.3, 0.7), (0.62, 0.45)):
            _silk(
                scenery,
                Frame(x * half, 0, z * room.deep),
                dice.choice((*CLOTHS, look.cloth)),
                room.high,
            )
    elif of.layout % 3 == 1:
        for i in range(5):
            size = dice.uniform(0.26, 0.4)
            prop = Prop(scenery, Frame(half - 0.6 - 0.1 * (i % 2), 0, room.deep * 0.36 + i * 0.75))
            prop.shade(size * 1.4, size * 1.4)
            prop.ball((0, size, 0), size, dice.choice(CLOTHS))
            prop.stand()
    bench = Prop(scenery, Frame(-half + 0.45, 0, room.deep * 0.66))
    bench.shade(0.5, 2.0, strength=0.4)
    for z in (-0.85, 0.85):
        bench.box((0, 0, z), (0.36, 0.42, 0.06), scaled(look.wood, 0.7))
    bench.box((0, 0.42, 0), (0.42, 0.05, 2.0), look.wood, layer=1)
    for z in (-0.6, 0.1, 0.6):
        bench.box((0, 0.47, z), (0.28, 0.24, 0.42), dice.choice(CLOTHS), layer=2, rounding=0.05)
    bench.stand()


def _silk(scenery: Scenery, at: Frame, cloth: Rgb, high: float) -> None:
    """Two lengths of cloth that hang from a beam and gather in a knot."""
    prop = Prop(scenery, at)
    for side in (-1, 1):
        for i in range(3):
            x = side * (0.05 + 0.035 * i)
            shade = scaled(cloth, 0.75 + 0.2 * i)
            thirds = ((x * 0.6, high * 0.7, 0.0), (x * 1.6, high * 0.35, 0.02))
            drop: list[Vec] = [(0, high, 0), *thirds, (x * 1.2, 0.35, 0)]
            prop.rod(drop, 0.085, shade, layer=i)
    prop.rod(
        [(-0.05, 0.35, 0), (0.04, 0.05, -0.05), (0.2, 0.03, -0.12)],
        0.12,
        scaled(cloth, 0.8),
        layer=3,
    )
    prop.shade(0.3, 0.3)
    prop.stand()


def _mats(scenery: Scenery, at: Frame) -> None:
    """Rolled mats and blocks."""
    dice = scenery.stage.dice
    prop = Prop(scenery, at)
    prop.shade(0.6, 1.2, strength=0.4)
    for i in range(4):
        colour = dice.choice(CLOTHS)
        z = (i - 1.5) * 0.22
        prop.tube((-0.3, 0.09, z), (0.3, 0.09, z), 0.09, colour, cap=scaled(colour, 0.5))
    for i in range(3):
        colour = dice.choice(CLOTHS)
        z = (i - 1) * 0.22
        prop.tube((-0.3, 0.25, z), (0.3, 0.25, z), 0.09, colour, cap=scaled(colour, 0.5), layer=1)
    prop.stand()
