"""City cards: a skyline in layers, at an hour, by water, hills or a park."""

import random
from typing import Final

from studiobook.dev.scenes.craft.canvas import Canvas
from studiobook.dev.scenes.craft.space import WIDTH, Point
from studiobook.dev.scenes.outdoors.waterfront import Hour, mixed, park, ridge, water

_HOURS: Final = (
    Hour(
        ("#f3d9b0", "#f0a878", "#d9695a"),
        "#fff0cf",
        "#d98a78",
        "#5a2f45",
        "#c9705f",
        "#ffd99a",
        0.18,
    ),
    Hour(
        ("#1c2a55", "#5a4a86", "#e88a6e"),
        "#ffd9a8",
        "#6a5288",
        "#1b1d3a",
        "#4a3f70",
        "#ffcf85",
        0.5,
    ),
    Hour(
        ("#8fc0dc", "#cfe4ea", "#f6efe0"),
        "#ffffff",
        "#a9c3cc",
        "#3f6678",
        "#8fb8c4",
        "#fdf3d8",
        0.08,
    ),
    Hour(
        ("#0a1230", "#16224a", "#33487c"),
        "#f2ead8",
        "#22315c",
        "#0a1024",
        "#142048",
        "#ffd27a",
        0.7,
    ),
    Hour(
        ("#f6e3c4", "#f4c58a", "#eaa25c"),
        "#fff6dc",
        "#dba778",
        "#8a4f3a",
        "#d99a6a",
        "#ffe6b0",
        0.12,
    ),
    Hour(
        ("#2a5a6a", "#6fa8a0", "#f2d0a0"),
        "#fff1d2",
        "#6f9a98",
        "#1b3d48",
        "#4f8a8a",
        "#ffdf9a",
        0.35,
    ),
)
#: An hour, the colour of a layer, and how near the layer is, 0 to 1.
_Look = tuple[Hour, str, float]


def city(seed: int, name: str) -> Canvas:
    """The same seed and name give the same city."""
    dice = random.Random(f"city {name} {seed}")
    hour, ground = dice.choice(_HOURS), dice.choice(("water", "hills", "park", "water"))
    canvas = Canvas()
    horizon = dice.uniform(760, 860)
    _sky(canvas, dice, hour, horizon)
    if ground == "hills":
        ridge(canvas, dice, horizon - 90, hour.far, rough=150, alpha=0.5)
        ridge(canvas, dice, horizon - 20, hour.far, rough=90, alpha=0.8)
    layers = 4
    for layer in range(layers):
        share = layer / (layers - 1)
        tone = mixed(hour.far, hour.near, share**1.2)
        _blocks(canvas, dice, (hour, tone, share), horizon)
    if ground == "park":
        park(canvas, dice, hour, horizon)
    else:
        water(canvas, dice, hour, horizon)
    haze = canvas.linear(
        (0, horizon - 260), (0, horizon + 20), [(0, hour.sky[2], 0.0), (1, hour.sky[2], 0.4)]
    )
    canvas.fill(
        [(0, horizon - 260), (WIDTH, horizon - 260), (WIDTH, horizon + 10), (0, horizon + 10)], haze
    )
    return canvas


def _sky(canvas: Canvas, dice: random.Random, hour: Hour, horizon: float) -> None:
    stops = [(0.0, hour.sky[0]), (0.55, hour.sky[1]), (1.0, hour.sky[2])]
    canvas.cover(canvas.linear((0, 0), (0, horizon), stops))
    if hour.lights > 0.4:
        for _ in range(90):
            spot = (dice.uniform(0, WIDTH), dice.uniform(0, horizon * 0.6))
            canvas.ellipse(spot, 1.5, 1.5, "#ffffff", alpha=dice.uniform(0.2, 0.9))
    x, y, size = dice.uniform(300, 1500), dice.uniform(200, horizon - 260), dice.uniform(46, 100)
    canvas.glow((x, y), size * 7, size * 7, hour.sun, alpha=0.55)
    canvas.ellipse((x, y), size, size, hour.sun)
    for _ in range(8):
        spot = (dice.uniform(-100, WIDTH), dice.uniform(80, horizon - 240))
        canvas.glow(spot, dice.uniform(200, 520), dice.uniform(10, 26), hour.sun, alpha=0.32)


