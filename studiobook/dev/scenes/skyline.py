"""City cards: a skyline in layers, at an hour, by water, hills or a park."""

import math
import random
from dataclasses import dataclass
from typing import Final

from studiobook.dev.scenes.canvas import Canvas
from studiobook.dev.scenes.space import HEIGHT, WIDTH, Point


@dataclass(frozen=True, slots=True)
class _Hour:
    sky: tuple[str, str, str]
    sun: str
    far: str
    near: str
    water: str
    lit: str
    lights: float


_HOURS: Final = (
    _Hour(("#f3d9b0", "#f0a878", "#d9695a"), "#fff0cf", "#d98a78", "#5a2f45", "#c9705f", "#ffd99a", 0.18),
    _Hour(("#1c2a55", "#5a4a86", "#e88a6e"), "#ffd9a8", "#6a5288", "#1b1d3a", "#4a3f70", "#ffcf85", 0.5),
    _Hour(("#8fc0dc", "#cfe4ea", "#f6efe0"), "#ffffff", "#a9c3cc", "#3f6678", "#8fb8c4", "#fdf3d8", 0.08),
    _Hour(("#0a1230", "#16224a", "#33487c"), "#f2ead8", "#22315c", "#0a1024", "#142048", "#ffd27a", 0.7),
    _Hour(("#f6e3c4", "#f4c58a", "#eaa25c"), "#fff6dc", "#dba778", "#8a4f3a", "#d99a6a", "#ffe6b0", 0.12),
    _Hour(("#2a5a6a", "#6fa8a0", "#f2d0a0"), "#fff1d2", "#6f9a98", "#1b3d48", "#4f8a8a", "#ffdf9a", 0.35),
)


def city(seed: int, name: str) -> Canvas:
    """The same seed and name give the same city."""
    dice = random.Random(f"city {name} {seed}")
    hour, ground = dice.choice(_HOURS), dice.choice(("water", "hills", "park", "water"))
    canvas = Canvas()
    horizon = dice.uniform(760, 860)
    _sky(canvas, dice, hour, horizon)
    if ground == "hills":
        _ridge(canvas, dice, horizon - 90, 150, hour.far, 0.5)
        _ridge(canvas, dice, horizon - 20, 90, hour.far, 0.8)
    layers = 4
    for layer in range(layers):
        share = layer / (layers - 1)
        tone = _mixed(hour.far, hour.near, share**1.2)
        _blocks(canvas, dice, hour, tone, horizon, share)
    if ground == "park":
        _park(canvas, dice, hour, horizon)
    else:
        _water(canvas, dice, hour, horizon)
    haze = canvas.linear((0, horizon - 260), (0, horizon + 20), [(0, hour.sky[2], 0.0), (1, hour.sky[2], 0.4)])
    canvas.fill([(0, horizon - 260), (WIDTH, horizon - 260), (WIDTH, horizon + 10), (0, horizon + 10)], haze)
    return canvas


def _mixed(a: str, b: str, share: float) -> str:
    first, second = bytes.fromhex(a[1:]), bytes.fromhex(b[1:])
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(first, second, strict=True))


def _sky(canvas: Canvas, dice: random.Random, hour: _Hour, horizon: float) -> None:
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


def _ridge(canvas: Canvas, dice: random.Random, base: float, rough: float, tone: str, alpha: float) -> None:
    phase = dice.uniform(0, 6)
    points: list[Point] = [(WIDTH, HEIGHT), (0.0, HEIGHT)]
    for i in range(61):
        x = WIDTH * i / 60
        up = math.sin(i * 0.13 + phase) + 0.5 * math.sin(i * 0.31 + phase * 2) + 0.2 * math.sin(i * 0.9)
        points.append((x, base - rough * up))
    canvas.fill(points, tone, alpha=alpha)


def _blocks(canvas: Canvas, dice: random.Random, hour: _Hour, tone: str, horizon: float, share: float) -> None:
    x = -40.0
    landmark = dice.uniform(300, 1400)
    while x < WIDTH:
        wide = dice.uniform(50, 130) * (0.7 + share * 0.7)
        centre = 1 - abs(x + wide / 2 - landmark) / 1500
        high = dice.uniform(0.35, 1.0) * (520 - 330 * share) * max(0.3, centre)
        _tower(canvas, dice, hour, tone, (x, horizon, wide, high), share)
        x += wide * dice.uniform(0.8, 1.15)


