"""The design of one room: its size, palette, materials and hour, all from its seed."""

import math
import random
from dataclasses import dataclass, replace
from typing import Final

from studiobook.dev.scenes.craft.colour import Rgb, pigment
from studiobook.dev.scenes.craft.light import Light
from studiobook.dev.scenes.craft.moods import ANOTHER_HOUR, DAY, DUSK, GOLDEN, NIGHT, Mood
from studiobook.dev.scenes.craft.room import Room
from studiobook.dev.scenes.craft.space import Camera
from studiobook.dev.scenes.craft.stage import Scenery, Stage


@dataclass(frozen=True, slots=True)
class Palette:
    """Pigments that go together."""

    wall: Rgb
    other: Rgb
    panel: Rgb
    cloth: Rgb
    wood: Rgb
    floor: Rgb
    ceiling: Rgb
    brick: Rgb
    rug: tuple[Rgb, Rgb, Rgb]


def _palette(things: str, rug: str) -> Palette:
    wall, other, panel, cloth, wood, floor, ceiling, brick = map(pigment, things.split())
    first, second, third = map(pigment, rug.split())
    return Palette(
        wall=wall,
        other=other,
        panel=panel,
        cloth=cloth,
        wood=wood,
        floor=floor,
        ceiling=ceiling,
        brick=brick,
        rug=(first, second, third),
    )


PALETTES: Final = (
    _palette(
        "#2f4a44 #d8cdb8 #c0713f #c9a24a #b07a48 #a8764a #cfc8bc #8c4a34", "#7c2a24 #1f3038 #dcc096"
    ),
    _palette(
        "#26384f #c9c4ba #d9a05a #b5542f #8a5a34 #8f6440 #b9bcc0 #7d4638", "#243a5e #8c2f2a #e0caa0"
    ),
    _palette(
        "#b0664a #e6dccb #2f5d62 #3f6b66 #caa478 #b88a5c #e4dccf #a5583c", "#b5643c #2c4a4a #ead6b4"
    ),
    _palette(
        "#3a2f3d #8c7f86 #a8546a #d08a5a #7a4a30 #6f4a34 #8f878c #6a3a38", "#5c2340 #20233a #d8a888"
    ),
    _palette(
        "#d6ccba #a9b0a0 #7b8c70 #5f7a63 #c39a68 #c2a178 #ece6da #b08a72", "#7a8a68 #c9b48a #f0e6d0"
    ),
    _palette(
        "#2b2d31 #55585e #8f959c #c25a35 #9a6a40 #5a4638 #6f7278 #4a4442", "#8a2f22 #22262e #c9b9a0"
    ),
    _palette(
        "#7d8a72 #e2dac8 #d8b25a #c8643f #a87848 #b08256 #ddd6c6 #8f5a44", "#3f5a4a #b8683a #e8d8b0"
    ),
    _palette(
        "#1f4a52 #bcd0cc #e08a5a #e3b04b #9c6a3e #7c5a40 #a8b8b8 #6a4a44", "#1c4450 #c0562f #efd9a8"
    ),
    _palette(
        "#c7a98f #7a5648 #5a3a34 #8c4a3f #6b432c #94683f #e0d2c2 #94563f", "#6a2a2a #d0a060 #f2dfc0"
    ),
    _palette(
        "#4c5870 #d5d9e0 #e7c07a #d4704a #b98a5a #a58460 #ced2d8 #7f6a64", "#38486a #c8553d #e9dcc4"
    ),
)


@dataclass(frozen=True, slots=True)
class Design:
    """Everything that all pictures of one room share."""

    room: Room
    palette: Palette
    mood: Mood
    kind: str
    layout: int
    mirrored: bool
    seed: str


_SIZES: Final = {
    "recording": ((5.6, 7.0), (2.9, 3.4), (5.4, 6.6)),
    "rehearsal": ((5.6, 7.2), (2.9, 3.4), (5.2, 6.4)),
    "podcast": ((4.6, 5.8), (2.7, 3.0), (4.4, 5.4)),
    "photo": ((7.0, 8.8), (3.6, 4.3), (6.8, 8.0)),
    "film": ((8.6, 10.5), (4.4, 5.2), (8.6, 10.0)),
    "dance": ((7.4, 9.2), (3.4, 4.0), (7.6, 9.2)),
}
#: Where the eye stands, as a share of the room's depth; less than 0 is before the room.
_STAND_BACK: Final = {"photo": -0.02, "film": 0.06, "dance": 0.02}
_MOODS: Final = {
    "recording": (DUSK, NIGHT, DUSK, GOLDEN),
    "rehearsal": (NIGHT, DUSK, GOLDEN, DUSK),
    "podcast": (DAY, DUSK, GOLDEN, NIGHT),
    "photo": (DAY, DAY, GOLDEN),
    "film": (NIGHT, DUSK, NIGHT),
    "dance": (DAY, GOLDEN, DAY, DUSK),
}


def design(kind: str, seed: int) -> Design:
    """The room that `seed` stands for."""
    # Through words, because neighbouring whole numbers give similar first throws.
    dice = random.Random(f"{kind} {seed}")
    sizes = _SIZES[kind]
    return Design(
        room=Room(*(round(dice.uniform(*span), 2) for span in sizes)),
        palette=dice.choice(PALETTES),
        mood=dice.choice(_MOODS[kind]),
        kind=kind,
        layout=dice.randrange(6),
        mirrored=dice.random() < 0.5,
        seed=f"{kind} {seed}",
    )


def wide_view(of: Design) -> Scenery:
    """The whole room from where the fourth wall would be."""
    dice = random.Random(of.seed + " wide")
    eye = 1.5 if of.room.high < 4 else 1.75
    back = _STAND_BACK.get(of.kind, -0.2) * of.room.deep
    # The eye moves aside and the lens shifts after it, so that what matters stays in the middle.
    aside = dice.choice((-1, 1)) * dice.uniform(0.02, 0.17) * of.room.wide
    yaw = dice.choice((0.0, 0.0, 0.0, 0.13, -0.13))
    focal = dice.uniform(1090, 1170)
    turned = math.atan2(aside, of.room.deep * 0.62 - back) + yaw
    camera = Camera(
        (aside, eye, back),
        yaw=yaw,
        focal=focal,
        horizon=dice.uniform(590, 640),
        middle=900 + 0.85 * focal * math.tan(turned),
    )
    return opened(of, camera, of.mood)


def other_view(of: Design) -> Scenery:
    """The room from a corner, at another hour."""
    dice = random.Random(of.seed + " other")
    side = of.room.wide * 0.36
    camera = Camera(
        (-side, 1.62 if of.room.high < 4 else 1.95, -0.35),
        yaw=0.4 + dice.uniform(0.0, 0.06),
        focal=1080,
        horizon=570,
        middle=900,
    )
    return opened(replace(of, mirrored=not of.mirrored), camera, ANOTHER_HOUR[of.mood.name])


def opened(of: Design, camera: Camera, mood: Mood) -> Scenery:
    """An empty stage with the light of that hour."""
    light = Light(
        mood.ambient, exposure=mood.exposure, room=(of.room.wide / 2, of.room.high, of.room.deep)
    )
    stage = Stage(camera, light, random.Random(of.seed + " things"))
    if of.mirrored:
        stage.canvas.mirror()
    return Scenery(stage)
