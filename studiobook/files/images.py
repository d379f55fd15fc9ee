"""From uploaded bytes to the renditions that pages show. The only importer of Pillow.

Uploads come here in a process of their own (files/darkroom.py): neither the library nor a hostile
file weighs on the web.
"""

import io
import struct
import warnings
from typing import Final

from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from studiobook.files import errors
from studiobook.files.picture import (
    MAX_ASPECT,
    MAX_PIXELS,
    MIN_SIDE,
    WIDTHS,
    PreparedImage,
    Rendition,
    kind_of,
    refuse_at_sight,
)

_QUALITY: Final = 80
# 0 is fastest and 6 smallest; 4 costs twice the time of 2 for 3 % fewer bytes on our pictures.
_EFFORT: Final = 2
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS: Final = frozenset(_TURNS[n] for n in (5, 6, 7, 8))
_PAPER: Final = (255, 255, 255)
_PLACEHOLDER_SIDE: Final = 32
_PLACEHOLDER_COLOURS: Final = 6
# These shrink as they are; the other modes are unfolded first.
_SMOOTH: Final = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})

# Pillow only warns between the limit and twice the limit; here both are refusals. The filter is
# set once for the process because changing filters per call is not safe between threads.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def prepare(data: bytes, widths: tuple[int, ...] = WIDTHS) -> PreparedImage:
    """Re-encode an upload as upright sRGB WebP without metadata, in these widths (pixels).

    Nothing is enlarged: a picture narrower than the widest ends with its own width. The
    placeholder is `#rrggbb`. Raises a subclass of PictureRefused for anything that is not a whole,
    still, reasonably shaped JPEG, PNG, WebP or HEIC of at most 10 MB and 40 megapixels.
    """
    refuse_at_sight(data)
    try:
        _verify(data)
        picture = _decode(data, widths[-1])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise errors.PictureTooLarge from None
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError):
        raise errors.PictureDamaged from None
    return PreparedImage(sizes=_renditions(picture, widths), placeholder=_dominant_colour(picture))


def _open(data: bytes) -> Image.Image:
    kind = kind_of(data) or ""
    if kind == "HEIF":
        # Half of its 27 MB is an encoder that we never call: only who meets a HEIC loads it.
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    try:
        return Image.open(io.BytesIO(data), formats=(kind,))
    except UnidentifiedImageError:
        raise errors.PictureDamaged from None


def _verify(data: bytes) -> None:
    picture = _open(data)
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise errors.PictureTooLarge
    if min(width, height) < MIN_SIDE:
        raise errors.PictureTooSmall
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise errors.PictureTooNarrow
    # A phone's JPEG or HEIC may carry a preview or depth map as a second frame: that is no film.
    if picture.format in {"PNG", "WEBP"} and getattr(picture, "is_animated", False):
        raise errors.PictureMoves
    picture.verify()


def _decode(data: bytes, widest: int) -> Image.Image:
    picture = _open(data)
    # A JPEG decodes at a half or a quarter for less work, as long as enough of what will be its
    # width remains: in these orientations that is the stored height.
    turn = _turn(picture)
    sideways = turn in _SIDEWAYS
    picture.draft(None, (1, widest) if sideways else (widest, 1))
    picture.load()
    profile = picture.info.get("icc_profile")
    picture = _nearer(picture, widest, sideways=sideways)
    upright = picture if turn is None else picture.transpose(turn)
    return _without_metadata(_in_srgb(_flattened(upright), profile))


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """What makes the picture stand upright, as far as the camera's data can be read."""
    try:
        return _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except (SyntaxError, ValueError, TypeError, OSError, struct.error):
        # Broken words of a camera cost the direction, not the upload.
        return None


def _nearer(picture: Image.Image, widest: int, *, sideways: bool) -> Image.Image:
    """As large as its largest rendition, before the steps that need it several times in memory."""
    own = picture.height if sideways else picture.width
    if own <= widest or picture.mode not in _SMOOTH or "transparency" in picture.info:
        return picture
    width, height = (round(side * widest / own) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


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


def _renditions(picture: Image.Image, wanted: tuple[int, ...]) -> tuple[Rendition, ...]:
    own = picture.width
    widths = [width for width in wanted if width < own] + [min(own, wanted[-1])]
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
