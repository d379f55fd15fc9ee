"""Times of day: what comes through a window, what the lamps give, how much is left in corners."""

import random
from dataclasses import dataclass
from typing import Final

from studiobook.dev.scenes.craft.colour import Rgb, mix, pigment, scaled, warm


@dataclass(frozen=True, slots=True)
class Mood:
    """Light before any lamp is placed; powers are those of `light.Lamp`."""

    name: str
    sky: tuple[str, str]
    skyline: str
    window: Rgb
    window_power: float
    ambient: Rgb
    lamp: Rgb
    lamp_power: float
    #: Direction in which sunlight travels, when the sun shines in.
    sun: tuple[float, float, float] | None = None
    exposure: float = 1.0


DAY: Final = Mood(
    "day", ("#8fb7dc", "#e9f1f4"), "#a9b9c6", warm(7200), 9.0,
    scaled(warm(6400), 0.34), warm(3600), 2.0, sun=(0.75, -1.0, 0.35),
)  # fmt: skip
GOLDEN: Final = Mood(
    "golden", ("#f2b880", "#ffe9c4"), "#b98d72", warm(3900), 9.5,
    scaled(warm(5200), 0.24), warm(2900), 3.4, sun=(0.95, -0.62, 0.2),
)  # fmt: skip
DUSK: Final = Mood(
    "dusk", ("#2d4a78", "#e58f6b"), "#1d2b47", (0.35, 0.5, 1.0), 3.2,
    scaled((0.5, 0.55, 0.8), 0.2), warm(2700), 6.6,
)  # fmt: skip
NIGHT: Final = Mood(
    "night", ("#0b1330", "#27335c"), "#0a0f22", (0.2, 0.3, 0.8), 0.9,
    scaled((0.55, 0.52, 0.75), 0.12), warm(2700), 7.2,
)  # fmt: skip

#: What the same room looks like at another hour of the day.
ANOTHER_HOUR: Final = {"day": GOLDEN, "golden": DAY, "dusk": DAY, "night": DUSK}

ACCENTS: Final = ("#ff5a3c", "#ff9d2e", "#e8487f", "#8a5cff", "#2aa8ff", "#23c8a8", "#ffd166")


def accent(dice: random.Random) -> Rgb:
    """A saturated colour for neon, tubes and strips."""
    return mix(pigment(dice.choice(ACCENTS)), (1, 1, 1), 0.04)
