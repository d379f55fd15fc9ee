"""From uploaded bytes to the renditions that pages show. The only importer of Pillow."""

import io
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from studiobook.files import errors

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_PIXELS: Final = 40_000_000
MIN_SIDE: Final = 200
MAX_ASPECT: Final = 4.0
WIDTHS: Final = (480, 960, 1600)
CONTENT_TYPE: Final = "image/webp"

_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_QUALITY: Final = 80
# 0 is fastest and 6 smallest; 4 costs twice the time of 2 for 3 % fewer bytes on our pictures.
_EFFORT: Final = 2
_SIDEWAYS: Final = frozenset({5, 6, 7, 8})
_PAPER: Final = (255, 255, 255)
_PLACEHOLDER_SIDE: Final = 32
_PLACEHOLDER_COLOURS: Final = 6

# Pillow only warns between the limit and twice the limit; here both are refusals. The filter is
# set once for the process because changing filters per call is not safe between threads.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


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


def prepare(data: bytes) -> PreparedImage:
    """Re-encode an upload as upright sRGB WebP without metadata, 480, 960 and 1600 pixels wide.

    Nothing is enlarged: a picture narrower than 1600 ends with its own width. The placeholder
    is `#rrggbb`. Raises a subclass of PictureRefused for anything that is not a whole, still,
    reasonably shaped JPEG, PNG or WebP of at most 10 MB and 40 megapixels.
    """
    if len(data) > MAX_BYTES:
        raise errors.PictureTooHeavy
    try:
        _verify(data)
        picture = _decode(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise errors.PictureTooLarge from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise errors.PictureDamaged from None
    return PreparedImage(sizes=_renditions(picture), placeholder=_dominant_colour(picture))


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    except UnidentifiedImageError:
        raise errors.NotAPicture from None


def _verify(data: bytes) -> None:
    picture = _open(data)
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise errors.PictureTooLarge
    if min(width, height) < MIN_SIDE:
        raise errors.PictureTooSmall
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise errors.PictureTooNarrow
    # A phone's JPEG may carry a preview or depth map as a second frame (MPO): that is no film.
    if picture.format in {"PNG", "WEBP"} and getattr(picture, "is_animated", False):
        raise errors.PictureMoves
    picture.verify()


def _decode(data: bytes) -> Image.Image:
    picture = _open(data)
    # A JPEG decodes at a half or a quarter for less work, as long as enough of what will be its
    # width remains: in these orientations that is the stored height.
    sideways = picture.getexif().get(ExifTags.Base.Orientation, 1) in _SIDEWAYS
    picture.draft(None, (1, WIDTHS[-1]) if sideways else (WIDTHS[-1], 1))
    picture.load()
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    return _without_metadata(_in_srgb(_flattened(upright), profile))


def _flattened(picture: Image.Image) -> Image.Image:
    """Eight bits, no transparency; what was transparent becomes paper."""
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture
    above = picture.convert("RGBA")
    paper = Image.new("RGBA", above.size, (*_PAPER, 255))
    return Image.alpha_composite(paper, above).convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            # A broken profile costs some colour, not the upload.
            return picture.convert("RGB")
        if converted is not None:
            return converted
    return picture.convert("RGB")


def _without_metadata(picture: Image.Image) -> Image.Image:
    picture.info.clear()
    return picture


def _renditions(picture: Image.Image) -> tuple[Rendition, ...]:
    own = picture.width
    widths = [width for width in WIDTHS if width < own] + [min(own, WIDTHS[-1])]
    smaller = picture
    sizes: list[Rendition] = []
    for width in reversed(list(dict.fromkeys(widths))):
        height = max(1, round(picture.height * width / own))
        if smaller.size != (width, height):
            smaller = smaller.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        sizes.append(Rendition(width, height, _webp(smaller)))
    return tuple(reversed(sizes))


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=_QUALITY, method=_EFFORT, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()


def _dominant_colour(picture: Image.Image) -> str:
    """The commonest of a few colours, as `#rrggbb`."""
    side = _PLACEHOLDER_SIDE
    tiny = picture.resize((side, side), Image.Resampling.BOX, reducing_gap=2.0)
    few = tiny.quantize(_PLACEHOLDER_COLOURS)
    palette = few.getpalette() or [0, 0, 0]
    counts = few.getcolors() or [(1, 0)]
    _, index = max((count, int(str(colour))) for count, colour in counts)
    red, green, blue = palette[3 * index : 3 * index + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
