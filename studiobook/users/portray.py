"""A person's photo: one stored rendition, or none."""

from studiobook.users.models import User


def portray(user: User, *, key: str) -> str | None:
    """Show this rendition of the person; the answer is the key that it replaces."""
    before, user.photo_key = user.photo_key, key
    return before


def unportray(user: User) -> str | None:
    """Show none; the answer is the key that is no longer used. Doing it twice changes nothing."""
    before, user.photo_key = user.photo_key, None
    return before
