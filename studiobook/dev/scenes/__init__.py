"""Illustrated studio scenes: every picture of the demo world is drawn here, from a seed."""

from studiobook.dev.scenes.gallery import KINDS, VARIANTS, avatar, city, draw, exterior

__all__ = ["KINDS", "VARIANTS", "avatar", "city", "draw", "exterior"]
