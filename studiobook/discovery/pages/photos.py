"""Stored pictures as the templates draw them."""

from studiobook.files.opening import current_storage
from studiobook.files.storage import rendition_key
from studiobook.rooms.catalogue import Picture
from studiobook.web.components import Photo


def logo_of(key: str | None) -> str | None:
    """The address of a company's logo; None where it has none."""
    return key and current_storage().url(key)


def photo_of(picture: Picture | None) -> Photo | None:
    """The picture in its sizes; None where there is none."""
    if picture is None:
        return None
    storage = current_storage()
    sources = tuple(
        (storage.url(rendition_key(picture.key, width)), width) for width in picture.widths
    )
    return Photo(sources, picture.alt, picture.width, picture.height, picture.placeholder)
