"""Recording studios: a control room behind its desk, or a live room set for a band."""

from studiobook.dev.scenes.craft import surfaces
from studiobook.dev.scenes.craft.colour import Rgb, developed, mix, pigment, scaled
from studiobook.dev.scenes.craft.designs import Design
from studiobook.dev.scenes.craft.light import Lamp
from studiobook.dev.scenes.craft.moods import Mood, accent
from studiobook.dev.scenes.craft.room import Window
from studiobook.dev.scenes.craft.space import Frame, Vec
from studiobook.dev.scenes.craft.stage import Scenery, Stage
from studiobook.dev.scenes.craft.surfaces import Surface
from studiobook.dev.scenes.props import audio, drums, furniture, instruments, lamps, plants, rugs


def furnish(scenery: Scenery, of: Design, mood: Mood) -> None:
    """Light, walls, gear."""
    if of.layout % 3 == 2:
        _live_room(scenery, of, mood)
    else:
        _control_room(scenery, of, mood)


def _control_room(scenery: Scenery, of: Design, mood: Mood) -> None:
    stage, room, look = scenery.stage, of.room, of.palette
    dice, half = stage.dice, room.wide / 2
    glow = accent(dice)
    window = Window(room.left, room.deep * 0.35, 0.95, 1.7, 1.35, 2, 1)
    stage.light.lamps.append(window.lamp(mood))
    for x in (-half * 0.55, 0.0, half * 0.55):
        lamps.downlight(scenery, (x, room.high, room.deep - 0.9), mood.lamp, mood.lamp_power * 0.75)
    lamps.downlight(scenery, (0, room.high, room.deep * 0.4), mood.lamp, mood.lamp_power * 0.7)
    live = 0.85 * mood.lamp_power
    glass = room.back.part(half - 1.5, 1.15, 3.0, 1.15)
    stage.light.lamps.append(_window_glow(glass, mood, live))

    surfaces.plain(stage, room.ceiling, look.ceiling)
    surfaces.planks(stage, room.floor, look.floor)
    _side_wall(stage, room.left, of, window)
    _side_wall(stage, room.right, of, None)
    surfaces.slats(stage, room.back, look.wood)
    _live_window(stage, glass, of, mood)
    for s in (half - 1.5 - 1.25, half + 1.5 + 0.35):
        surfaces.cushioned(stage, room.back.part(s, 0.9, 0.9, 1.55), look.panel, thick=0.1)
    window.paint(stage, mood)
    _clouds(stage, room.ceiling, look.panel)
    lamps.strip(
        scenery, (-half, 0.06, room.deep - 0.05), (half, 0.06, room.deep - 0.05), glow, power=1.6
    )
    lamps.strip(
        scenery,
        (-half, room.high - 0.08, room.deep - 0.12),
        (half, room.high - 0.08, room.deep - 0.12),
        glow,
        power=2.2,
    )

    middle = room.deep * 0.62
    rugs.oriental(scenery, Frame(0, 0, middle - 1.0), 3.2, 2.0, look.rug)
    window.sunlight(stage, mood, room)
    audio.desk(
        scenery,
        Frame(0, 0, middle + 0.25),
        wide=dice.uniform(2.1, 2.7),
        wood=scaled(look.wood, 0.6),
    )
    furniture.office_chair(
        scenery,
        Frame(dice.uniform(-0.3, 0.3), 0, middle - 0.85, dice.uniform(2.5, 3.7)),
        look.cloth,
    )
    for side in (-1, 1):
        audio.monitor_on_stand(
            scenery,
            Frame(side * 1.75, 0, middle + 0.75, side * 0.4),
            cone=pigment("#d8d2c2"),
            size=0.36,
        )
    audio.rack(
        scenery,
        Frame(half - 0.55, 0, middle - 0.5, 0.9),
        units=dice.randint(9, 12),
        wood=scaled(look.wood, 0.55),
    )
    audio.rack(
        scenery,
        Frame(half - 0.5, 0, middle - 1.5, 1.2),
        units=dice.randint(6, 9),
        wood=scaled(look.wood, 0.55),
    )
    furniture.sofa(scenery, Frame(-half + 0.65, 0, middle - 1.2, -1.4), look.cloth, wide=1.9)
    plants.plant(scenery, Frame(-half + 0.45, 0, room.deep - 0.5), tall=dice.uniform(1.2, 1.7))
    lamps.floor_lamp(scenery, half - 0.45, room.deep - 0.6, mood.lamp, mood.lamp_power * 0.4)
    scenery.paint()


