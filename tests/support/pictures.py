"""Pictures that tests send: made on the spot, so that nothing binary is kept."""

import io

from PIL import ExifTags, Image
from pillow_heif import register_heif_opener

RED, BLUE = (200, 30, 30), (20, 40, 200)


def encode(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """As a file; `options` are Pillow's."""
    if kind == "HEIF":
        register_heif_opener()
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plain(side: int = 300, colour: str = "red", kind: str = "JPEG") -> bytes:
    """One colour, 3:2."""
    return encode(Image.new("RGB", (side * 3 // 2, side), colour), kind)


def opened(data: bytes) -> Image.Image:
    """Read to its end."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def near(found: object, wanted: tuple[int, int, int], within: int = 12) -> bool:
    """Whether a pixel has about this colour."""
    assert isinstance(found, tuple)
    return all(abs(a - b) <= within for a, b in zip(found, wanted, strict=True))


def from_a_phone(size: tuple[int, int] = (4000, 3000), *, noise: int = 0) -> bytes:
    """A JPEG that was taken with the phone on its side: upright, its top is red, the rest blue.

    With GPS and a camera's name. `noise` makes it as heavy as a photo.
    """
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    if noise:
        grain = Image.effect_noise(size, noise).convert("RGB")
        image = Image.blend(image, grain, 0.15)
    exif = Image.Exif()
    # A quarter clockwise to stand upright: the left half becomes the top.
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Camera of Someone"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    return encode(image, exif=exif, quality=90)
