"""People at a glance."""

from studiobook.files.opening import current_storage
from studiobook.web.components import Face


def face_of(name: str, photo_key: str | None) -> Face:
    """The stored photo, or the first letters of the first and the last name."""
    names = name.split() or ["?"]
    initials = names[0][0] + (names[-1][0] if len(names) > 1 else "")
    return Face(initials.upper(), photo_key and current_storage().url(photo_key))
