"""The pictures that can be asked for: pure functions of their seeds, safe in any process."""

from types import ModuleType
from typing import Final

from studiobook.dev.scenes import portrait
from studiobook.dev.scenes.craft.canvas import PIXELS_WIDE
from studiobook.dev.scenes.craft.designs import design, other_view, wide_view
from studiobook.dev.scenes.craft.moods import ANOTHER_HOUR
from studiobook.dev.scenes.details import closeups
from studiobook.dev.scenes.outdoors import facade, skyline
from studiobook.dev.scenes.rooms import dance, film, photo, podcast, recording, rehearsal

KINDS: Final = ("recording", "rehearsal", "podcast", "photo", "film", "dance")
WIDE, DETAIL, OTHER = VARIANTS = (0, 1, 2)

_ROOMS: Final[dict[str, ModuleType]] = {
    "recording": recording,
    "rehearsal": rehearsal,
    "podcast": podcast,
    "photo": photo,
    "film": film,
    "dance": dance,
}


def draw(kind: str, seed: int, variant: int = WIDE, *, width: int = PIXELS_WIDE) -> bytes:
    """A PNG, 3:2 and `width` pixels wide, of the room `seed` of that kind.

    Variants: 0 the whole room, 1 a detail of its gear, 2 the room from a corner at another hour.
    """
    of = design(kind, seed)
    if variant == DETAIL:
        scenery = closeups.close_up(kind, of)
    elif variant == OTHER:
        scenery = other_view(of)
        _ROOMS[kind].furnish(scenery, of, ANOTHER_HOUR[of.mood.name])
    else:
        scenery = wide_view(of)
        _ROOMS[kind].furnish(scenery, of, of.mood)
    return scenery.stage.canvas.png(width=width)


def exterior(seed: int, *, width: int = PIXELS_WIDE) -> bytes:
    """A PNG, 3:2, of a studio's front and its street."""
    return facade.exterior(seed).canvas.png(width=width)


def city(seed: int, name: str, *, width: int = PIXELS_WIDE) -> bytes:
    """A PNG, 3:2, of the skyline of the city `name`."""
    return skyline.city(seed, name).png(width=width)


def avatar(seed: int, *, width: int = 480) -> bytes:
    """A square PNG portrait."""
    return portrait.avatar(seed).png(width=width)
