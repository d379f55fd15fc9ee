"""Details of the gear, seen from near: what stands behind is out of focus."""

import random
from collections.abc import Callable

from studiobook.dev.scenes.craft.designs import Design, opened
from studiobook.dev.scenes.craft.space import Camera
from studiobook.dev.scenes.craft.stage import Scenery
from studiobook.dev.scenes.details import near_pictures, near_sound, near_voice
from studiobook.dev.scenes.details.focus import vignette
from studiobook.dev.scenes.rooms import dance


def close_up(kind: str, of: Design) -> Scenery:
    """One of the details of a room of that kind."""
    first, second = _DETAILS[kind]
    scenery = (first if random.Random(of.seed).random() < 0.5 else second)(of)
    vignette(scenery.stage)
    return scenery


def _along_the_barre(of: Design) -> Scenery:
    half = of.room.wide / 2
    scenery = opened(
        of, Camera((half - 1.15, 1.32, 0.4), yaw=0.2, focal=1500, horizon=520), of.mood
    )
    dance.furnish(scenery, of, of.mood)
    return scenery


def _over_the_floor(of: Design) -> Scenery:
    half = of.room.wide / 2
    scenery = opened(
        of, Camera((-half + 2.6, 0.55, 0.3), yaw=-0.3, focal=1350, horizon=640), of.mood
    )
    dance.furnish(scenery, of, of.mood)
    return scenery


_DETAILS: dict[str, tuple[Callable[[Design], Scenery], Callable[[Design], Scenery]]] = {
    "recording": (near_sound.desk, near_sound.big_microphone),
    "rehearsal": (near_sound.drum_kit, near_sound.amplifiers),
    "podcast": (near_voice.broadcast, near_voice.broadcast),
    "photo": (near_pictures.still_camera, near_pictures.paper_and_light),
    "film": (near_pictures.cine_camera, near_pictures.film_lamp),
    "dance": (_along_the_barre, _over_the_floor),
}
