"""Portraits for people without one: a head and shoulders in a few warm planes."""

import random
from typing import Final

from studiobook.dev.scenes.canvas import Canvas
from studiobook.dev.scenes.space import Point

_SIDE: Final = 600.0
_SKINS: Final = (("#f2c9a8", "#d99f7a"), ("#d9a57a", "#b57a50"), ("#a8714a", "#7f4f32"), ("#7a4c34", "#573220"), ("#f6d9c4", "#e0ae92"), ("#5a3826", "#3d2418"))
_HAIRS: Final = ("#1d1714", "#3d2618", "#6b4024", "#b5813f", "#8c2f22", "#8f8a86", "#2a2a3a", "#d8c9a8")
_GROUNDS: Final = (("#e8b25a", "#d9863f"), ("#7fa8a0", "#3f6b66"), ("#d9786a", "#a8424a"), ("#8a9ac7", "#48598f"), ("#c9bfa8", "#98886a"), ("#a08ac0", "#5f4a86"), ("#9ab57a", "#5a7a4a"))
_CLOTHS: Final = ("#2b2d33", "#e6dccb", "#b5542f", "#2f5d62", "#3b4a6b", "#c9a227", "#8c3b4a", "#6b7a4b")


def avatar(seed: int) -> Canvas:
    """A square of 600 by 600."""
    dice = random.Random(f"portrait {seed}")
    canvas = Canvas(wide=_SIDE, high=_SIDE)
    light, dark = dice.choice(_GROUNDS)
    canvas.cover(canvas.linear((0, 0), (_SIDE, _SIDE), [(0, light), (1, dark)]))
    canvas.glow((dice.uniform(120, 240), 150), 420, 420, "#fff3d8", alpha=0.4)
    skin, shade = dice.choice(_SKINS)
    hair, cloth = dice.choice(_HAIRS), dice.choice(_CLOTHS)
    lean, style = dice.uniform(-14, 14), dice.randrange(6)
    head: Point = (300 + lean, 268)
    if style in {1, 3}:
        _long_hair(canvas, head, hair)
    _shoulders(canvas, cloth, skin, shade, lean)
    _head(canvas, head, skin, shade)
    _hair(canvas, head, hair, style)
    _face(canvas, head, shade, hair, dice)
    if dice.random() < 0.3:
        _headphones(canvas, head, dice.choice(_CLOTHS))
    return canvas


def _shoulders(canvas: Canvas, cloth: str, skin: str, shade: str, lean: float) -> None:
    canvas.curve("M70 620C80 480 190 440 300 436C410 440 520 480 530 620Z", cloth)
    canvas.curve("M330 438C430 446 520 490 530 620L380 620C390 540 370 470 330 438Z", "#000000", alpha=0.16)
    canvas.curve(f"M{250 + lean / 2:.0f} 360L{350 + lean / 2:.0f} 360L356 446C340 480 260 480 244 446Z", shade)
    canvas.curve("M232 446C250 496 350 496 368 446L352 440C336 472 264 472 248 440Z", "#ffffff", alpha=0.16)
    del skin


def _head(canvas: Canvas, head: Point, skin: str, shade: str) -> None:
    x, y = head
    for side in (-1, 1):
        canvas.ellipse((x + side * 96, y + 18), 20, 30, shade)
    data = f"M{x - 96} {y - 40}C{x - 96} {y - 150} {x + 96} {y - 150} {x + 96} {y - 40}L{x + 92} {y + 50}C{x + 84} {y + 120} {x + 34} {y + 152} {x} {y + 152}C{x - 34} {y + 152} {x - 84} {y + 120} {x - 92} {y + 50}Z"
    canvas.curve(data, canvas.linear((x - 100, y), (x + 100, y + 30), [(0, skin), (0.55, skin), (1, shade)]))


