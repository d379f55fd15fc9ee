"""Uploads that mean harm, made on the spot: each is refused with a sentence or comes out clean."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from time import perf_counter

import pytest
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from studiobook.files import errors
from studiobook.files.images import prepare
from studiobook.files.picture import MAX_BYTES, PreparedImage
from tests.support.pictures import BLUE, RED, encode, near, opened

#: Words that must not survive in anything that is served.
MARKS = (b"<script", b"PK\x03\x04", b"%PDF", b"EXIF", b"ICCP", b"XMP ", b"Somebody", b"http")
FLAT = Image.new("RGB", (900, 600), RED)


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def with_segments(*segments: bytes) -> bytes:
    """A JPEG with these behind its first marker."""
    data = encode(FLAT)
    return data[:2] + b"".join(segments) + data[2:]


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, pixels: bytes, *more: bytes, kind: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    parts = (chunk(b"IHDR", header), *more, chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("evil.html", "<script>alert(1)</script>")
    return out.getvalue()


def jpeg_that_claims(width: int, height: int) -> bytes:
    """A JPEG whose frame header announces other dimensions than its pixels fill."""
    data = bytearray(encode(FLAT))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def webp_that_claims(width: int, height: int) -> bytes:
    """A WebP whose canvas is far larger than the picture in it."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    simple = encode(FLAT, "WEBP")[12:]
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + bytes(4) + canvas + simple
    return b"RIFF" + struct.pack("<I", len(body)) + body


def heic_that_claims(width: int, height: int) -> bytes:
    """A HEIC whose property box announces other dimensions."""
    data = bytearray(encode(FLAT, "HEIF"))
    at = data.index(b"ispe")
    while at != -1:
        data[at + 8 : at + 16] = struct.pack(">II", width, height)
        at = data.find(b"ispe", at + 4)
    return bytes(data)


def heif_film() -> bytes:
    first = encode(FLAT, "HEIF")
    return first[:8] + b"msf1" + first[12:]


def full_of_text() -> bytes:
    """A PNG with a compressed text that unfolds to hundreds of megabytes."""
    text = b"Comment\0\0" + zlib.compress(b"a" * 200_000_000, 9)
    return png(900, 600, zlib.compress(b"\0" * (900 * 3 + 1) * 600), chunk(b"zTXt", text))