def _window_glow(glass: Surface, mood: Mood, power: float) -> Lamp:
    return Lamp(glass.at(1.5, 0.6, 0.05), mood.lamp, power * 0.7, 0.9, glass.normal, 0.6)


def _side_wall(stage: Stage, wall: Surface, of: Design, window: Window | None) -> None:
    look = of.palette
    if of.layout % 2:
        surfaces.bricks(stage, wall, look.brick, mortar=mix(look.brick, look.other, 0.5))
    else:
        surfaces.plain(stage, wall, look.wall)
    s = 0.8
    while s < wall.wide - 1.1:
        clash = window is not None and s + 1.0 > window.s - 0.1 and s < window.s + window.wide + 0.1
        if not clash:
            colour = look.panel if stage.dice.random() < 0.6 else look.cloth
            surfaces.cushioned(stage, wall.part(s, 0.8, 0.85, 1.5), colour)
        s += 1.15


def _live_window(stage: Stage, glass: Surface, of: Design, mood: Mood) -> None:
    """The pane to the live room: its warm far wall, a hint of what stands there, reflections."""
    canvas, camera = stage.canvas, stage.camera
    frame = glass.patch(-0.09, -0.09, glass.wide + 0.18, glass.high + 0.18, 0.05)
    canvas.fill(
        camera.outline(frame), stage.tone(frame[0], glass.normal, scaled(of.palette.wood, 0.55))
    )
    outline = camera.outline(glass.patch(0, 0, glass.wide, glass.high, 0.05))
    canvas.clip(outline)
    bright = developed(scaled(mix(of.palette.wood, mood.lamp, 0.4), 0.8))
    dim = developed(scaled(of.palette.wood, 0.12))
    canvas.fill(
        outline,
        canvas.linear(
            camera.shown(glass.at(0, glass.high)),
            camera.shown(glass.at(0, 0)),
            [(0, dim), (0.45, bright), (1, dim)],
        ),
    )
    for i in range(18):
        s = i * glass.wide / 18
        canvas.fill(camera.outline(glass.patch(s, 0.3, 0.05, 0.9, 0.04)), dim, alpha=0.35)
    for s in (0.5, 1.45, 2.4):
        spot = camera.shown(glass.at(s, 0.85))
        reach = 0.75 * camera.scale(glass.at(s, 0.8))
        canvas.glow(spot, reach, reach, developed(scaled(mood.lamp, 1.4)), alpha=0.5)
    ink = "#0b0a0c"
    for s in (0.62, 1.7, 2.35):
        foot, top = glass.at(s, 0.0, 0.05), glass.at(s + 0.05, 0.66, 0.05)
        stage.stroke([foot, top, glass.at(s + 0.3, 0.72, 0.05)], ink, 0.016)
        stage.stroke([glass.at(s + 0.3, 0.72, 0.05), glass.at(s + 0.34, 0.64, 0.05)], ink, 0.05)
    drum: list[Vec] = [
        glass.at(s, t, 0.05) for s, t in ((0.95, 0), (0.95, 0.3), (1.4, 0.3), (1.4, 0))
    ]
    canvas.fill(camera.outline(drum), ink, alpha=0.85)
    for s, t in ((0.85, 0.5), (1.5, 0.56)):
        stage.stroke(
            [glass.at(s - 0.18, t, 0.05), glass.at(s + 0.18, t + 0.05, 0.05)], "#b98a3c", 0.018
        )
    for s in (0.3, 1.9):
        sheen = [
            glass.at(s, 0, 0.05),
            glass.at(s + 0.35, 0, 0.05),
            glass.at(s + 0.85, glass.high, 0.05),
            glass.at(s + 0.5, glass.high, 0.05),
        ]
        canvas.fill(camera.outline(sheen), "#ffffff", alpha=0.05)
    canvas.unclip()


