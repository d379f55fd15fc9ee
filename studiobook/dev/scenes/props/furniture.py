"""Seats, tables, shelves and cases. Every front looks towards -z of its frame."""

import math

from studiobook.dev.scenes.craft.build import CHROME, JET, Prop
from studiobook.dev.scenes.craft.colour import Rgb, mix, pigment, scaled
from studiobook.dev.scenes.craft.space import Frame
from studiobook.dev.scenes.craft.stage import Scenery

WOODS = tuple(pigment(code) for code in ("#8a5a34", "#b98555", "#5a3a26", "#caa478", "#3d2a20"))
CLOTHS = tuple(
    pigment(code)
    for code in (
        "#b5542f",
        "#2f5d62",
        "#3b4a6b",
        "#c9a227",
        "#6b7a4b",
        "#8c3b4a",
        "#d8cbb8",
        "#4a4a52",
    )
)


def sofa(scenery: Scenery, at: Frame, cloth: Rgb, *, wide: float = 2.0) -> None:
    """Low, with arms and loose cushions."""
    prop = Prop(scenery, at)
    prop.shade(wide, 0.85)
    for x in (-wide / 2 + 0.1, wide / 2 - 0.1):
        for z in (-0.34, 0.34):
            prop.box((x, 0, z), (0.04, 0.12, 0.04), WOODS[2])
    prop.box((0, 0.12, 0.02), (wide, 0.2, 0.82), scaled(cloth, 0.85), rounding=0.05)
    prop.box((0, 0.32, 0.34), (wide - 0.3, 0.42, 0.2), cloth, rounding=0.07, tilt=0.12)
    for side in (-1, 1):
        prop.box((side * (wide / 2 - 0.08), 0.25, 0.0), (0.16, 0.34, 0.82), cloth, rounding=0.06)
    seats = 2 if wide < 1.9 else 3
    each = (wide - 0.34) / seats
    for i in range(seats):
        x = (i - (seats - 1) / 2) * each
        prop.box(
            (x, 0.33, -0.06), (each - 0.03, 0.13, 0.62), scaled(cloth, 1.1), layer=1, rounding=0.05
        )
    tint = mix(cloth, scenery.stage.dice.choice(CLOTHS), 0.8)
    prop.box((-wide * 0.3, 0.47, 0.14), (0.4, 0.34, 0.1), tint, layer=2, rounding=0.06, tilt=0.3)
    prop.stand()


def armchair(scenery: Scenery, at: Frame, cloth: Rgb) -> None:
    """A shell of cloth on thin wooden legs."""
    prop = Prop(scenery, at)
    prop.shade(0.75, 0.75)
    for x in (-0.28, 0.28):
        for z in (-0.26, 0.26):
            prop.rod([(x * 1.1, 0, z * 1.15), (x * 0.8, 0.3, z * 0.8)], 0.035, WOODS[1])
    prop.box((0, 0.3, 0), (0.66, 0.16, 0.64), scaled(cloth, 1.08), layer=1, rounding=0.07)
    prop.box((0, 0.38, 0.26), (0.62, 0.46, 0.14), cloth, rounding=0.09, tilt=0.2)
    for side in (-1, 1):
        prop.box(
            (side * 0.33, 0.36, 0.02),
            (0.1, 0.22, 0.58),
            scaled(cloth, 0.92),
            layer=1,
            rounding=0.06,
        )
    prop.stand()


def stool(scenery: Scenery, at: Frame, seat: Rgb, *, high: float = 0.68) -> None:
    """Four legs, a ring and a round seat."""
    prop = Prop(scenery, at)
    prop.shade(0.36, 0.36, strength=0.4)
    for turn in range(4):
        a = math.pi / 4 + turn * math.pi / 2
        prop.rod(
            [
                (0.22 * math.cos(a), 0, 0.22 * math.sin(a)),
                (0.12 * math.cos(a), high, 0.12 * math.sin(a)),
            ],
            0.024,
            JET,
        )
    prop.tube((0, high, 0), (0, high + 0.05, 0), 0.18, seat, layer=1)
    prop.stand()


def office_chair(scenery: Scenery, at: Frame, cloth: Rgb) -> None:
    """A five-star foot, a column, a seat and a back."""
    prop = Prop(scenery, at)
    prop.shade(0.6, 0.6)
    for turn in range(5):
        a = turn * 2 * math.pi / 5
        prop.rod([(0, 0.1, 0), (0.3 * math.cos(a), 0.05, 0.3 * math.sin(a))], 0.04, JET)
    prop.tube((0, 0.1, 0), (0, 0.45, 0), 0.035, CHROME, gloss=0.3)
    prop.box((0, 0.45, 0), (0.5, 0.09, 0.5), cloth, layer=1, rounding=0.06)
    prop.box(
        (0, 0.58, 0.24), (0.46, 0.52, 0.07), scaled(cloth, 0.85), layer=1, rounding=0.06, tilt=0.12
    )
    for side in (-1, 1):
        prop.rod(
            [(side * 0.28, 0.48, 0.1), (side * 0.3, 0.7, 0.1), (side * 0.3, 0.7, -0.15)],
            0.04,
            JET,
            layer=2,
        )
    prop.stand()