def _blocks(canvas: Canvas, dice: random.Random, look: _Look, horizon: float) -> None:
    share = look[2]
    x = -40.0
    landmark = dice.uniform(300, 1400)
    while x < WIDTH:
        wide = dice.uniform(50, 130) * (0.7 + share * 0.7)
        centre = 1 - abs(x + wide / 2 - landmark) / 1500
        high = dice.uniform(0.35, 1.0) * (520 - 330 * share) * max(0.3, centre)
        _tower(canvas, dice, look, (x, horizon, wide, high))
        x += wide * dice.uniform(0.8, 1.15)


def _tower(
    canvas: Canvas,
    dice: random.Random,
    look: _Look,
    place: tuple[float, float, float, float],
) -> None:
    hour, tone, share = look
    x, foot, wide, high = place
    top = foot - high
    shade = canvas.linear(
        (x, 0),
        (x + wide, 0),
        [(0, mixed(tone, hour.sun, 0.16)), (0.35, tone), (1, mixed(tone, "#000000", 0.16))],
    )
    roof = dice.randrange(7)
    outline: list[Point] = [(x, foot), (x, top), (x + wide, top), (x + wide, foot)]
    if roof == 0:
        outline = [
            (x, foot),
            (x, top + wide * 0.3),
            (x + wide / 2, top - wide * 0.25),
            (x + wide, top + wide * 0.3),
            (x + wide, foot),
        ]
    elif roof == 1:
        outline = [(x, foot), (x, top), (x + wide, top + wide * 0.4), (x + wide, foot)]
    elif roof == 2 and high > 200:
        outline = [
            (x, foot),
            (x, top + 90),
            (x + wide * 0.18, top + 90),
            (x + wide * 0.18, top + 30),
            (x + wide * 0.36, top + 30),
            (x + wide * 0.36, top),
            (x + wide * 0.64, top),
            (x + wide * 0.64, top + 30),
            (x + wide * 0.82, top + 30),
            (x + wide * 0.82, top + 90),
            (x + wide, top + 90),
            (x + wide, foot),
        ]
        canvas.line([(x + wide / 2, top), (x + wide / 2, top - 90)], tone, 5)
    elif roof == 3:
        canvas.ellipse((x + wide / 2, top), wide / 2, wide * 0.36, shade)
    canvas.fill(outline, shade)
    if roof == 4 and share > 0.5:
        canvas.fill(
            [
                (x + wide * 0.2, top),
                (x + wide * 0.2, top - 34),
                (x + wide * 0.55, top - 34),
                (x + wide * 0.55, top),
            ],
            tone,
        )
    _windows(canvas, dice, look, (x, top + (100 if roof in {0, 1, 2} else 14), wide, foot))


def _windows(
    canvas: Canvas,
    dice: random.Random,
    look: _Look,
    place: tuple[float, float, float, float],
) -> None:
    hour, _, share = look
    x, top, wide, foot = place
    step, cell = 15 + 9 * share, 5 + 4 * share
    lit: list[str] = []
    dark: list[str] = []
    y = top
    while y < foot - step:
        column = x + step * 0.6
        while column < x + wide - step * 0.7:
            mark = f"M{column:.0f} {y:.0f}h{cell:.0f}v{cell * 1.5:.0f}h-{cell:.0f}z"
            (lit if dice.random() < hour.lights * 0.7 else dark).append(mark)
            column += step
        y += step * 1.35
    if dark:
        canvas.curve("".join(dark), "#0a0a1c", alpha=0.12 + 0.1 * share)
    if lit:
        canvas.curve("".join(lit), hour.lit, alpha=0.5 + 0.4 * share)
