"""A drum kit with its cymbals."""

import math
from typing import Final

from studiobook.dev.scenes.craft.build import CHROME, JET, Prop
from studiobook.dev.scenes.craft.colour import Rgb, mix, pigment, scaled
from studiobook.dev.scenes.craft.space import Frame, Vec, add, unit
from studiobook.dev.scenes.craft.stage import Scenery

BRASS = pigment("#d9a94a")
SKIN = pigment("#e9e4d8")
SHELLS = tuple(
    pigment(code) for code in ("#a3262a", "#1e4d6b", "#c98a3d", "#22252b", "#e3ded2", "#2f6b52")
)
#: Where the cymbals hang, how large they are, how far they lean.
_CYMBALS: Final = (
    (-0.78, 1.12, 0.0, 0.22, 0.25),
    (0.75, 1.2, -0.02, 0.25, -0.3),
    (-0.32, 1.36, 0.1, 0.2, 0.2),
    (-0.86, 0.84, 0.28, 0.18, 0.0),
)


def drum_kit(scenery: Scenery, at: Frame, shell: Rgb) -> None:
    """Bass drum, snare, toms and cymbals; the audience's side looks towards -z."""
    prop = Prop(scenery, at)
    prop.shade(1.7, 1.3, spread=0.5)
    hoop = mix(shell, CHROME, 0.5)
    _drum(prop, (0, 0.3, -0.25), (0, 0, -1), (0.29, 0.42), (shell, hoop), layer=2)
    for x in (-0.2, 0.2):
        _drum(prop, (x, 0.72, -0.14), (0.12 * -x, 1, 0.35), (0.15, 0.2), (shell, hoop), layer=3)
    _drum(prop, (0.62, 0.4, 0.2), (0, 1, 0.1), (0.2, 0.4), (shell, hoop), layer=3)
    for turn in (0.4, 2.4, 4.4):
        prop.rod(
            [
                (0.62 + 0.2 * math.cos(turn), 0, 0.2 + 0.2 * math.sin(turn)),
                (0.62 + 0.2 * math.cos(turn), 0.4, 0.2 + 0.2 * math.sin(turn)),
            ],
            0.015,
            CHROME,
            layer=3,
        )
    _drum(prop, (-0.55, 0.52, 0.15), (0, 1, 0.06), (0.18, 0.15), (CHROME, CHROME), layer=3)
    _stand(prop, -0.55, 0.15, 0.5)
    for x, y, z, size, lean in _CYMBALS:
        _stand(prop, x, z, y)
        _cymbal(prop, (x, y, z), size, lean)
    prop.tube((0.05, 0.45, 0.55), (0.05, 0.52, 0.55), 0.17, JET, layer=1)
    prop.rod([(0.05, 0, 0.55), (0.05, 0.45, 0.55)], 0.05, CHROME)
    prop.stand()


def _drum(
    prop: Prop,
    middle: Vec,
    axis: Vec,
    size: tuple[float, float],
    colours: tuple[Rgb, Rgb],
    *,
    layer: int,
) -> None:
    (radius, long), (shell, hoop) = size, colours
    ahead = unit(axis)
    half = (ahead[0] * long / 2, ahead[1] * long / 2, ahead[2] * long / 2)
    top, bottom = add(middle, half), add(middle, (-half[0], -half[1], -half[2]))
    prop.tube(bottom, top, radius, shell, cap=SKIN, layer=layer, gloss=0.25)
    rim = add(top, (ahead[0] * 0.006, ahead[1] * 0.006, ahead[2] * 0.006))
    prop.disc(rim, ahead, radius * 1.02, scaled(hoop, 0.8), layer=layer, rim=hoop)
    skin = add(top, (ahead[0] * 0.01, ahead[1] * 0.01, ahead[2] * 0.01))
    prop.disc(skin, ahead, radius * 0.93, SKIN, layer=layer + 1)
    prop.disc(
        add(skin, (ahead[0] * 0.003, ahead[1] * 0.003, ahead[2] * 0.003)),
        ahead,
        radius * 0.3,
        mix(SKIN, shell, 0.25),
        layer=layer + 1,
    )


def _stand(prop: Prop, x: float, z: float, high: float) -> None:
    prop.rod([(x, 0.1, z), (x, high, z)], 0.018, CHROME, layer=1)
    for turn in (0.2, 2.3, 4.4):
        prop.rod(
            [(x, 0.22, z), (x + 0.2 * math.cos(turn), 0, z + 0.2 * math.sin(turn))],
            0.016,
            CHROME,
            layer=1,
        )


def _cymbal(prop: Prop, middle: Vec, radius: float, lean: float) -> None:
    normal = unit((lean, 1, -0.22))
    prop.disc(middle, normal, radius, BRASS, layer=4, both=True, rim=pigment("#f7dc8d"))
    above = add(middle, (normal[0] * 0.01, normal[1] * 0.01, normal[2] * 0.01))
    prop.disc(above, normal, radius * 0.7, scaled(BRASS, 0.85), layer=5, both=True)
    prop.disc(above, normal, radius * 0.66, BRASS, layer=5, both=True)
    prop.disc(above, normal, radius * 0.22, scaled(BRASS, 1.3), layer=5, both=True)
