"""A picture for rooms that need any: drawn once, taken through the image pipeline."""

import io

from PIL import Image

from studiobook.files.images import prepare


def _draw() -> bytes:
    light = Image.linear_gradient("L").resize((480, 320))
    picture = Image.merge("RGB", [light.point(lambda v, k=k: int(v * k)) for k in (0.9, 0.7, 0.5)])
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


_PREPARED = prepare(_draw()).sizes[0]
PICTURE = _PREPARED.data
SIZE = (_PREPARED.width, _PREPARED.height)
