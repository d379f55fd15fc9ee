"""Developing apart: the same pictures and refusals, and nothing that goes wrong comes back."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from studiobook.dev.environment import ROOT
from studiobook.files import darkroom, errors
from studiobook.files.darkroom import develop, develop_small
from studiobook.files.images import prepare
from tests.support.pictures import RED, encode, from_a_phone, opened, plain

#: Kilobytes that the child may take for what phones send; measured: 105 MB.
MOST_OF_A_PHONES = 160_000


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_it_makes_what_the_pipeline_makes(kind: str) -> None:
    data = plain(1200, kind=kind)
    assert develop(data) == prepare(data)


def test_a_small_one_has_one_size() -> None:
    (size,) = develop_small(plain(1200)).sizes
    assert (size.width, size.height) == (480, 320)
    assert opened(size.data).size == (480, 320)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"words", errors.NotAPicture),
        (plain()[:400], errors.PictureDamaged),
        (plain(100), errors.PictureTooSmall),
        (encode(Image.new("RGB", (1700, 300)), "PNG"), errors.PictureTooNarrow),
    ],
    ids=["words", "half", "tiny", "thin"],
)
def test_a_refusal_comes_back_as_itself(data: bytes, refusal: type[errors.PictureRefused]) -> None:
    with pytest.raises(refusal):
        develop(data)


def test_one_that_takes_too_long_is_stopped_and_refused() -> None:
    with pytest.raises(errors.PictureTooHard):
        develop(plain(), seconds=0.001)


def test_one_that_kills_its_process_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # A library that crashes looks like any child that ends badly.
    monkeypatch.setattr(darkroom, "_CHILD", "studiobook.files.no_such_press")
    with pytest.raises(errors.PictureTooHard):
        develop(plain())


def test_the_child_sees_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hunter2")
    seen: dict[str, str] = {}
    run = subprocess.run

    def note(*args: object, **kwargs: object) -> object:
        seen.update(kwargs["env"])  # type: ignore[call-overload]
        return run(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", note)
    develop(plain())
    assert "SECRET_KEY" not in seen
    assert set(seen) <= {"PATH", "LD_LIBRARY_PATH", "LANG"}


@pytest.mark.parametrize("limit", ["RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE"])
def test_the_child_bounds_itself_before_it_reads(limit: str) -> None:
    ask = (
        "import io, resource, sys, types; from studiobook.files import press;"
        f"sys.stdin = types.SimpleNamespace(buffer=types.SimpleNamespace(read=lambda:"
        f" sys.exit(str(resource.getrlimit(resource.{limit})[1])))); press.main([])"
    )
    told = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, check=False)
    assert 0 <= int(told.stderr) < 2**31


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells")
@pytest.mark.parametrize(
    ("what", "most"),
    [("a phone's 12 megapixels", MOST_OF_A_PHONES), ("40 megapixels with glass", 700_000)],
)
def test_what_is_allowed_fits_into_memory(what: str, most: int) -> None:
    if "phone" in what:
        data = from_a_phone(noise=40)
    else:
        data = encode(Image.new("RGBA", (7700, 5190), (*RED, 128)), "PNG", compress_level=1)
    code = (
        "import sys; from studiobook.files import press; press.main(['480', '960', '1600']);"
        "print(open('/proc/self/status').read(), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=data, cwd=ROOT, capture_output=True, check=True
    )
    assert b"refused" not in done.stdout[:60]
    used = int(re.findall(rb"VmHWM:\s+(\d+) kB", done.stderr)[0])
    print(f"{what}: {used / 1024:.0f} MB at most")
    assert used < most
