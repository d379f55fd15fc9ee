"""Stored pictures as the templates draw them."""

from typing import Protocol

from studiobook.files.opening import current_storage
from studiobook.files.storage import rendition_key
from studiobook.web.components import Photo


class Stored(Protocol):
    """A row of the photo table, or one that carries its columns."""

    @property
    def widths(self) -> list[int]: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def placeholder(self) -> str: ...
    @property
    def alt(self) -> str: ...


def photo_of(key: str | None, row: Stored) -> Photo | None:
    """The picture in its sizes; None where a row was joined without one."""
    if key is None:
        return None
    storage = current_storage()
    sources = tuple((storage.url(rendition_key(key, width)), width) for width in row.widths)
    return Photo(sources, row.alt, row.width, row.height, row.placeholder)
