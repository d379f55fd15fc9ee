"""On which terms a studio is booked."""

from studiobook.studios.models import Studio


def set_terms(*, studio: Studio, terms_preset: str, instant: bool) -> None:
    """Set them for bookings to come; those that were made keep theirs.

    `terms_preset` is one of bookings/terms.py.
    """
    studio.terms_preset, studio.instant = terms_preset, instant