def table(
    scenery: Scenery,
    at: Frame,
    wood: Rgb,
    *,
    wide: float = 1.8,
    deep: float = 0.9,
    high: float = 0.74,
) -> Prop:
    """A top on four slanting legs; more parts can be laid on it (layer 2 up) before it stands."""
    prop = Prop(scenery, at)
    prop.shade(wide * 0.95, deep * 0.95, spread=0.5, strength=0.45)
    for x in (-1, 1):
        for z in (-1, 1):
            prop.rod(
                [(x * wide * 0.46, 0, z * deep * 0.42), (x * wide * 0.4, high, z * deep * 0.34)],
                0.05,
                scaled(wood, 0.6),
            )
    prop.box((0, high, 0), (wide, 0.045, deep), wood, layer=1)
    return prop


def round_table(
    scenery: Scenery, at: Frame, wood: Rgb, *, radius: float = 0.65, high: float = 0.74
) -> Prop:
    """A round top on one foot; more parts can be laid on it (layer 2 up) before it stands."""
    prop = Prop(scenery, at)
    prop.shade(radius * 1.6, radius * 1.6, spread=0.5, strength=0.45)
    prop.tube((0, 0, 0), (0, 0.03, 0), radius * 0.5, JET)
    prop.tube((0, 0.03, 0), (0, high, 0), 0.05, JET, gloss=0.1)
    prop.tube((0, high, 0), (0, high + 0.045, 0), radius, scaled(wood, 0.9), cap=wood, layer=1)
    return prop


def shelves(
    scenery: Scenery, at: Frame, wood: Rgb, *, wide: float = 1.2, high: float = 1.9, rows: int = 5
) -> None:
    """Boards with books, records and a few objects."""
    dice = scenery.stage.dice
    prop = Prop(scenery, at)
    prop.shade(wide, 0.35)
    prop.box((0, 0, 0.15), (wide, high, 0.03), scaled(wood, 0.4), edge=0)
    step = high / rows
    for row in range(rows):
        y = row * step
        prop.box((0, y, 0), (wide, 0.03, 0.3), wood, layer=1 + row * 2)
        x = -wide / 2 + 0.04
        while x < wide / 2 - 0.12:
            if dice.random() < 0.14:
                x += dice.uniform(0.08, 0.2)
                continue
            thick = dice.uniform(0.02, 0.05)
            tall = step * dice.uniform(0.55, 0.82)
            prop.box(
                (x + thick / 2, y + 0.03, -0.01),
                (thick, tall, 0.2),
                dice.choice(CLOTHS),
                layer=2 + row * 2,
                edge=0,
            )
            x += thick + 0.004
    for side in (-1, 1):
        prop.box((side * wide / 2, 0, 0), (0.03, high + 0.03, 0.3), wood, layer=rows * 2 + 2)
    prop.box((0, high, 0), (wide, 0.03, 0.3), wood, layer=rows * 2 + 2)
    prop.stand()


def sideboard(scenery: Scenery, at: Frame, wood: Rgb, *, wide: float = 1.6) -> Prop:
    """A low cupboard; things can be put on it (layer 2 up) at 0.72 before it stands."""
    prop = Prop(scenery, at)
    prop.shade(wide, 0.45)
    for x in (-wide / 2 + 0.1, wide / 2 - 0.1):
        prop.box((x, 0, 0), (0.04, 0.18, 0.3), scaled(wood, 0.5))
    prop.box((0, 0.18, 0), (wide, 0.54, 0.42), wood, layer=1)
    doors = 3
    for i in range(doors):
        x = wide * ((i + 0.5) / doors - 0.5)
        half = wide / doors / 2 - 0.012
        corners = [
            (x - half, 0.21, -0.212),
            (x + half, 0.21, -0.212),
            (x + half, 0.69, -0.212),
            (x - half, 0.69, -0.212),
        ]
        prop.panel(corners, scaled(wood, 0.86 + 0.08 * (i % 2)), layer=1)
        prop.disc((x + half - 0.06, 0.47, -0.215), (0, 0, -1), 0.015, JET, layer=1)
    return prop


def flight_case(
    scenery: Scenery, at: Frame, *, wide: float = 0.9, high: float = 0.55, deep: float = 0.55
) -> None:
    """Black, with metal edges and ball corners."""
    prop = Prop(scenery, at)
    prop.shade(wide, deep)
    prop.box((0, 0.08, 0), (wide, high, deep), pigment("#1d1f24"), edge=0.0)
    x, z = wide / 2, deep / 2
    for y in (0.08, 0.08 + high * 0.62, 0.08 + high):
        prop.rod([(-x, y, -z), (x, y, -z)], 0.028, CHROME, layer=1)
    for side in (-1, 1):
        prop.rod([(side * x, 0.08, -z), (side * x, 0.08 + high, -z)], 0.028, CHROME, layer=1)
        for y in (0.08, 0.08 + high):
            prop.ball((side * x, y, -z), 0.03, CHROME, layer=2)
        prop.disc((side * x * 0.8, 0.04, -z + 0.05), (0, 0, -1), 0.045, JET, layer=1, both=True)
    prop.rod([(-x, 0.08 + high, -z), (-x, 0.08 + high, z)], 0.024, CHROME, layer=1)
    prop.rod([(x, 0.08 + high, -z), (x, 0.08 + high, z)], 0.024, CHROME, layer=1)
    prop.stand()
