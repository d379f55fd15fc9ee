"""The picture pipeline: what it makes of good pictures and how it refuses the others."""

import re
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from studiobook.errors import DomainError
from studiobook.files import errors
from studiobook.files.images import prepare
from studiobook.files.picture import MAX_BYTES
from tests.support.pictures import BLUE, RED, encode, near, opened


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header announces far more pixels than it holds."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_becomes_three_webp_sizes_narrowest_first(kind: str) -> None:
    prepared = prepare(encode(Image.new("RGB", (2400, 1600), RED), kind))
    assert [(size.width, size.height) for size in prepared.sizes] == [
        (480, 320),
        (960, 640),
        (1600, 1067),
    ]
    for size in prepared.sizes:
        image = opened(size.data)
        assert (image.format, image.mode, image.size) == ("WEBP", "RGB", (size.width, size.height))


def test_a_small_picture_is_never_enlarged() -> None:
    prepared = prepare(encode(Image.new("RGB", (700, 500), RED)))
    assert [size.width for size in prepared.sizes] == [480, 700]
    prepared = prepare(encode(Image.new("RGB", (300, 300), RED)))
    assert [size.width for size in prepared.sizes] == [300]


def test_the_placeholder_is_the_commonest_colour() -> None:
    image = Image.new("RGB", (900, 600), BLUE)
    image.paste(RED, (0, 0, 900, 150))
    placeholder = prepare(encode(image, "PNG")).placeholder
    assert re.fullmatch(r"#[0-9a-f]{6}", placeholder)
    colour = tuple(bytes.fromhex(placeholder[1:]))
    assert near(colour, BLUE)


@pytest.mark.parametrize("size", [(900, 600), (4000, 3000)])
def test_the_camera_orientation_is_applied_and_then_forgotten(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise to stand upright: the left half becomes the top
    largest = prepare(encode(image, exif=exif)).sizes[-1]
    turned = opened(largest.data)
    assert turned.width < turned.height
    assert near(turned.getpixel((turned.width // 2, 20)), RED)
    assert near(turned.getpixel((turned.width // 2, turned.height - 20)), BLUE)
    assert not turned.getexif()


def test_no_metadata_survives() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Someone"
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encode(
        Image.new("RGB", (900, 600), RED), exif=exif, icc_profile=profile, comment=b"at home"
    )
    assert b"Camera of Someone" in data
    for size in prepare(data).sizes:
        assert set(opened(size.data).info) <= {"loop", "background", "timestamp", "duration"}
        assert b"Camera" not in size.data
        assert b"EXIF" not in size.data
        assert b"ICCP" not in size.data


def test_transparency_becomes_paper() -> None:
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    pixel = opened(prepare(encode(image, "PNG")).sizes[-1].data).getpixel((200, 200))
    assert near(pixel, (255, 255, 255), within=3)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_every_colour_mode_that_a_file_may_have_is_taken(mode: str) -> None:
    image = Image.new("L", (300, 300), 128)
    kind = "JPEG" if mode == "CMYK" else "PNG"
    if mode == "I;16":
        image = Image.frombytes("I;16", (300, 300), struct.pack("<H", 32768) * 90000)
    elif mode != "L":
        image = image.convert(mode)
    pixel = opened(prepare(encode(image, kind)).sizes[-1].data).getpixel((150, 150))
    if mode != "1":
        assert near(pixel, (128, 128, 128))


def test_a_broken_colour_profile_does_not_cost_the_upload() -> None:
    data = encode(Image.new("RGB", (300, 300), RED), icc_profile=b"no profile at all")
    assert near(opened(prepare(data).sizes[-1].data).getpixel((150, 150)), RED)


def test_a_phone_photo_with_a_preview_inside_is_a_still() -> None:
    first, second = Image.new("RGB", (900, 600), RED), Image.new("RGB", (300, 200), BLUE)
    data = encode(first, "MPO", save_all=True, append_images=[second])
    assert opened(data).format == "MPO"
    assert near(opened(prepare(data).sizes[-1].data).getpixel((450, 300)), RED)


def test_a_page_hidden_behind_a_picture_vanishes() -> None:
    data = encode(Image.new("RGB", (300, 300), RED)) + b"<script>alert(1)</script>"
    assert b"script" not in prepare(data).sizes[-1].data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\0" * 500,
        b"<svg xmlns='http://www.w3.org/2000/svg' width='900' height='600'/>",
        b"<!doctype html><title>x</title>",
        b"%PDF-1.7\n",
        encode(Image.new("RGB", (900, 600)), "GIF"),
        encode(Image.new("RGB", (900, 600)), "BMP"),
        encode(Image.new("RGB", (900, 600)), "TIFF"),
    ],
    ids=["empty", "words", "zeros", "svg", "html", "pdf", "gif", "bmp", "tiff"],
)
def test_what_is_no_jpeg_png_webp_or_heic_is_refused(data: bytes) -> None:
    with pytest.raises(errors.NotAPicture):
        prepare(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_truncated_picture_is_refused(kind: str, part: float) -> None:
    noise = Image.effect_noise((600, 400), 80).convert("RGB")
    data = encode(noise, kind)
    with pytest.raises((errors.PictureDamaged, errors.NotAPicture)):
        prepare(data[: int(len(data) * part)])


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_moving_pictures_are_refused(kind: str) -> None:
    frames = [Image.new("RGB", (300, 300), colour) for colour in (RED, BLUE)]
    data = encode(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    with pytest.raises(errors.PictureMoves):
        prepare(data)


@pytest.mark.parametrize("size", [(1700, 400), (400, 1700)])
def test_long_thin_pictures_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(errors.PictureTooNarrow):
        prepare(encode(Image.new("RGB", size)))


@pytest.mark.parametrize("size", [(1, 1), (199, 300), (900, 10)])
def test_tiny_pictures_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(errors.PictureTooSmall):
        prepare(encode(Image.new("RGB", size)))


def test_more_than_ten_megabytes_are_refused_before_anything_is_decoded() -> None:
    with pytest.raises(errors.PictureTooHeavy):
        prepare(encode(Image.new("RGB", (300, 300))) + b"\0" * MAX_BYTES)


@pytest.mark.parametrize("size", [(8000, 5001), (20_000, 20_000), (2_000_000, 2_000_000)])
def test_bombs_are_refused_from_their_header(size: tuple[int, int]) -> None:
    with pytest.raises(errors.PictureTooLarge):
        prepare(png_that_claims(*size))


def test_forty_megapixels_pass_the_gate() -> None:
    with pytest.raises(errors.PictureDamaged):
        prepare(png_that_claims(8000, 5000))


def test_every_refusal_is_one_plain_sentence_or_two() -> None:
    for refusal in errors.PictureRefused.__subclasses__():
        assert issubclass(refusal, DomainError)
        assert refusal().message.endswith(".")
        assert refusal.message != errors.PictureRefused.message
