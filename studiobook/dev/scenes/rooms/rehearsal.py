"""Rehearsal rooms: a drum kit on a rug, amplifiers, a small PA, light that flatters."""

import math

from studiobook.dev.scenes.craft import surfaces
from studiobook.dev.scenes.craft.colour import mix, pigment, scaled
from studiobook.dev.scenes.craft.designs import Design
from studiobook.dev.scenes.craft.moods import Mood, accent
from studiobook.dev.scenes.craft.room import Window
from studiobook.dev.scenes.craft.space import Frame, Vec
from studiobook.dev.scenes.craft.stage import Scenery
from studiobook.dev.scenes.props import audio, drums, furniture, instruments, lamps, plants, rugs


def furnish(scenery: Scenery, of: Design, mood: Mood) -> None:
    """Light, walls, band."""
    room, half = of.room, of.room.wide / 2
    window = Window(room.left, room.deep * 0.32, 1.25, 2.4, 1.2, 4, 2)
    scenery.stage.light.lamps.append(window.lamp(mood))
    _lights(scenery, of, mood)
    _walls(scenery, of)
    window.paint(scenery.stage, mood)
    middle = room.deep * 0.62
    weave = (rugs.oriental, rugs.kilim, rugs.oriental)[of.layout % 3]
    weave(scenery, Frame(0, 0, middle + 0.25, 0.03), 3.0, 2.2, of.palette.rug)
    window.sunlight(scenery.stage, mood, room)
    _band(scenery, of, middle)
    plants.plant(scenery, Frame(half - 0.45, 0, middle - 1.2), tall=1.3)
    scenery.paint()


def _lights(scenery: Scenery, of: Design, mood: Mood) -> None:
    room, half, dice = of.room, of.room.wide / 2, scenery.stage.dice
    glow, other = accent(dice), accent(dice)
    if of.layout % 2:
        for z in (0.35, 0.75):
            lamps.bulbs(
                scenery,
                (-half, room.high - 0.25, room.deep * z),
                (half, room.high - 0.25, room.deep * z),
                mood.lamp,
            )
    else:
        start, end = (
            (-half * 0.7, room.high - 0.12, room.deep * 0.55),
            (half * 0.7, room.high - 0.12, room.deep * 0.55),
        )
        lamps.track(
            scenery,
            start,
            end,
            mood.lamp,
            heads=5,
            power=mood.lamp_power * 2.6,
            towards=(0, -1, 0.55),
        )
    lamps.downlight(scenery, (0, room.high, room.deep * 0.4), mood.lamp, mood.lamp_power * 0.5)
    z = room.deep - 0.06
    shape = of.layout % 3
    if shape == 0:
        points: list[Vec] = [(0.72 * math.cos(a), 2.05 + 0.5 * math.sin(a), z) for a in _turns(26)]
        lamps.neon(scenery, points, glow, power=4.5, closed=True)
        lamps.neon(
            scenery,
            [(0.5 * math.cos(a), 2.05 + 0.34 * math.sin(a), z) for a in _turns(26)],
            other,
            power=2,
            closed=True,
        )
    elif shape == 1:
        bolt: list[Vec] = [
            (0.2, 2.7, z),
            (-0.28, 2.05, z),
            (0.02, 2.05, z),
            (-0.2, 1.5, z),
            (0.32, 2.2, z),
            (0.04, 2.2, z),
        ]
        lamps.neon(scenery, bolt, glow, power=5, closed=True)
    else:
        for side in (-1, 1):
            x = side * half * 0.82
            lamps.strip(
                scenery,
                (x, 0.3, z),
                (x, room.high - 0.3, z),
                glow if side < 0 else other,
                power=2.6,
            )


def _turns(count: int) -> list[float]:
    return [2 * math.pi * i / count for i in range(count)]


def _walls(scenery: Scenery, of: Design) -> None:
    stage, room, look = scenery.stage, of.room, of.palette
    mortar = mix(look.brick, look.other, 0.45)
    surfaces.plain(stage, room.ceiling, scaled(look.ceiling, 0.55))
    if of.layout in {1, 4}:
        surfaces.concrete(stage, room.floor, pigment("#8d8a86"), holes=False)
    else:
        surfaces.planks(stage, room.floor, look.floor, board=0.2)
    surfaces.bricks(stage, room.left, look.brick, mortar=mortar)
    if of.layout % 3 == 1:
        surfaces.curtain(stage, room.right, look.rug[0])
    else:
        surfaces.plain(stage, room.right, look.wall)
        for i in range(3):
            s = 0.7 + i * (room.deep - 1.2) / 3
            surfaces.foam(stage, room.right.part(s, 1.0, 1.2, 1.2), pigment("#33353b"))
    if of.layout % 3 == 0:
        surfaces.bricks(stage, room.back, look.brick, mortar=mortar)
    elif of.layout % 3 == 1:
        surfaces.slats(stage, room.back, look.wood, pitch=0.14)
    else:
        surfaces.plain(stage, room.back, look.wall)
    for s in (0.35, room.wide - 1.55):
        surfaces.foam(stage, room.back.part(s, 1.3, 1.2, 1.2), scaled(look.panel, 0.5))


def _band(scenery: Scenery, of: Design, middle: float) -> None:
    dice, half, look = scenery.stage.dice, of.room.wide / 2, of.palette
    drums.drum_kit(
        scenery,
        Frame(dice.uniform(-0.25, 0.25), 0, middle + 0.5, dice.uniform(-0.35, 0.35)),
        dice.choice(drums.SHELLS),
    )
    light = pigment("#8a7a5c")
    instruments.amplifier(
        scenery,
        Frame(-1.75, 0, middle + 0.9, -0.25),
        stack=True,
        cloth=dice.choice((light, (0.05, 0.05, 0.05))),
    )
    instruments.amplifier(
        scenery,
        Frame(1.8, 0, middle + 0.9, 0.3),
        stack=dice.random() < 0.5,
        cloth=light,
        body=dice.choice((pigment("#2a1c18"), pigment("#16171a"))),
    )
    instruments.pa_speaker(scenery, Frame(-half + 0.6, 0, middle - 0.1, -0.5))
    instruments.pa_speaker(scenery, Frame(half - 0.6, 0, middle - 0.1, 0.5))
    instruments.vocal_mic(scenery, Frame(dice.uniform(-0.5, 0.5), 0, middle - 1.05))
    audio.mic_stand(scenery, Frame(-1.35, 0, middle - 0.5, -0.2), high=1.3, boom=0.4)
    instruments.guitar_on_stand(
        scenery, Frame(-2.1, 0, middle + 0.25, -0.2), dice.choice(instruments.GUITARS)
    )
    instruments.guitar_on_stand(
        scenery, Frame(1.35, 0, middle + 0.45, 0.3), dice.choice(instruments.GUITARS)
    )
    if dice.random() < 0.7:
        instruments.keyboard(scenery, Frame(half - 1.5, 0, middle - 0.75, 0.9))
    else:
        furniture.stool(scenery, Frame(1.4, 0, middle - 0.8), look.wood)
    if of.room.wide > 6:
        furniture.sofa(scenery, Frame(-half + 0.6, 0, middle - 1.4, -1.45), look.cloth, wide=1.7)
