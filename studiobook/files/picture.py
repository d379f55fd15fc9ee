"""What becomes of an upload, and the bounds that it must keep; knows nothing of how it is made."""

from dataclasses import dataclass
from typing import Final

from studiobook.files import errors

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_PIXELS: Final = 40_000_000
MIN_SIDE: Final = 200
MAX_ASPECT: Final = 4.0
#: Pixels wide, narrowest first; `SMALL` is enough for a face or a logo.
WIDTHS: Final = (480, 960, 1600)
SMALL: Final = (480,)
CONTENT_TYPE: Final = "image/webp"

# The beginnings of files; a HEIC names its kind in a box of four bytes' length and a brand.
_BEGINNINGS: Final = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_BOX: Final = b"ftyp"
_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of a picture: pixels wide and high, and its WebP bytes."""

    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class PreparedImage:
    """A picture ready to be stored: its sizes, narrowest first, and its dominant colour."""

    sizes: tuple[Rendition, ...]
    placeholder: str


def kind_of(data: bytes) -> str | None:
    """JPEG, PNG, WEBP or HEIF by the first bytes, whatever the file is called; None for others."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == _BOX and data[8:12] in _BRANDS:
        return "HEIF"
    return next((kind for start, kind in _BEGINNINGS.items() if data.startswith(start)), None)


def refuse_at_sight(data: bytes) -> None:
    """What needs no decoding to be refused. Raises PictureTooHeavy, NotAPicture."""
    if len(data) > MAX_BYTES:
        raise errors.PictureTooHeavy
    if kind_of(data) is None:
        raise errors.NotAPicture
