"""`python -m studiobook.files.press`: one upload on standard input, its renditions on the output.

The child of files/darkroom.py. It bounds itself before it reads a byte, has no settings, no
database and no network, and ends with its one picture.
"""

import json
import resource
import sys
from typing import Final

from studiobook.files.errors import PictureRefused, PictureTooHard

#: Address space: a 40-megapixel picture in four bands, what is made of it, and the libraries.
MEMORY: Final = 1024**3
CPU_SECONDS: Final = 20


def main(widths: list[str]) -> None:
    """Write a line of JSON, then the renditions' bytes; or the name of a refusal."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    try:
        from studiobook.files.images import prepare

        picture = prepare(data, tuple(int(width) for width in widths))
    except PictureRefused as refusal:
        return _write({"refused": type(refusal).__name__})
    except MemoryError:
        return _write({"refused": PictureTooHard.__name__})
    sizes = [(size.width, size.height, len(size.data)) for size in picture.sizes]
    _write({"placeholder": picture.placeholder, "sizes": sizes})
    for size in picture.sizes:
        sys.stdout.buffer.write(size.data)
    return None


def _write(header: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
