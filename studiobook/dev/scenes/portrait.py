"""Portraits for people without one: a head and shoulders in a few warm planes."""

import random
import re
from typing import Final

from studiobook.dev.scenes.craft.canvas import Canvas
from studiobook.dev.scenes.craft.space import Point

_SIDE: Final = 600.0
#: Light and shade.
_SKINS: Final = (
    ("#f2c9a8", "#d99f7a"),
    ("#d9a57a", "#b57a50"),
    ("#a8714a", "#7f4f32"),
    ("#7a4c34", "#573220"),
    ("#f6d9c4", "#e0ae92"),
    ("#5a3826", "#3d2418"),
)
_GROUNDS: Final = (
    ("#e8b25a", "#d9863f"),
    ("#7fa8a0", "#3f6b66"),
    ("#d9786a", "#a8424a"),
    ("#8a9ac7", "#48598f"),
    ("#c9bfa8", "#98886a"),
    ("#a08ac0", "#5f4a86"),
    ("#9ab57a", "#5a7a4a"),
)
_HAIRS: Final = [
    "#1d1714",
    "#3d2618",
    "#6b4024",
    "#b5813f",
    "#8c2f22",
    "#8f8a86",
    "#2a2a3a",
    "#d8c9a8",
]
_CLOTHS: Final = [
    "#2b2d33",
    "#e6dccb",
    "#b5542f",
    "#2f5d62",
    "#3b4a6b",
    "#c9a227",
    "#8c3b4a",
    "#6b7a4b",
]

# Outlines about the middle of the face, in units of the picture.
_FACE: Final = "M-96 -40C-96 -150 96 -150 96 -40L92 50C84 120 34 152 0 152C-34 152 -84 120 -92 50Z"
_PARTED: Final = "M-108 6C-130 -170 130 -190 110 6C96 -60 40 -92 -30 -80C-70 -72 -100 -50 -108 6Z"
_BOB: Final = "M-110 60C-150 -180 150 -180 110 60C104 -30 60 -86 0 -92C-60 -86 -104 -30 -110 60Z"
_CROP: Final = "M-104 -36C-110 -160 110 -160 104 -36C70 -70 -70 -70 -104 -36Z"
_CAP: Final = "M-122 -40C-122 -170 122 -170 122 -40L118 -26C60 -54 -60 -54 -118 -26Z"
_TIED: Final = "M-106 -6C-120 -160 120 -160 106 -6C80 -84 -80 -84 -106 -6Z"
_LONG: Final = "M-120 -20C-150 120 -140 190 -110 230L110 230C140 190 150 120 120 -20Z"
_BEARD: Final = (
    "M-92 40C-84 124 -34 156 0 156C34 156 84 124 92 40C70 84 50 70 0 72C-50 70 -70 84 -92 40Z"
)
_CURLS: Final = (
    (-90, -50, 46),
    (-60, -104, 52),
    (0, -126, 58),
    (60, -104, 52),
    (92, -50, 44),
    (-30, -92, 50),
    (36, -92, 50),
)


def avatar(seed: int) -> Canvas:
    """A square of 600 by 600."""
    dice = random.Random(f"portrait {seed}")
    canvas = Canvas(wide=_SIDE, high=_SIDE)
    light, dark = dice.choice(_GROUNDS)
    canvas.cover(canvas.linear((0, 0), (_SIDE, _SIDE), [(0, light), (1, dark)]))
    canvas.glow((dice.uniform(120, 240), 150), 420, 420, "#fff3d8", alpha=0.4)
    skin, shade = dice.choice(_SKINS)
    hair, cloth = dice.choice(_HAIRS), dice.choice(_CLOTHS)
    head: Point = (300 + dice.uniform(-14, 14), 268)
    style = dice.randrange(6)
    if style in {1, 3}:
        canvas.curve(_placed(_LONG, head), hair)
    _shoulders(canvas, head, cloth, shade)
    _head(canvas, head, skin, shade)
    _hair(canvas, head, hair, style)
    _features(canvas, head, shade, hair)
    if dice.random() < 0.28:
        canvas.curve(_placed(_BEARD, head), hair, alpha=0.95)
        canvas.curve(_placed("M-26 98Q0 108 26 97", head), "#c98a7a", stroke=7)
    else:
        smile = f"M-34 92Q0 {92 + dice.uniform(8, 22):.0f} 34 90"
        canvas.curve(_placed(smile, head), "#7a2f2a", stroke=7)
    if dice.random() < 0.35:
        _glasses(canvas, head)
    if dice.random() < 0.3:
        _headphones(canvas, head, dice.choice(_CLOTHS))
    return canvas