def _hair(canvas: Canvas, head: Point, hair: str, style: int) -> None:
    x, y = head
    if style in {0, 1}:
        canvas.curve(f"M{x - 108} {y + 6}C{x - 130} {y - 170} {x + 130} {y - 190} {x + 110} {y + 6}C{x + 96} {y - 60} {x + 40} {y - 92} {x - 30} {y - 80}C{x - 70} {y - 72} {x - 100} {y - 50} {x - 108} {y + 6}Z", hair)
    elif style == 2:
        for dx, dy, size in ((-90, -50, 46), (-60, -104, 52), (0, -126, 58), (60, -104, 52), (92, -50, 44), (-30, -92, 50), (36, -92, 50)):
            canvas.ellipse((x + dx, y + dy), size, size, hair)
    elif style == 3:
        canvas.curve(f"M{x - 110} {y + 60}C{x - 150} {y - 180} {x + 150} {y - 180} {x + 110} {y + 60}C{x + 104} {y - 30} {x + 60} {y - 86} {x} {y - 92}C{x - 60} {y - 86} {x - 104} {y - 30} {x - 110} {y + 60}Z", hair)
    elif style == 4:
        canvas.curve(f"M{x - 104} {y - 36}C{x - 110} {y - 160} {x + 110} {y - 160} {x + 104} {y - 36}C{x + 70} {y - 70} {x - 70} {y - 70} {x - 104} {y - 36}Z", hair)
        canvas.curve(f"M{x - 122} {y - 40}C{x - 122} {y - 170} {x + 122} {y - 170} {x + 122} {y - 40}L{x + 118} {y - 26}C{x + 60} {y - 54} {x - 60} {y - 54} {x - 118} {y - 26}Z", "#26282d")
    else:
        canvas.ellipse((x + 6, y - 142), 46, 42, hair)
        canvas.curve(f"M{x - 106} {y - 6}C{x - 120} {y - 160} {x + 120} {y - 160} {x + 106} {y - 6}C{x + 80} {y - 84} {x - 80} {y - 84} {x - 106} {y - 6}Z", hair)


def _long_hair(canvas: Canvas, head: Point, hair: str) -> None:
    x, y = head
    canvas.curve(f"M{x - 120} {y - 20}C{x - 150} {y + 120} {x - 140} {y + 190} {x - 110} {y + 230}L{x + 110} {y + 230}C{x + 140} {y + 190} {x + 150} {y + 120} {x + 120} {y - 20}Z", hair)


def _face(canvas: Canvas, head: Point, shade: str, hair: str, dice: random.Random) -> None:
    x, y = head
    for side in (-1, 1):
        canvas.ellipse((x + side * 40, y + 12), 8, 9, "#1d1714")
        canvas.line([(x + side * 58, y - 16), (x + side * 26, y - 20)], hair, 9, alpha=0.9)
    canvas.curve(f"M{x + 2} {y + 14}L{x + 14} {y + 58}L{x - 6} {y + 60}", shade, stroke=6)
    smile = dice.uniform(8, 22)
    canvas.curve(f"M{x - 34} {y + 92}Q{x} {y + 92 + smile} {x + 34} {y + 90}", "#7a2f2a", stroke=7)
    if dice.random() < 0.35:
        for side in (-1, 1):
            canvas.curve(f"M{x + side * 70} {y - 2}h{-side * 58}v34q0 14 {-side * -16} 14h{side * 26}q{side * 16} 0 {side * 16} -14z", "#1d1714", stroke=6)
        canvas.line([(x - 12, y + 6), (x + 12, y + 6)], "#1d1714", 6)
    if dice.random() < 0.28:
        canvas.curve(f"M{x - 92} {y + 40}C{x - 84} {y + 124} {x - 34} {y + 156} {x} {y + 156}C{x + 34} {y + 156} {x + 84} {y + 124} {x + 92} {y + 40}C{x + 70} {y + 84} {x + 50} {y + 70} {x} {y + 72}C{x - 50} {y + 70} {x - 70} {y + 84} {x - 92} {y + 40}Z", hair, alpha=0.95)
        canvas.curve(f"M{x - 26} {y + 98}Q{x} {y + 108} {x + 26} {y + 97}", "#c98a7a", stroke=7)


def _headphones(canvas: Canvas, head: Point, colour: str) -> None:
    x, y = head
    canvas.curve(f"M{x - 112} {y + 6}C{x - 124} {y - 190} {x + 124} {y - 190} {x + 112} {y + 6}", "#1d1f24", stroke=20)
    for side in (-1, 1):
        canvas.ellipse((x + side * 110, y + 20), 26, 44, "#1d1f24")
        canvas.ellipse((x + side * 116, y + 20), 16, 34, colour)