REFUSED: dict[str, tuple[Callable[[], bytes], tuple[type[errors.PictureRefused], ...]]] = {
    "a JPEG that claims four gigapixels": (
        lambda: jpeg_that_claims(65_500, 65_500), (errors.PictureTooLarge,)),
    "a WebP that claims 16 thousand squared": (
        lambda: webp_that_claims(16_000, 16_000), (errors.PictureTooLarge, errors.PictureDamaged)),
    "a HEIC that claims a gigapixel": (
        lambda: heic_that_claims(32_000, 32_000), (errors.PictureTooLarge, errors.PictureDamaged)),
    "a PNG that claims four gigapixels": (
        lambda: png(65_535, 65_535, zlib.compress(bytes(10_000))), (errors.PictureTooLarge,)),
    "a PNG one pixel high and very wide": (
        lambda: png(2**31 - 1, 1, zlib.compress(b"")), (errors.PictureRefused,)),
    "a PNG with no pixels": (lambda: png(0, 0, b""), (errors.PictureDamaged,)),
    "a PNG whose text unfolds for ever": (full_of_text, (errors.PictureDamaged,)),
    "a GIF that is a script": (
        lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", (errors.NotAPicture,)),
    "a drawing with a script": (
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        (errors.NotAPicture,)),
    "a page called .jpg": (
        lambda: b"<!doctype html><script>alert(1)</script>", (errors.NotAPicture,)),
    "a PDF": (lambda: b"%PDF-1.7\n1 0 obj", (errors.NotAPicture,)),
    "a ZIP": (zipped, (errors.NotAPicture,)),
    "a PDF with a JPEG further down": (
        lambda: b"%PDF-1.7\n" + encode(FLAT), (errors.NotAPicture,)),
    "zeros": (lambda: bytes(1000), (errors.NotAPicture,)),
    "nothing": (lambda: b"", (errors.NotAPicture,)),
    "the beginning of a JPEG only": (lambda: b"\xff\xd8\xff\xe0", (errors.PictureDamaged,)),
    "the beginning of a PNG only": (lambda: b"\x89PNG\r\n\x1a\n", (errors.PictureDamaged,)),
    "the beginning of a WebP only": (
        lambda: b"RIFF\xff\xff\xff\x7fWEBPVP8 ", (errors.PictureDamaged,)),
    "the beginning of a HEIC only": (
        lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", (errors.PictureDamaged,)),
    "a film in a HEIC's clothes": (heif_film, (errors.NotAPicture,)),
    "eleven megabytes": (lambda: encode(FLAT) + bytes(11 * 1024**2), (errors.PictureTooHeavy,)),
}  # fmt: skip


def garbage_profile() -> bytes:
    return encode(FLAT, icc_profile=b"\xff" * 2_000_000)


def lying_profile() -> bytes:
    """A profile whose header says that it is gigabytes long."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[0:4] = b"\xff\xff\xff\xff"
    return encode(FLAT, icc_profile=bytes(profile))


def long_exif() -> bytes:
    """Megabytes of camera data, a pointer that leads nowhere among them."""
    tiff = b"MM\0*\0\0\0\x08\0\x02" + struct.pack(">HHII", 0x8769, 4, 1, 0xFFFFFFFF)
    tiff += struct.pack(">HHII", 0x010F, 2, 9, 0x7FFFFFFF) + b"Somebody" * 7000
    return with_segments(*[segment(0xE1, b"Exif\0\0" + tiff)] * 150)


def many_texts() -> bytes:
    about = PngImagePlugin.PngInfo()
    about.add_text("XML:com.adobe.xmp", "<x:xmpmeta>Somebody</x:xmpmeta>")
    about.add_itxt("Comment", "<script>alert(1)</script>")
    return encode(FLAT, "PNG", pnginfo=about)


CLEAN: dict[str, Callable[[], bytes]] = {
    "a JPEG that is a ZIP, too": lambda: encode(FLAT) + zipped(),
    "a JPEG with a page behind it": lambda: encode(FLAT) + b"<script>alert(1)</script>",
    "a JPEG with a page in its comment": lambda: encode(FLAT, comment=b"<script>alert(1)</script>"),
    "a JPEG with megabytes of camera data": long_exif,
    "a JPEG with hundreds of segments": lambda: with_segments(*[segment(0xED, bytes(9000))] * 500),
    "a PNG with words and a page": many_texts,
    "a WebP with everything": lambda: encode(
        FLAT, "WEBP", xmp=b"<x:xmpmeta>Somebody</x:xmpmeta>", exif=b"Exif\0\0Somebody",
    ),
    "a HEIC with camera data": lambda: encode(FLAT, "HEIF", exif=_exif(), xmp=b"Somebody http"),
    "a profile of garbage": garbage_profile,
    "a profile that lies about its length": lying_profile,
    "a CMYK JPEG": lambda: encode(FLAT.convert("CMYK")),
    "a PNG of a few colours, one of them glass": lambda: encode(
        FLAT.quantize(8), "PNG", transparency=9,
    ),
    "a progressive JPEG": lambda: encode(FLAT, progressive=True),
}  # fmt: skip


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Somebody"
    exif[0x0112] = 1
    return exif.tobytes()


@pytest.mark.parametrize("what", list(REFUSED))
def test_it_is_refused_with_a_sentence_and_soon(what: str) -> None:
    make, refusals = REFUSED[what]
    data = make()
    began = perf_counter()
    with pytest.raises(refusals) as refused:
        prepare(data)
    assert perf_counter() - began < 5
    assert refused.value.message.endswith(".")


@pytest.mark.filterwarnings("ignore:Truncated File Read")  # in camera data, which is left out
@pytest.mark.parametrize("what", list(CLEAN))
def test_it_comes_out_clean(what: str) -> None:
    data = CLEAN[what]()
    assert len(data) <= MAX_BYTES
    picture = prepare(data)
    require_clean(picture)
    middle = opened(picture.sizes[-1].data).getpixel((450, 300))
    assert near(middle, RED, within=40), middle


def require_clean(picture: PreparedImage) -> None:
    for size in picture.sizes:
        image = opened(size.data)
        assert (image.format, image.size) == ("WEBP", (size.width, size.height))
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)
        assert not [mark for mark in MARKS if mark in size.data]


def test_a_jpeg_that_claims_all_it_may_and_has_few_pixels_is_grey_where_it_lacks_them() -> None:
    """The library fills up what is missing: no harm, and soon done."""
    began = perf_counter()
    require_clean(prepare(jpeg_that_claims(8_000, 5_000)))
    assert perf_counter() - began < 5


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_of_holding_a_camera_ends_upright(orientation: int) -> None:
    """As Pillow itself turns it, which knows the eight ways."""
    image = Image.new("RGB", (900, 600), BLUE)
    image.paste(RED, (0, 0, 300, 200))
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encode(image, exif=exif)
    wanted = ImageOps.exif_transpose(opened(data))
    made = opened(prepare(data).sizes[-1].data)
    assert made.size == wanted.size
    for left in (50, made.width - 50):
        for top in (50, made.height - 50):
            red, _green, blue = made.getpixel((left, top))  # type: ignore[misc]
            assert (red > blue) is (wanted.getpixel((left, top))[0] > 100)  # type: ignore[index]


def test_a_wrong_extension_changes_nothing() -> None:
    """What a file is called is not even asked: a PNG is a PNG."""
    require_clean(prepare(encode(FLAT, "PNG")))


def test_a_heic_turned_by_its_own_box_or_by_its_camera_is_turned_once() -> None:
    image = Image.new("RGB", (900, 600), BLUE)
    image.paste(RED, (0, 0, 450, 600))
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = opened(prepare(encode(image, "HEIF", exif=exif.tobytes())).sizes[-1].data)
    assert picture.width < picture.height
    assert near(picture.getpixel((300, 60)), RED, within=40)
    assert near(picture.getpixel((300, 840)), BLUE, within=40)