def _placed(outline: str, head: Point) -> str:
    """Path data moved so that its origin is the middle of the face."""

    def moved(pair: re.Match[str]) -> str:
        return f"{float(pair[1]) + head[0]:.1f} {float(pair[2]) + head[1]:.1f}"

    return re.sub(r"(-?[\d.]+) (-?[\d.]+)", moved, outline)


def _shoulders(canvas: Canvas, head: Point, cloth: str, shade: str) -> None:
    lean = (head[0] - 300) / 2
    canvas.curve("M70 620C80 480 190 440 300 436C410 440 520 480 530 620Z", cloth)
    fold = "M330 438C430 446 520 490 530 620L380 620C390 540 370 470 330 438Z"
    canvas.curve(fold, "#000000", alpha=0.16)
    neck = f"M{250 + lean:.0f} 360L{350 + lean:.0f} 360L356 446C340 480 260 480 244 446Z"
    canvas.curve(neck, shade)
    collar = "M232 446C250 496 350 496 368 446L352 440C336 472 264 472 248 440Z"
    canvas.curve(collar, "#ffffff", alpha=0.16)


def _head(canvas: Canvas, head: Point, skin: str, shade: str) -> None:
    x, y = head
    for side in (-1, 1):
        canvas.ellipse((x + side * 96, y + 18), 20, 30, shade)
    paint = canvas.linear((x - 100, y), (x + 100, y + 30), [(0, skin), (0.55, skin), (1, shade)])
    canvas.curve(_placed(_FACE, head), paint)


def _hair(canvas: Canvas, head: Point, hair: str, style: int) -> None:
    x, y = head
    if style == 2:
        for dx, dy, size in _CURLS:
            canvas.ellipse((x + dx, y + dy), size, size, hair)
    elif style == 3:
        canvas.curve(_placed(_BOB, head), hair)
    elif style == 4:
        canvas.curve(_placed(_CROP, head), hair)
        canvas.curve(_placed(_CAP, head), "#26282d")
    elif style == 5:
        canvas.ellipse((x + 6, y - 142), 46, 42, hair)
        canvas.curve(_placed(_TIED, head), hair)
    else:
        canvas.curve(_placed(_PARTED, head), hair)


def _features(canvas: Canvas, head: Point, shade: str, hair: str) -> None:
    x, y = head
    for side in (-1, 1):
        canvas.ellipse((x + side * 40, y + 12), 8, 9, "#1d1714")
        canvas.line([(x + side * 58, y - 16), (x + side * 26, y - 20)], hair, 9, alpha=0.9)
    canvas.curve(_placed("M2 14L14 58L-6 60", head), shade, stroke=6)


def _glasses(canvas: Canvas, head: Point) -> None:
    for side in (-1, 1):
        left = side * 42 - 30
        lens = f"M{left} -2L{left + 60} -2L{left + 58} 34Q{left + 30} 52 {left + 2} 34Z"
        canvas.curve(_placed(lens, head), "#1d1714", stroke=6)
    canvas.curve(_placed("M-12 4L12 4", head), "#1d1714", stroke=6)


def _headphones(canvas: Canvas, head: Point, colour: str) -> None:
    x, y = head
    band = "M-112 6C-124 -190 124 -190 112 6"
    canvas.curve(_placed(band, head), "#1d1f24", stroke=20)
    for side in (-1, 1):
        canvas.ellipse((x + side * 110, y + 20), 26, 44, "#1d1f24")
        canvas.ellipse((x + side * 116, y + 20), 16, 34, colour)
