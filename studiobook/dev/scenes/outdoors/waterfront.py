"""What lies before a skyline: water with a bridge, or a park."""

import math
import random
from dataclasses import dataclass

from studiobook.dev.scenes.craft.canvas import Canvas
from studiobook.dev.scenes.craft.space import HEIGHT, WIDTH, Point


@dataclass(frozen=True, slots=True)
class Hour:
    """The colours of a city at one time of day; `lights` is the share of lit windows."""

    sky: tuple[str, str, str]
    sun: str
    far: str
    near: str
    water: str
    lit: str
    lights: float


def mixed(a: str, b: str, share: float) -> str:
    """`#rrggbb` between two others."""
    first, second = bytes.fromhex(a[1:]), bytes.fromhex(b[1:])
    return "#" + "".join(
        f"{round(x + (y - x) * share):02x}" for x, y in zip(first, second, strict=True)
    )


def ridge(
    canvas: Canvas, dice: random.Random, base: float, tone: str, *, rough: float, alpha: float = 1.0
) -> None:
    """Soft hills up to `rough` units high."""
    phase = dice.uniform(0, 6)
    points: list[Point] = [(WIDTH, HEIGHT), (0.0, HEIGHT)]
    for i in range(61):
        x = WIDTH * i / 60
        up = (
            math.sin(i * 0.13 + phase)
            + 0.5 * math.sin(i * 0.31 + phase * 2)
            + 0.2 * math.sin(i * 0.9)
        )
        points.append((x, base - rough * up))
    canvas.fill(points, tone, alpha=alpha)


def water(canvas: Canvas, dice: random.Random, hour: Hour, horizon: float) -> None:
    """A river or bay that mirrors the towers, sometimes under a bridge."""
    paint = canvas.linear(
        (0, horizon),
        (0, HEIGHT),
        [(0, mixed(hour.water, hour.sky[2], 0.5)), (1, mixed(hour.water, hour.near, 0.6))],
    )
    canvas.fill([(0, horizon), (WIDTH, horizon), (WIDTH, HEIGHT), (0, HEIGHT)], paint)
    for _ in range(46):
        x, long = dice.uniform(0, WIDTH), dice.uniform(60, 260)
        fade = canvas.linear(
            (0, horizon), (0, horizon + long), [(0, hour.near, 0.34), (1, hour.near, 0.0)]
        )
        wide = dice.uniform(30, 90)
        canvas.fill(
            [(x, horizon), (x + wide, horizon), (x + wide, horizon + long), (x, horizon + long)],
            fade,
        )
    for _ in range(130):
        depth = dice.random() ** 1.4
        y = horizon + 6 + depth * (HEIGHT - horizon)
        x, long = dice.uniform(0, WIDTH), 20 + 160 * depth
        tone = hour.sun if dice.random() < 0.5 else hour.lit
        canvas.line([(x, y), (x + long, y)], tone, 1.2 + 3 * depth, alpha=dice.uniform(0.1, 0.42))
    if dice.random() < 0.6:
        _bridge(canvas, dice, hour, horizon)


def _bridge(canvas: Canvas, dice: random.Random, hour: Hour, horizon: float) -> None:
    tone, deck = mixed(hour.near, "#000000", 0.25), horizon + 26
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


def park(canvas: Canvas, dice: random.Random, hour: Hour, horizon: float) -> None:
    """Lawns and trees in three depths."""
    tones = [mixed(hour.near, "#2f5d3a", share) for share in (0.3, 0.5, 0.65)]
    canvas.fill([(0, horizon - 4), (WIDTH, horizon - 4), (WIDTH, HEIGHT), (0, HEIGHT)], tones[0])
    for layer, tone in enumerate(tones):
        base = horizon + 20 + layer * 110
        ridge(canvas, dice, base + 40, tone, rough=18)
        x = -60.0
        while x < WIDTH + 60:
            size = dice.uniform(34, 70) * (0.7 + 0.5 * layer)
            shade = mixed(tone, "#000000", dice.uniform(0.0, 0.3))
            canvas.line([(x, base + 60), (x, base - size)], shade, 7)
            for dx, dy, part in ((-0.45, -0.5, 0.6), (0.4, -0.6, 0.65), (0.0, -1.1, 0.75)):
                canvas.ellipse(
                    (x + dx * size, base + dy * size), size * part, size * part * 0.9, shade
                )
            canvas.ellipse(
                (x - size * 0.2, base - size * 1.25),
                size * 0.42,
                size * 0.34,
                mixed(shade, hour.sun, 0.22),
            )
            x += size * dice.uniform(1.3, 3.6)
