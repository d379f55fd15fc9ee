"""Developing an upload in a process of its own, bounded in time and memory.

What strangers send is decoded by large libraries in C. In a child they can crash, hang or eat
memory without anybody else noticing, and they see none of our secrets.
"""

import json
import os
import subprocess
import sys
from typing import Final

from studiobook.files import errors
from studiobook.files.picture import SMALL, WIDTHS, PreparedImage, Rendition, refuse_at_sight
from studiobook.settings import ROOT

#: The longest that a worker waits, on however busy a machine, and somebody before their browser.
#: The child's own bound on computing is in files/press.py.
SECONDS: Final = 60
SECONDS_HERE: Final = 10
_CHILD: Final = "studiobook.files.press"
#: All that the child inherits: how to find Python's own libraries.
_PASSED_ON: Final = ("PATH", "LD_LIBRARY_PATH", "LANG")


def develop(
    data: bytes, *, widths: tuple[int, ...] = WIDTHS, seconds: float = SECONDS
) -> PreparedImage:
    """The same as images.prepare, apart. Raises PictureRefused, at the latest after `seconds`."""
    refuse_at_sight(data)
    command = [sys.executable, "-m", _CHILD, *map(str, widths)]
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  # our own module, no shell, the upload is its input
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise errors.PictureTooHard from None
    if done.returncode != 0:
        # Killed by its own bounds, or by a file that broke the library.
        raise errors.PictureTooHard
    return _read(done.stdout)


def develop_small(data: bytes) -> PreparedImage:
    """The narrowest rendition alone, while somebody waits for the answer to their form.

    A face or a logo is one file, seldom sent and soon made, and its refusal belongs beside its
    field: no queue is worth that. Raises PictureRefused.
    """
    return develop(data, widths=SMALL, seconds=SECONDS_HERE)


def _read(answer: bytes) -> PreparedImage:
    line, _newline, rest = answer.partition(b"\n")
    header = json.loads(line)
    if "refused" in header:
        refusal: type[errors.PictureRefused] = getattr(errors, header["refused"])
        raise refusal
    sizes = []
    for width, height, length in header["sizes"]:
        sizes.append(Rendition(width, height, rest[:length]))
        rest = rest[length:]
    return PreparedImage(tuple(sizes), header["placeholder"])
