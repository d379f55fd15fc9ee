"""Colours as light: linear RGB triples that add and multiply, developed into `#rrggbb`."""

import math
from typing import Final

Rgb = tuple[float, float, float]

WHITE: Final[Rgb] = (1.0, 1.0, 1.0)
BLACK: Final[Rgb] = (0.0, 0.0, 0.0)


def pigment(code: str) -> Rgb:
    """The linear reflectance of a colour written as `#rrggbb`."""
    red, green, blue = bytes.fromhex(code[1:])
    return ((red / 255) ** 2.2, (green / 255) ** 2.2, (blue / 255) ** 2.2)


def warm(kelvin: float) -> Rgb:
    """The tint of a lamp, 2000 (candle) to 10000 (blue sky), brightest channel 1."""
    if kelvin <= 6600:
        share = (kelvin - 2000) / 4600
        return (1.0, 0.58 + 0.4 * share**0.85, 0.28 + 0.7 * share**1.1)
    share = min(1.0, (kelvin - 6600) / 5000)
    return (1.0 - 0.42 * share, 0.98 - 0.22 * share, 1.0)


def mix(a: Rgb, b: Rgb, share: float) -> Rgb:
    """`a` with `share` (0 to 1) of `b` in it."""
    return (
        a[0] + (b[0] - a[0]) * share,
        a[1] + (b[1] - a[1]) * share,
        a[2] + (b[2] - a[2]) * share,
    )


def times(a: Rgb, b: Rgb) -> Rgb:
    """Light `a` reflected by pigment `b`."""
    return (a[0] * b[0], a[1] * b[1], a[2] * b[2])


def scaled(a: Rgb, by: float) -> Rgb:
    """`a`, `by` times as bright."""
    return (a[0] * by, a[1] * by, a[2] * by)


def plus(a: Rgb, b: Rgb) -> Rgb:
    """Two lights together."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def luminance(a: Rgb) -> float:
    """How bright the eye finds it."""
    return 0.2126 * a[0] + 0.7152 * a[1] + 0.0722 * a[2]


def developed(light: Rgb) -> str:
    """Light as film shows it: highlights roll off, shadows keep colour; `#rrggbb`."""
    grey = luminance(light)
    red, green, blue = (_film(channel + (grey - channel) * 0.16) for channel in light)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _film(light: float) -> int:
    # The filmic curve of Narkowicz (2015), a fit of the ACES reference transform.
    x = max(0.0, light)
    curve = (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)
    return round(255 * math.pow(min(1.0, curve), 1 / 2.2))