def _clouds(stage: Stage, ceiling: Surface, colour: Rgb) -> None:
    """Acoustic rafts under the ceiling."""
    for s in (0.18, 0.56):
        raft = ceiling.part(
            ceiling.wide * s, ceiling.high * 0.42, ceiling.wide * 0.27, ceiling.high * 0.3
        )
        surfaces.cushioned(stage, raft, mix(colour, (0.8, 0.76, 0.7), 0.55), thick=0.16)


def _live_room(scenery: Scenery, of: Design, mood: Mood) -> None:
    stage, room, look = scenery.stage, of.room, of.palette
    dice, half = stage.dice, room.wide / 2
    window = Window(room.left, room.deep * 0.4, 0.9, 2.2, 1.6, 3, 2)
    stage.light.lamps.append(window.lamp(mood))
    for x in (-half * 0.45, half * 0.45):
        lamps.pendant(
            scenery,
            (x, room.high - 0.9, room.deep * 0.62),
            mood.lamp,
            mood.lamp_power * 1.1,
            scaled(look.cloth, 0.9),
            size=0.24,
        )
    for x in (-half * 0.6, 0.0, half * 0.6):
        lamps.downlight(scenery, (x, room.high, room.deep - 0.7), mood.lamp, mood.lamp_power * 0.8)

    surfaces.plain(stage, room.ceiling, look.ceiling)
    surfaces.planks(stage, room.floor, look.floor)
    surfaces.bricks(stage, room.left, look.brick, mortar=mix(look.brick, look.other, 0.5))
    surfaces.curtain(stage, room.right, mix(look.cloth, look.wall, 0.3))
    surfaces.plain(stage, room.back, look.wall)
    surfaces.slats(stage, room.back.part(0, 0, room.wide, 1.1), look.wood)
    count = 4
    for i in range(count):
        s = room.wide * (i + 0.5) / count - 0.5
        surfaces.cushioned(
            stage,
            room.back.part(s, 1.35, 1.0, 1.2),
            look.panel if i % 2 else mix(look.panel, look.other, 0.6),
        )
    window.paint(stage, mood)

    middle = room.deep * 0.6
    rugs.oriental(scenery, Frame(-0.2, 0, middle, 0.06), 3.4, 2.3, look.rug)
    window.sunlight(stage, mood, room)
    instruments.piano(scenery, Frame(half - 0.8, 0, room.deep - 0.7, 0.35), scaled(look.wood, 0.35))
    drums.drum_kit(scenery, Frame(-0.35, 0, middle + 0.5), dice.choice(drums.SHELLS))
    audio.gobo(scenery, Frame(-half + 1.0, 0, room.deep - 0.7, -0.3), look.cloth, look.wood)
    audio.mic_stand(scenery, Frame(-1.55, 0, middle + 0.2), high=1.75, boom=0.75, large=True)
    audio.mic_stand(scenery, Frame(1.35, 0, middle - 0.6, 2.9), high=1.5, boom=0.45, large=True)
    audio.mic_stand(scenery, Frame(0.75, 0, middle + 0.9, 2.8), high=1.9, boom=0.6)
    instruments.amplifier(
        scenery,
        Frame(half - 1.0, 0, middle + 0.1, 0.7),
        cloth=pigment("#8a7a5c"),
        body=pigment("#3a2a22"),
    )
    instruments.guitar_on_stand(
        scenery, Frame(half - 1.7, 0, middle + 0.5, 0.2), dice.choice(instruments.GUITARS)
    )
    furniture.stool(scenery, Frame(1.6, 0, middle - 0.9), look.wood)
    plants.plant(scenery, Frame(-half + 0.5, 0, middle - 0.3), tall=dice.uniform(1.2, 1.6))
    furniture.armchair(scenery, Frame(-half + 1.1, 0, middle - 1.3, -2.3), look.cloth)
    scenery.paint()