def _tower(
    canvas: Canvas, dice: random.Random, hour: _Hour, tone: str, place: tuple[float, float, float, float], share: float
) -> None:
    x, foot, wide, high = place
    top = foot - high
    shade = canvas.linear((x, 0), (x + wide, 0), [(0, _mixed(tone, hour.sun, 0.16)), (0.35, tone), (1, _mixed(tone, "#000000", 0.16))])
    roof = dice.randrange(7)
    outline: list[Point] = [(x, foot), (x, top), (x + wide, top), (x + wide, foot)]
    if roof == 0:
        outline = [(x, foot), (x, top + wide * 0.3), (x + wide / 2, top - wide * 0.25), (x + wide, top + wide * 0.3), (x + wide, foot)]
    elif roof == 1:
        outline = [(x, foot), (x, top), (x + wide, top + wide * 0.4), (x + wide, foot)]
    elif roof == 2 and high > 200:
        outline = [(x, foot), (x, top + 90), (x + wide * 0.18, top + 90), (x + wide * 0.18, top + 30), (x + wide * 0.36, top + 30), (x + wide * 0.36, top), (x + wide * 0.64, top), (x + wide * 0.64, top + 30), (x + wide * 0.82, top + 30), (x + wide * 0.82, top + 90), (x + wide, top + 90), (x + wide, foot)]
        canvas.line([(x + wide / 2, top), (x + wide / 2, top - 90)], tone, 5)
    elif roof == 3:
        canvas.ellipse((x + wide / 2, top), wide / 2, wide * 0.36, shade)
    canvas.fill(outline, shade)
    if roof == 4 and share > 0.5:
        canvas.fill([(x + wide * 0.2, top), (x + wide * 0.2, top - 34), (x + wide * 0.55, top - 34), (x + wide * 0.55, top)], tone)
    _windows(canvas, dice, hour, (x, top + (100 if roof in {0, 1, 2} else 14), wide, foot), share)


def _windows(canvas: Canvas, dice: random.Random, hour: _Hour, place: tuple[float, float, float, float], share: float) -> None:
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


def _water(canvas: Canvas, dice: random.Random, hour: _Hour, horizon: float) -> None:
    paint = canvas.linear((0, horizon), (0, HEIGHT), [(0, _mixed(hour.water, hour.sky[2], 0.5)), (1, _mixed(hour.water, hour.near, 0.6))])
    canvas.fill([(0, horizon), (WIDTH, horizon), (WIDTH, HEIGHT), (0, HEIGHT)], paint)
    for _ in range(46):
        x, long = dice.uniform(0, WIDTH), dice.uniform(60, 260)
        fade = canvas.linear((0, horizon), (0, horizon + long), [(0, hour.near, 0.34), (1, hour.near, 0.0)])
        wide = dice.uniform(30, 90)
        canvas.fill([(x, horizon), (x + wide, horizon), (x + wide, horizon + long), (x, horizon + long)], fade)
    for _ in range(130):
        depth = dice.random() ** 1.4
        y = horizon + 6 + depth * (HEIGHT - horizon)
        x, long = dice.uniform(0, WIDTH), 20 + 160 * depth
        tone = hour.sun if dice.random() < 0.5 else hour.lit
        canvas.line([(x, y), (x + long, y)], tone, 1.2 + 3 * depth, alpha=dice.uniform(0.1, 0.42))
    if dice.random() < 0.6:
        _bridge(canvas, dice, hour, horizon)


def _bridge(canvas: Canvas, dice: random.Random, hour: _Hour, horizon: float) -> None:
    tone, deck = _mixed(hour.near, "#000000", 0.25), horizon + 26
    canvas.line([(-20, deck), (WIDTH + 20, deck)], tone, 11)
    first = dice.uniform(250, 500)
    posts = [first, first + dice.uniform(650, 850)]
    for x in posts:
        for dx in (-14, 14):
            canvas.line([(x + dx, deck + 70), (x + dx, deck - 300)], tone, 12)
        for dy in (70, 160, 285):
            canvas.line([(x - 14, deck - dy), (x + 14, deck - dy)], tone, 8)
    spans = [(posts[0] - 760, posts[0]), (posts[0], posts[1]), (posts[1], posts[1] + 760)]
    for start, end in spans:
        curve: list[Point] = []
        for i in range(25):
            share = i / 24
            sag = 262 * (1 - (2 * share - 1) ** 2)
            curve.append((start + (end - start) * share, deck - 295 + sag))
        canvas.line(curve, tone, 5)
        for p in curve[1:-1]:
            canvas.line([p, (p[0], deck)], tone, 1.6, alpha=0.8)


def _park(canvas: Canvas, dice: random.Random, hour: _Hour, horizon: float) -> None:
    tones = [_mixed(hour.near, "#2f5d3a", share) for share in (0.3, 0.5, 0.65)]
    canvas.fill([(0, horizon - 4), (WIDTH, horizon - 4), (WIDTH, HEIGHT), (0, HEIGHT)], tones[0])
    for layer, tone in enumerate(tones):
        base = horizon + 20 + layer * 110
        _ridge(canvas, dice, base + 40, 18, tone, 1.0)
        x = -60.0
        while x < WIDTH + 60:
            size = dice.uniform(34, 70) * (0.7 + 0.5 * layer)
            shade = _mixed(tone, "#000000", dice.uniform(0.0, 0.3))
            canvas.line([(x, base + 60), (x, base - size)], shade, 7)
            for dx, dy, part in ((-0.45, -0.5, 0.6), (0.4, -0.6, 0.65), (0.0, -1.1, 0.75)):
                canvas.ellipse((x + dx * size, base + dy * size), size * part, size * part * 0.9, shade)
            canvas.ellipse((x - size * 0.2, base - size * 1.25), size * 0.42, size * 0.34, _mixed(shade, hour.sun, 0.22))
            x += size * dice.uniform(1.3, 3.6)
